package io.sqld.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A connection for a test, which fails the test when something of the library stays open. */
final class TestConnection implements AutoCloseable {
    static final int READ_WRITE = OpenFlag.READWRITE | OpenFlag.CREATE;

    private final SqliteLibrary library;
    private final SqliteConnection sqlite;

    private TestConnection(SqliteLibrary library, String filename) {
        this.library = library;
        this.sqlite = library.open(filename, READ_WRITE);
    }

    static TestConnection inMemory(TestLibrary library) {
        return new TestConnection(library.load(), ":memory:");
    }

    static TestConnection to(TestLibrary library, String filename) {
        return new TestConnection(library.load(), filename);
    }

    SqliteConnection sqlite() {
        return sqlite;
    }

    SqliteLibrary library() {
        return library;
    }

    SqliteStatement prepare(String sql) {
        return sqlite.prepare(sql, 0, false).statement().orElseThrow();
    }

    /** {@return all rows of a query, each value as SQLite prints it} */
    List<List<String>> query(String sql) {
        return query(sql, statement -> {});
    }

    List<List<String>> query(String sql, Consumer<SqliteStatement> bind) {
        var rows = new ArrayList<List<String>>();
        try (var statement = prepare(sql)) {
            bind.accept(statement);
            while (statement.step()) {
                var row = new ArrayList<String>();
                for (int i = 0; i < statement.columnCount(); i++) {
                    row.add(statement.columnText(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /** {@return the one value of a query} */
    String value(String sql) {
        return query(sql).getFirst().getFirst();
    }

    @Override
    public void close() {
        sqlite.close();
        assertThat(library.openConnections()).as("connections left open").isZero();
        assertThat(library.openStatements()).as("statements left open").isZero();
    }
}
