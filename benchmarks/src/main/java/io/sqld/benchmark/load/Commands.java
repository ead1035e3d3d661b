package io.sqld.benchmark.load;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds and runs other programs. */
final class Commands {
    private Commands() {}

    /**
     * Runs a command to its end.
     *
     * @param input what it reads
     * @return what it wrote
     * @throws BenchmarkException if it fails
     */
    static String run(List<String> command, String input) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new BenchmarkException(String.join(" ", command) + " ended with " + status + ":\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }

    /** {@return the first line that a command prints} */
    static String firstLine(String... command) {
        return run(List.of(command), "").lines().findFirst().orElse("").strip();
    }

    /** {@return the first of these files that can be executed, absolute} */
    static Optional<Path> find(Stream<Path> candidates) {
        return candidates.filter(Files::isRegularFile)
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toAbsolutePath)
                .map(Path::normalize);
    }

    /** {@return where the PATH could have a program} */
    static Stream<Path> onPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(":", -1))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, program));
    }
}
