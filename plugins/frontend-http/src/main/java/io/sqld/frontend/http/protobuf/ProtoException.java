package io.sqld.frontend.http.protobuf;

/** Bytes that are no message of the expected type. Carries no stack trace. */
public final class ProtoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The message is for the client. */
    public ProtoException(String message) {
        super(message, null, false, false);
    }

    /** {@return what is wrong} */
    public String message() {
        return String.valueOf(getMessage());
    }
}
