package io.sqld.storage.mvsqlite;

/** The store was asked to commit and did not say whether it did. */
final class OutcomeUnknownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutcomeUnknownException(Throwable cause) {
        super("the outcome of the commit is unknown", cause);
    }
}
