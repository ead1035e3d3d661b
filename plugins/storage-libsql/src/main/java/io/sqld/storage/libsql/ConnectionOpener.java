package io.sqld.storage.libsql;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.sqlite.ConfigOption;
import io.sqld.sqlite.LimitCategory;
import io.sqld.sqlite.OpenFlag;
import io.sqld.sqlite.SqliteConnection;
import io.sqld.sqlite.SqliteException;
import io.sqld.sqlite.SqliteLibrary;
import io.sqld.sqlite.SqliteStatement;
import java.nio.file.Path;
import java.util.List;

/** Opens connections to one database file, all configured alike. Thread-safe. */
final class ConnectionOpener {
    /** How long opening waits, in this thread, for another program that has the file locked. */
    private static final int OPEN_BUSY_MILLIS = 2_000;

    private final SqliteLibrary library;
    private final Path file;
    private final LibsqlSettings settings;

    ConnectionOpener(SqliteLibrary library, Path file, LibsqlSettings settings) {
        this.library = library;
        this.file = file;
        this.settings = settings;
    }

    Path file() {
        return file;
    }

    /**
     * {@return the first connection, which stays open as long as the database: so the log is never deleted} Creates
     * the file if there is none, and switches it to a write-ahead log.
     */
    SqliteConnection openFirst() {
        try {
            SqliteConnection connection = library.open(file.toString(), OpenFlag.READWRITE | OpenFlag.CREATE);
            try {
                connection.busyTimeout(OPEN_BUSY_MILLIS);
                if (connection.readOnly("main")) {
                    throw new SqldException(
                            ErrorCode.READ_ONLY,
                            file + " is on a medium that cannot be written: serve a copy of it");
                }
                switchToWal(connection);
                configure(connection);
                connection.busyTimeout(0);
                return connection;
            } catch (RuntimeException | Error e) {
                connection.close();
                throw e;
            }
        } catch (SqliteException e) {
            throw Errors.opening(file.toString(), e);
        }
    }

    /** {@return one more connection} */
    SqliteConnection open() {
        try {
            SqliteConnection connection = library.open(file.toString(), OpenFlag.READWRITE);
            try {
                configure(connection);
                return connection;
            } catch (RuntimeException | Error e) {
                connection.close();
                throw e;
            }
        } catch (SqliteException e) {
            throw Errors.opening(file.toString(), e);
        }
    }

    /** {@return a connection to a new database in memory, with these schemas attached, in memory too} */
    SqliteConnection openScratch(List<String> schemas) {
        try {
            SqliteConnection connection = library.open(":memory:", OpenFlag.READWRITE | OpenFlag.CREATE);
            try {
                connection.configure(ConfigOption.DEFENSIVE, true);
                connection.configure(ConfigOption.DQS_DML, false);
                connection.configure(ConfigOption.DQS_DDL, false);
                limit(connection);
                for (String schema : schemas) {
                    connection.execute("ATTACH ':memory:' AS \"" + schema.replace("\"", "\"\"") + '"');
                }
                connection.limit(LimitCategory.ATTACHED, schemas.size());
                return connection;
            } catch (RuntimeException | Error e) {
                connection.close();
                throw e;
            }
        } catch (SqliteException e) {
            throw Errors.of(e);
        }
    }

    private void switchToWal(SqliteConnection connection) {
        String mode = text(connection, "PRAGMA journal_mode=WAL");
        if (!mode.equals("wal")) {
            throw new SqldException(
                    ErrorCode.CANNOT_OPEN,
                    file + " stays in journal mode '" + mode
                            + "': its file system lacks the shared memory that a write-ahead "
                            + "log needs; move it to a local disk");
        }
        connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1");
    }

    private void configure(SqliteConnection connection) {
        connection.configure(ConfigOption.ENABLE_FKEY, true);
        connection.configure(ConfigOption.DEFENSIVE, true);
        connection.configure(ConfigOption.TRUSTED_SCHEMA, settings.policy().trustedSchema());
        connection.configure(ConfigOption.DQS_DML, false);
        connection.configure(ConfigOption.DQS_DDL, false);
        connection.configure(ConfigOption.NO_CKPT_ON_CLOSE, true);
        connection.autocheckpoint(0);
        limit(connection);
        connection.limit(LimitCategory.ATTACHED, settings.limits().attached());
        connection.execute("PRAGMA synchronous=" + (settings.durability() == Durability.FULL ? "FULL" : "NORMAL")
                + "; PRAGMA cell_size_check=ON; PRAGMA cache_size=-" + settings.connections().cacheBytes() / 1024);
    }

    private void limit(SqliteConnection connection) {
        LimitSettings limits = settings.limits();
        connection.limit(LimitCategory.SQL_LENGTH, limits.sqlBytes());
        connection.limit(LimitCategory.VARIABLE_NUMBER, limits.parameters());
        connection.limit(LimitCategory.LENGTH, limits.valueBytes());
        connection.limit(LimitCategory.COLUMN, limits.columns());
        connection.limit(LimitCategory.LIKE_PATTERN_LENGTH, limits.likePatternBytes());
        connection.limit(LimitCategory.WORKER_THREADS, 0);
    }

    static String text(SqliteConnection connection, String sql) {
        try (SqliteStatement statement = connection.prepare(sql, 0, false).statement().orElseThrow()) {
            return statement.step() ? statement.columnText(0) : "";
        }
    }

    static long number(SqliteConnection connection, String sql) {
        try (SqliteStatement statement = connection.prepare(sql, 0, false).statement().orElseThrow()) {
            return statement.step() ? statement.columnInt64(0) : 0;
        }
    }
}
