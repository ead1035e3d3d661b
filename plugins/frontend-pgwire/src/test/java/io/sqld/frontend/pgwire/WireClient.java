package io.sqld.frontend.pgwire;

import io.sqld.testkit.FrontendClient;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A client of the protocol that knows nothing but its frames. */
final class WireClient implements FrontendClient {
    private static final int LENGTH_MAX = 1 << 28;
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final DataInputStream in;

    private WireClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** A message of the server. */
    record Message(char type, ByteBuffer content) {
        /** {@return the content, from its beginning} */
        ByteBuffer body() {
            return content.duplicate();
        }
    }

    /** Connects and sends nothing. */
    static WireClient connect(InetSocketAddress address) throws IOException {
        var socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(address, TIMEOUT_MILLIS);
        return new WireClient(socket);
    }

    /** Goes on over a socket that is connected already. */
    static WireClient over(Socket socket) throws IOException {
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return new WireClient(socket);
    }

    /** {@return the connection itself} */
    Socket socket() {
        return socket;
    }

    /** Connects and starts a session. */
    static WireClient login(InetSocketAddress address) throws IOException {
        WireClient client = connect(address);
        client.send(startup(196_608, Map.of("user", "tester", "database", "default")));
        client.readUntilReady();
        return client;
    }

    /** Sets how long to wait for something to read. */
    void setPatience(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    static byte[] startup(int version, Map<String, String> parameters) {
        var body = new Body().int32(version);
        parameters.forEach((name, value) -> body.string(name).string(value));
        return body.int8(0).packet();
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** {@return the next message, whose frame must be well formed} */
    Message read() throws IOException {
        int type = in.readUnsignedByte();
        int length = in.readInt();
        if (length < 4 || length > LENGTH_MAX) {
            throw new IOException("length " + length + " of message '" + (char) type + "'");
        }
        var body = new byte[length - 4];
        in.readFully(body);
        return new Message((char) type, ByteBuffer.wrap(body));
    }

    /** {@return one byte that is no message: the answer to SSLRequest} */
    int readByte() throws IOException {
        return in.readUnsignedByte();
    }

    /** {@return whether the server has closed the connection} */
    boolean ended() throws IOException {
        try {
            return in.read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    /** {@return everything up to ReadyForQuery} */
    List<Message> readUntilReady() throws IOException {
        var messages = new ArrayList<Message>();
        do {
            messages.add(read());
        } while (messages.getLast().type() != 'Z');
        return messages;
    }

    @Override
    public List<List<String>> query(String sql) throws IOException {
        sendOnly(sql);
        var rows = new ArrayList<List<String>>();
        String error = "";
        for (Message message : readUntilReady()) {
            if (message.type() == 'D') {
                rows.add(WireText.row(message.body()).stream().map(String::valueOf).toList());
            } else if (message.type() == 'E') {
                error = WireText.render(message);
            }
        }
        if (!error.isEmpty()) {
            throw new Refused(error);
        }
        return rows;
    }

    @Override
    public void sendOnly(String sql) throws IOException {
        send(new Body().string(sql).message('Q'));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Builds the body of a message. */
    static final class Body {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Body int8(int value) {
            bytes.write(value);
            return this;
        }

        Body int16(int value) {
            return int8(value >> 8).int8(value);
        }

        Body int32(int value) {
            return int16(value >> 16).int16(value);
        }

        Body string(String value) {
            return raw(value.getBytes(StandardCharsets.UTF_8)).int8(0);
        }

        Body raw(byte[] value) {
            bytes.writeBytes(value);
            return this;
        }

        byte[] message(char type) {
            return new Body().int8(type).int32(bytes.size() + 4).raw(bytes.toByteArray()).bytes.toByteArray();
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }

        byte[] packet() {
            return new Body().int32(bytes.size() + 4).raw(bytes.toByteArray()).bytes.toByteArray();
        }
    }

    /** {@return the next message as text, {@code EOF} at the end} */
    String readText() throws IOException {
        try {
            return WireText.render(read());
        } catch (EOFException ended) {
            return "EOF";
        }
    }
}
