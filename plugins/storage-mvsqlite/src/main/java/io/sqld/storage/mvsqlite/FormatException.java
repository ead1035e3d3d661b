package io.sqld.storage.mvsqlite;

/** What is stored cannot be understood: made by a newer version, or damaged. */
final class FormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FormatException(String message) {
        super(message);
    }
}
