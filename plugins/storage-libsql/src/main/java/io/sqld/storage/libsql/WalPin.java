package io.sqld.storage.libsql;

import io.sqld.sqlite.SqliteConnection;
import io.sqld.sqlite.SqliteFile;

/**
 * A read transaction that nobody reads in: while it is open, no checkpoint goes beyond its snapshot, and the
 * write-ahead log does not start over if there is anything to lose.
 */
final class WalPin implements AutoCloseable {
    private final SqliteConnection connection;

    /** Takes {@code connection} over; it is closed with the pin. */
    WalPin(SqliteConnection connection) {
        this.connection = connection;
    }

    /** Pins the newest snapshot, instead of the one before if there is one. */
    void take() {
        release();
        connection.execute("BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1");
    }

    /** Lets the snapshot go. */
    void release() {
        if (!connection.autocommit()) {
            connection.execute("COMMIT");
        }
    }

    /** {@return what the shared memory says} Once the pin has been taken. */
    WalIndex index() {
        return new WalIndex(SqliteFile.database(connection, "main").shared(0));
    }

    int pageBytes() {
        return (int) ConnectionOpener.number(connection, "PRAGMA page_size");
    }

    @Override
    public void close() {
        connection.close();
    }
}
