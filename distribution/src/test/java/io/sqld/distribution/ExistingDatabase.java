package io.sqld.distribution;

import java.nio.file.Path;

/**
 * A database file that the {@code sqlite3} shell made, as an application would have left it: a rollback journal, no
 * WAL.
 */
final class ExistingDatabase {
    /** Rows of {@code item}. */
    static final int ITEMS = 1_000;

    private static final String SCHEMA = """
            PRAGMA journal_mode = DELETE;
            CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT NOT NULL, price REAL, data BLOB);
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
            INSERT INTO item SELECT i, 'item ' || i, i / 4.0, CAST('blob ' || i AS BLOB) FROM n;
            CREATE INDEX item_name ON item (name);
            CREATE TABLE note (id INTEGER PRIMARY KEY, client TEXT, n INTEGER);
            CREATE TABLE pgbench_accounts (aid INTEGER PRIMARY KEY, bid INTEGER, abalance INTEGER, filler TEXT);
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
            INSERT INTO pgbench_accounts SELECT i, 1, 0, '' FROM n;
            """;

    private ExistingDatabase() {}

    /** {@return a new file in {@code directory}} */
    static Path in(Path directory) {
        Path file = directory.resolve("app.db");
        Programs.run(Programs.command("sqlite3", file.toString()), SCHEMA).succeeded();
        return file;
    }

    /** {@return what the {@code sqlite3} shell answers on the file, while no server has it} */
    static String ask(Path file, String sql) {
        return Programs.run(Programs.command("sqlite3", file.toString()), sql).succeeded().strip();
    }
}
