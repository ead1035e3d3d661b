package io.sqld.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that runs as a process of its own, as users run it. Closing it kills the process, whatever state it is in.
 * Thread-safe.
 */
public final class ServerProcess implements AutoCloseable {
    private static final Duration STARTS = Duration.ofSeconds(60);
    private static final Pattern LISTENS = Pattern.compile("(\\S+) listens on (\\S+):(\\d+)");
    private static final Pattern RSS = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final CountDownLatch outputEnded = new CountDownLatch(1);

    private ServerProcess(Process process) {
        this.process = process;
        Thread.ofPlatform().name("server-output").daemon().start(this::read);
    }

    /** {@return the process, which may or may not come to serve} */
    public static ServerProcess launch(ProcessBuilder command) {
        try {
            return new ServerProcess(command.redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the process, once it says that it is ready} */
    public static ServerProcess start(ProcessBuilder command) {
        ServerProcess server = launch(command);
        try {
            Eventually.await("the server is ready", STARTS, () -> {
                if (!server.process.isAlive()) {
                    throw new AssertionError("the server ended:\n" + server.output());
                }
                return server.output().contains("ready in ");
            });
            return server;
        } catch (AssertionError e) {
            server.close();
            throw new AssertionError(e.getMessage() + "\n" + server.output(), e);
        }
    }

    /** {@return where the protocol of this name is spoken, from the start-up lines} */
    public InetSocketAddress address(String protocol) {
        Matcher listens = LISTENS.matcher(output());
        while (listens.find()) {
            if (listens.group(1).equals(protocol)) {
                return new InetSocketAddress(listens.group(2), Integer.parseInt(listens.group(3)));
            }
        }
        throw new AssertionError("nothing speaks " + protocol + ":\n" + output());
    }

    /** {@return all that it has written so far} */
    public String output() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    /** {@return the process's id} */
    public long pid() {
        return process.pid();
    }

    /** {@return the memory that it occupies, in KiB} */
    public long residentKib() {
        try {
            Matcher rss = RSS.matcher(Files.readString(Path.of("/proc/" + pid() + "/status")));
            if (rss.find()) {
                return Long.parseLong(rss.group(1));
            }
            throw new AssertionError("no VmRSS: has the process ended?\n" + output());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a signal by its name, for instance {@code INT}. */
    public void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).inheritIO().start().waitFor();
            if (exit != 0) {
                throw new AssertionError("kill failed: has the process ended?\n" + output());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** {@return the exit status, once it has ended and all its output has been read} */
    public int exitStatus(Duration within) {
        try {
            if (!process.waitFor(within) || !outputEnded.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("the server has not ended within " + within + ":\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** {@return the exit status after SIGTERM} */
    public int stop(Duration within) {
        signal("TERM");
        return exitStatus(within);
    }

    /** Kills it, as {@code kill -9} does, and waits until it is gone. */
    @Override
    public void close() {
        process.destroyForcibly();
        exitStatus(Duration.ofSeconds(30));
    }

    private void read() {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            synchronized (lines) {
                lines.add("(the output broke off: " + e + ")");
            }
        } finally {
            outputEnded.countDown();
        }
    }
}
