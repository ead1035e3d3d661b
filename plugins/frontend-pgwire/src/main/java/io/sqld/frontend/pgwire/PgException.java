package io.sqld.frontend.pgwire;

/**
 * An error on its way to the client. Never leaves this package; has no stack trace, since it tells about the client's
 * request.
 */
final class PgException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient PgError error;

    PgException(PgError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    /** {@return what to tell the client} */
    PgError error() {
        return error;
    }
}
