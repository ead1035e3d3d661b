package io.sqld.distribution;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** Programs of others, run from a test. */
final class Programs {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path CLIENTS = Path.of("..", "testing", "clients").toAbsolutePath().normalize();
    private static final Path POSTGRES = Path.of("/usr/lib/postgresql");

    private Programs() {}

    /** What a program did. */
    record Outcome(int status, String output) {
        /** {@return the output of a program that must have succeeded} */
        String succeeded() {
            if (status != 0) {
                throw new AssertionError("exit status " + status + ":\n" + output);
            }
            return output;
        }
    }

    /** {@return where the program is} */
    static Optional<Path> find(String name) {
        var places = new ArrayList<Path>();
        for (String place : List.of(System.getenv("PATH").split(File.pathSeparator, -1))) {
            places.add(Path.of(place));
        }
        if (Files.isDirectory(POSTGRES)) {
            try (Stream<Path> versions = Files.list(POSTGRES)) {
                versions.sorted(Comparator.reverseOrder()).forEach(version -> places.add(version.resolve("bin")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return places.stream().map(place -> place.resolve(name)).filter(Files::isExecutable).findFirst();
    }

    static boolean npmInstalled(String name) {
        return Files.isDirectory(CLIENTS.resolve("node_modules").resolve(name));
    }

    /** {@return a command whose first word is a program to be found} */
    static ProcessBuilder command(String... words) {
        var command = new ArrayList<>(List.of(words));
        command.set(0, find(words[0]).orElseThrow(() -> new AssertionError(words[0] + " is not installed")).toString());
        return new ProcessBuilder(command);
    }

    /** {@return a command that runs a script of {@code testing/clients} on Node.js} */
    static ProcessBuilder node(String script, String... arguments) {
        var words = new ArrayList<>(List.of("node", client(script).toString()));
        words.addAll(List.of(arguments));
        return command(words.toArray(String[]::new));
    }

    /** {@return a file of {@code testing/clients}} */
    static Path client(String file) {
        return CLIENTS.resolve(file);
    }

    /** {@return what the program did, given {@code input}} */
    static Outcome run(ProcessBuilder command, String input) {
        Process process = start(command.redirectErrorStream(true));
        try {
            CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process.getInputStream()),
                    task -> Thread.ofPlatform().daemon().start(task));
            try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
                stdin.write(input);
            } catch (IOException stoppedReading) {
                // Its output and status tell why.
            }
            if (!process.waitFor(PATIENCE)) {
                throw new AssertionError("not done within " + PATIENCE + ": " + command.command());
            }
            return new Outcome(process.exitValue(), output.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(ProcessBuilder command) {
        try {
            return command.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(InputStream from) {
        try {
            return new String(from.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
