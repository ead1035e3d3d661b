package io.sqld.frontend.http.hrana;

/**
 * A message that breaks the protocol. It concerns the whole message, of which nothing has been carried out, and not one
 * of its requests. Carries no stack trace.
 */
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The message is for the client. */
    public ProtocolException(String message) {
        super(message, null, false, false);
    }

    /** {@return what is wrong} */
    public String message() {
        return String.valueOf(getMessage());
    }
}
