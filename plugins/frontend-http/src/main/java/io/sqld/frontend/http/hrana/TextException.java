package io.sqld.frontend.http.hrana;

/** A TEXT value that is not UTF-8, which SQLite can hold and JSON cannot. Carries no stack trace. */
public final class TextException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** For the {@code column}-th value of a row, from 1, whose byte at {@code offset} begins no character. */
    public TextException(int column, long offset) {
        super("column " + column + " of the result holds text that is not valid UTF-8, from byte " + offset
                + " on. Select it as a BLOB: CAST(… AS BLOB)", null, false, false);
    }

    /** {@return what is wrong and what to do} */
    public String message() {
        return String.valueOf(getMessage());
    }
}
