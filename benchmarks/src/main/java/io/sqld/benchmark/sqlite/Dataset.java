package io.sqld.benchmark.sqlite;

import io.sqld.sqlite.OpenFlag;
import io.sqld.sqlite.SqliteLibrary;
import java.nio.file.Path;
import java.util.List;

/** The database that both sides use, and the statements they run. */
final class Dataset {
    static final int ROWS = 100_000;
    static final String NAME = "a name of 20 chars..";
    static final String NOTE = "a note that is somewhat longer: sixty-four chars of plain text...";

    /** For each connection: the same on both sides. */
    static final String SETTINGS =
            "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 0";
    static final String SELECT = "SELECT id, k, name, note, v FROM t WHERE id = ?";
    static final String SCAN = "SELECT id, k, name, note, v FROM t";
    static final String INSERT = "INSERT INTO i(k, name, note, v) VALUES(?, ?, ?, ?)";
    static final String BEGIN = "BEGIN";
    static final String COMMIT = "COMMIT";

    private static final String SCHEMA = "PRAGMA journal_mode = WAL;"
            + "CREATE TABLE t(id INTEGER PRIMARY KEY, k INTEGER, name TEXT, note TEXT, v INTEGER);"
            + "CREATE TABLE i(id INTEGER PRIMARY KEY, k INTEGER, name TEXT, note TEXT, v INTEGER);"
            + "INSERT INTO t SELECT value, value * 31, '" + NAME + "', '" + NOTE + "',"
            + " iif(value % 10, -value, NULL) FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + "
            + "1 FROM n LIMIT "
            + ROWS + ") SELECT value FROM n);"
            + "PRAGMA wal_checkpoint(TRUNCATE)";

    private Dataset() {}

    /** The texts in the order in which the C side prepares them. */
    static List<String> statements() {
        return List.of(SETTINGS, SELECT, SCAN, INSERT, BEGIN, COMMIT);
    }

    /** Makes the database. */
    static void create(SqliteLibrary library, Path file) {
        try (var connection = library.open(file.toString(), OpenFlag.READWRITE | OpenFlag.CREATE)) {
            connection.execute(SCHEMA);
        }
    }

    /** Removes what was inserted. */
    static void restore(SqliteLibrary library, Path file) {
        try (var connection = library.open(file.toString(), OpenFlag.READWRITE)) {
            connection.execute("DELETE FROM i; PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }
}
