package io.sqld.sqlite;

import org.jspecify.annotations.Nullable;

/** The open statements of one connection, linked through themselves. */
final class StatementList {
    private final SqliteLibrary library;
    private @Nullable SqliteStatement first;

    StatementList(SqliteLibrary library) {
        this.library = library;
    }

    void add(SqliteStatement statement) {
        statement.next = first;
        if (first != null) {
            first.previous = statement;
        }
        first = statement;
        library.statementOpened();
    }

    void remove(SqliteStatement statement) {
        if (statement.previous != null) {
            statement.previous.next = statement.next;
        } else {
            first = statement.next;
        }
        if (statement.next != null) {
            statement.next.previous = statement.previous;
        }
        statement.previous = null;
        statement.next = null;
        library.statementClosed();
    }

    /** Frees them all; the caller guards the call. */
    void releaseAll() {
        while (first != null) {
            first.release();
        }
    }
}
