package io.sqld.frontend.http.websocket;

/** Something that ends a WebSocket. Carries no stack trace. */
public final class WebSocketException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final CloseCode code;

    /** The reason is for the client. */
    public WebSocketException(CloseCode code, String reason) {
        super(reason, null, false, false);
        this.code = code;
    }

    CloseCode code() {
        return code;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
