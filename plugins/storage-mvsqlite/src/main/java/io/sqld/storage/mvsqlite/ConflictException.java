package io.sqld.storage.mvsqlite;

/** Another transaction changed what this one relies on. Nothing of it was committed. */
final class ConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConflictException(String message) {
        super(message, null, false, false);
    }
}
