package io.sqld.sqlite;

import org.jspecify.annotations.Nullable;

/** A library that cannot be used. The message names it and says what to do. */
public final class SqliteLibraryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SqliteLibraryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
