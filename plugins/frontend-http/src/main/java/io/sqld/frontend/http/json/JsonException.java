package io.sqld.frontend.http.json;

/**
 * A text that is no JSON, or not the JSON that was asked for. Carries no stack trace: bad input stays cheap to refuse.
 */
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean syntax;

    JsonException(boolean syntax, String message) {
        super(message, null, false, false);
        this.syntax = syntax;
    }

    /** {@return whether the text is no JSON at all; otherwise it is JSON of the wrong shape} */
    public boolean syntax() {
        return syntax;
    }

    /** {@return what is wrong and where} */
    public String message() {
        return String.valueOf(getMessage());
    }
}
