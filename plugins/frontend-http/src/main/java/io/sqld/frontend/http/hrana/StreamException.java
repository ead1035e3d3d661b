package io.sqld.frontend.http.hrana;

/** A stream cannot be had; the whole message fails with this error. Carries no stack trace. */
public final class StreamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient HranaError error;

    StreamException(HranaError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    /** {@return why} */
    public HranaError error() {
        return error;
    }
}
