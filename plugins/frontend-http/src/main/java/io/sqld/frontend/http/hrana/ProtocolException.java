package io.sqld.frontend.http.hrana;

/**
 * A message that breaks the protocol. It concerns the whole message, of which nothing has been carried out, and not one
 * of its requests. Carries no stack trace.
 */
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean malformed;

    /** The message is for the client. */
    public ProtocolException(String message) {
        this(message, false);
    }

    /** @param malformed whether the bytes cannot even be decoded */
    ProtocolException(String message, boolean malformed) {
        super(message, null, false, false);
        this.malformed = malformed;
    }

    /** {@return whether the bytes could not even be decoded} */
    boolean malformed() {
        return malformed;
    }

    /** {@return what is wrong} */
    public String message() {
        return String.valueOf(getMessage());
    }
}
