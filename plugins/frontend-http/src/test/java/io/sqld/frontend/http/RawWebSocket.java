package io.sqld.frontend.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A WebSocket on a plain socket, which sends whatever a test wants and reads frames strictly. */
final class RawWebSocket implements AutoCloseable {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    private static final int READ_TIMEOUT_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream input;
    private final String handshake;

    /** A frame from the server. */
    static final class Frame {
        private final int opcode;
        private final byte[] payload;

        Frame(int opcode, byte[] payload) {
            this.opcode = opcode;
            this.payload = payload;
        }

        int opcode() {
            return opcode;
        }

        byte[] payload() {
            return payload;
        }

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        int closeCode() {
            return ByteBuffer.wrap(payload).getShort() & 0xFFFF;
        }

        String closeReason() {
            return new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
        }
    }

    RawWebSocket(InetSocketAddress address, String... subprotocols) throws IOException {
        socket = new Socket();
        // Small, so that a client that does not read is felt soon.
        socket.setReceiveBufferSize(16 * 1024);
        socket.connect(address);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        input = new BufferedInputStream(socket.getInputStream());
        String offer = subprotocols.length == 0 ? ""
                : "Sec-WebSocket-Protocol: " + String.join(", ", subprotocols) + "\r\n";
        raw(("GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + offer + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        handshake = head();
    }

    /** {@return one that has said hello in Hrana 3} */
    static RawWebSocket greeted(InetSocketAddress address) throws IOException {
        var socket = new RawWebSocket(address, "hrana3");
        socket.send("{\"type\":\"hello\",\"jwt\":null}");
        String answer = socket.text();
        if (!answer.equals("{\"type\":\"hello_ok\"}")) {
            throw new AssertionError(answer);
        }
        return socket;
    }

    String handshake() {
        return handshake;
    }

    void send(String text) throws IOException {
        raw(frame(true, TEXT, text.getBytes(StandardCharsets.UTF_8)));
    }

    void send(byte[] message) throws IOException {
        raw(frame(true, BINARY, message));
    }

    void request(int id, String request) throws IOException {
        send(requestText(id, request));
    }

    static String requestText(int id, String request) {
        return "{\"type\":\"request\",\"request_id\":" + id + ",\"request\":" + request + "}";
    }

    static String openStream(int stream) {
        return "{\"type\":\"open_stream\",\"stream_id\":" + stream + "}";
    }

    static String closeStream(int stream) {
        return "{\"type\":\"close_stream\",\"stream_id\":" + stream + "}";
    }

    static String execute(int stream, String sql) {
        return "{\"type\":\"execute\",\"stream_id\":" + stream + ",\"stmt\":{\"sql\":\"" + sql.replace("\"", "\\\"")
                + "\"}}";
    }

    static String openCursor(int stream, int cursor, String... statements) {
        var steps = new StringBuilder();
        for (String sql : statements) {
            steps.append(steps.isEmpty() ? "" : ",").append("{\"stmt\":{\"sql\":\"").append(sql).append("\"}}");
        }
        return "{\"type\":\"open_cursor\",\"stream_id\":" + stream + ",\"cursor_id\":" + cursor
                + ",\"batch\":{\"steps\":[" + steps + "]}}";
    }

    static String fetchCursor(int cursor, int most) {
        return "{\"type\":\"fetch_cursor\",\"cursor_id\":" + cursor + ",\"max_count\":" + most + "}";
    }

    static String closeCursor(int cursor) {
        return "{\"type\":\"close_cursor\",\"cursor_id\":" + cursor + "}";
    }

    void raw(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** {@return a masked frame} */
    static byte[] frame(boolean last, int opcode, byte... payload) {
        var frame = new ByteArrayOutputStream();
        frame.write((last ? 0x80 : 0) | opcode);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else if (payload.length <= 0xFFFF) {
            frame.write(0x80 | 126);
            frame.writeBytes(ByteBuffer.allocate(2).putShort((short) payload.length).array());
        } else {
            frame.write(0x80 | 127);
            frame.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        byte[] mask = {0x12, (byte) 0xFE, 0x00, 0x77};
        frame.writeBytes(mask);
        byte[] masked = payload.clone();
        for (int i = 0; i < masked.length; i++) {
            masked[i] ^= mask[i % 4];
        }
        frame.writeBytes(masked);
        return frame.toByteArray();
    }

    /** {@return the next message, which is a text} */
    String text() throws IOException {
        Frame frame = read();
        if (frame.opcode() != TEXT) {
            throw new AssertionError("no text but " + describe(frame));
        }
        return frame.text();
    }

    /** {@return the frame with which the server closes, after which it ends the connection} */
    Frame closed() throws IOException {
        Frame frame = read();
        if (frame.opcode() != CLOSE) {
            throw new AssertionError("no close but " + describe(frame));
        }
        if (input.read() >= 0) {
            throw new AssertionError("something comes after the close");
        }
        return frame;
    }

    Frame read() throws IOException {
        int first = input.read();
        if (first < 0) {
            throw new EOFException("the server ended the connection");
        }
        if ((first & 0xF0) != 0x80) {
            throw new IOException("no single frame: " + first);
        }
        int length = input.read();
        if (length == 126) {
            length = ByteBuffer.wrap(input.readNBytes(2)).getShort() & 0xFFFF;
            assertMinimal(length >= 126);
        } else if (length == 127) {
            length = (int) ByteBuffer.wrap(input.readNBytes(8)).getLong();
            assertMinimal(length > 0xFFFF);
        }
        byte[] payload = input.readNBytes(length);
        if (payload.length < length) {
            throw new EOFException("the frame ended after " + payload.length + " of " + length + " bytes");
        }
        return new Frame(first & 0x0F, payload);
    }

    /** {@return whether the connection ends without another word} */
    boolean ended() throws IOException {
        return input.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static void assertMinimal(boolean minimal) throws IOException {
        if (!minimal) {
            throw new IOException("the length is not written as short as possible");
        }
    }

    private static String describe(Frame frame) {
        return frame.opcode() == CLOSE && frame.payload().length > 1
                ? "close " + frame.closeCode() + " " + frame.closeReason()
                : frame.opcode() + " " + (frame.opcode() == TEXT ? frame.text() : Arrays.toString(frame.payload()));
    }

    private String head() throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = input.read();
            if (next < 0) {
                throw new EOFException("no answer to the handshake: " + head);
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }
}
