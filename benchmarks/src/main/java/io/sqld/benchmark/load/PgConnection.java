package io.sqld.benchmark.load;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A PostgreSQL connection while it is set up or used for single statements: blocking, one thread. */
final class PgConnection implements SqlClient {
    static final String USER = "bench";
    static final String DATABASE = "default";

    private final SocketChannel channel;
    private final DataInputStream in;

    private PgConnection(SocketChannel channel) {
        this.channel = channel;
        this.in = new DataInputStream(Channels.newInputStream(channel));
    }

    /** Connects and waits until the server is ready. */
    static PgConnection open(InetSocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open(address);
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            PgConnection connection = new PgConnection(channel);
            connection.roundTrip(new PgMessages().startUp(USER, DATABASE));
            return connection;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** {@return the channel, with nothing left to read; whoever takes it closes it} */
    SocketChannel channel() {
        return channel;
    }

    @Override
    public String value(String sql) throws IOException {
        return roundTrip(new PgMessages().query(sql));
    }

    /** Sends messages and reads up to ReadyForQuery. */
    String roundTrip(PgMessages messages) throws IOException {
        ByteBuffer request = messages.toBuffer();
        while (request.hasRemaining()) {
            channel.write(request);
        }
        String value = "";
        String error = "";
        for (int type = 0; type != 'Z';) {
            type = in.read();
            if (type < 0) {
                throw new EOFException("the server closed the connection: " + error);
            }
            byte[] body = new byte[in.readInt() - 4];
            in.readFully(body);
            switch (type) {
                case 'D' -> value = value.isEmpty() ? firstColumn(ByteBuffer.wrap(body)) : value;
                case 'E' -> error = new String(body, StandardCharsets.UTF_8).replace('\0', ' ');
                case 'R' -> requireTrust(ByteBuffer.wrap(body).getInt());
                default -> {
                    // CommandComplete, RowDescription, ParameterStatus and the like say nothing that is needed here.
                }
            }
        }
        if (!error.isEmpty()) {
            throw new IOException(error);
        }
        return value;
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            channel.write(new PgMessages().terminate().toBuffer());
        }
    }

    private static void requireTrust(int method) throws IOException {
        if (method != 0) {
            throw new IOException("the server asks for a password (authentication method " + method + ")");
        }
    }

    private static String firstColumn(ByteBuffer row) {
        if (row.getShort() == 0) {
            return "";
        }
        byte[] value = new byte[Math.max(0, row.getInt())];
        row.get(value);
        return new String(value, StandardCharsets.UTF_8);
    }
}
