package io.sqld.benchmark.sqlite;

import io.sqld.sqlite.SqliteLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** Both sides, ready, on one library and one database in a temporary directory. */
final class Match implements AutoCloseable {
    private final Path directory;
    private final Path database;
    private final SqliteLibrary library;
    private final Contestant java;
    private final Contestant c;

    Match(Target target) {
        try {
            directory = Files.createTempDirectory("sqld-benchmark");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        database = directory.resolve("data.db");
        library = target.load();
        Dataset.create(library, database);
        java = new JavaContestant(library, database);
        c = Baseline.compile(directory).open(target, database);
    }

    SqliteLibrary library() {
        return library;
    }

    Contestant java() {
        return java;
    }

    Contestant c() {
        return c;
    }

    /** Removes what was inserted. */
    void restore() {
        Dataset.restore(library, database);
    }

    @Override
    public void close() {
        java.close();
        c.close();
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
