package io.sqld.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A module of a few lines that inherits the project's build, built by a Maven of its own. */
final class SmallBuild {
    private static final long TIME_LIMIT_S = 300;

    private final Path root = Repository.around(Path.of("")).root();
    private final Path directory;

    /** @param directory inside the working tree, so that the settings in {@code .mvn} hold */
    SmallBuild(Path directory) {
        this.directory = directory;
    }

    /** Writes the module as a child of the pom in {@code parent}, a directory of the working tree. */
    SmallBuild inheriting(String parent, String artifactId, String rest) throws IOException {
        Path pom = directory.relativize(root.resolve(parent).resolve("pom.xml").normalize());
        Files.writeString(directory.resolve("pom.xml"), """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <parent>
                    <groupId>io.sqld</groupId>
                    <artifactId>%s</artifactId>
                    <version>%s</version>
                    <relativePath>%s</relativePath>
                  </parent>
                  <artifactId>small</artifactId>
                  %s
                </project>
                """.formatted(artifactId, System.getProperty("build.version"), pom, rest));
        return this;
    }

    SmallBuild source(String path, String text) throws IOException {
        Path file = directory.resolve("src/main/java").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    /** Runs Maven there; {@return its exit code and what it printed} */
    Outcome maven(String... arguments) throws IOException, InterruptedException {
        return maven(directory.resolve("log.txt"), arguments);
    }

    /** Runs Maven there, with its output in the file {@code log}. */
    Outcome maven(Path log, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(System.getProperty("build.maven"), "--offline", "--batch-mode",
                "-Dmaven.repo.local=" + System.getProperty("build.repository")));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(TIME_LIMIT_S, TimeUnit.SECONDS)) {
                throw new AssertionError("Maven did not end within " + TIME_LIMIT_S + " s:\n" + Files.readString(log));
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return new Outcome(process.exitValue(), Files.readString(log));
    }

    /** How a build ended. */
    record Outcome(int exitCode, String log) {}
}
