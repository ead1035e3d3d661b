package io.sqld.benchmark.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server that this benchmark started, and therefore ends. */
final class ServerProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 20;

    private final Process process;
    private final Path log;
    private final long startedNanos;
    /** Ends the server with this JVM, however that ends. */
    private final Thread atExit;

    private ServerProcess(Process process, Path log, long startedNanos) {
        this.process = process;
        this.log = log;
        this.startedNanos = startedNanos;
        this.atExit = new Thread(process::destroy, "sqld-load-exit");
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts a command with its output in a file. */
    static ServerProcess start(List<String> command, Path directory, Path log) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        long now = System.nanoTime();
        try {
            return new ServerProcess(builder.start(), log, now);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.getFirst(), e);
        }
    }

    /** {@return {@link System#nanoTime()} just before it was started} */
    long startedNanos() {
        return startedNanos;
    }

    boolean alive() {
        return process.isAlive();
    }

    ProcessTree tree() {
        return new ProcessTree(process.pid());
    }

    /** {@return the last lines of its output, for a message} */
    String tail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - 10), lines.size()));
        } catch (IOException e) {
            return "(no output: " + e.getMessage() + ")";
        }
    }

    /** SIGTERM, and SIGKILL if that is not enough. */
    @Override
    public void close() {
        forgetExit();
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void forgetExit() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM is ending already, and the hook is doing the same.
            process.destroy();
        }
    }
}
