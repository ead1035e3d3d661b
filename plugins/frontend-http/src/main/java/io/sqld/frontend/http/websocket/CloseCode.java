package io.sqld.frontend.http.websocket;

/** Why a WebSocket is closed (RFC 6455, section 7.4, and the registry of IANA). */
public enum CloseCode {
    /** The client is done. */
    NORMAL(1000),
    /** The server stops, or the client is not there any more. */
    GOING_AWAY(1001),
    /** The frames make no sense. */
    PROTOCOL_ERROR(1002),
    /** A text where bytes are spoken, or the other way round. */
    UNSUPPORTED_DATA(1003),
    /** The content of a message makes no sense. */
    INVALID_PAYLOAD(1007),
    /** The message makes sense, and must not be sent now. */
    POLICY_VIOLATION(1008),
    /** The message is larger than a message may be. */
    MESSAGE_TOO_BIG(1009),
    /** The server failed. */
    INTERNAL_ERROR(1011),
    /** The server has too much to do. */
    TRY_AGAIN_LATER(1013);

    private final int number;

    CloseCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** {@return whether a peer may send {@code number}} */
    static boolean maySend(int number) {
        return (number >= 1000 && number <= 1014 && number != 1004 && number != 1005 && number != 1006)
                || (number >= 3000 && number <= 4999);
    }
}
