package io.sqld.frontend.http.websocket;

/** What a frame is (RFC 6455, section 5.2). */
enum Opcode {
    CONTINUATION(0),
    TEXT(1),
    BINARY(2),
    CLOSE(8),
    PING(9),
    PONG(10);

    private final int number;

    Opcode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    boolean control() {
        return number >= CLOSE.number;
    }

    static Opcode of(int number) {
        return switch (number) {
            case 0 -> CONTINUATION;
            case 1 -> TEXT;
            case 2 -> BINARY;
            case 8 -> CLOSE;
            case 9 -> PING;
            case 10 -> PONG;
            default -> throw new WebSocketException(
                    CloseCode.PROTOCOL_ERROR, "No frame has the opcode " + number);
        };
    }
}
