package io.sqld.host;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the process if stopping it hangs. */
final class Watchdog {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    private Watchdog() {}

    /** Ends the process with {@code status} when {@code patience} has passed, unless it has ended before. */
    static void start(Duration patience, int status) {
        Thread.ofPlatform().daemon().name("sqld-watchdog-1").start(() -> {
            try {
                Thread.sleep(patience);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            LOG.error("The server has not stopped after {}; ending the process. Still running: {}", patience,
                    busyThreads());
            Runtime.getRuntime().halt(status);
        });
    }

    private static String busyThreads() {
        var text = new StringBuilder();
        Thread.getAllStackTraces().forEach((thread, frames) -> {
            if (thread.getName().startsWith("sqld-") && thread != Thread.currentThread() && frames.length > 0) {
                text.append(System.lineSeparator())
                        .append("  ")
                        .append(thread.getName())
                        .append(" in ")
                        .append(frames[0]);
            }
        });
        return text.toString();
    }
}
