package io.sqld.distribution;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A PostgreSQL client that sends one query and reads the bytes of the answer when the test says so. */
final class RawPgClient implements AutoCloseable {
    private static final int PROTOCOL_3_0 = 196_608;
    private static final int READ_TIMEOUT_MILLIS = 30_000;

    private final Socket socket = new Socket();

    RawPgClient(InetSocketAddress address) throws IOException {
        socket.setReceiveBufferSize(32 * 1024);
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        socket.connect(address, READ_TIMEOUT_MILLIS);
        var startup = new ByteArrayOutputStream();
        var fields = new DataOutputStream(startup);
        fields.writeInt(PROTOCOL_3_0);
        fields.write("user\0test\0database\0default\0\0".getBytes(StandardCharsets.US_ASCII));
        send(startup.toByteArray());
        readUntilReady();
    }

    void query(String sql) throws IOException {
        socket.getOutputStream().write('Q');
        send((sql + "\0").getBytes(StandardCharsets.UTF_8));
    }

    /** {@return how many bytes it read, {@code count} unless the answer ends} */
    long read(int count) throws IOException {
        return socket.getInputStream().readNBytes(count).length;
    }

    /** {@return how many bytes it read until the answer ended, or the server cut the connection} */
    long readToEnd() throws IOException {
        byte[] buffer = new byte[64 * 1024];
        InputStream input = socket.getInputStream();
        long total = 0;
        try {
            for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
                total += count;
                if (endsWithReady(buffer, count)) {
                    return total;
                }
            }
        } catch (SocketException cutByTheServer) {
            return total;
        } catch (SocketTimeoutException e) {
            throw new AssertionError("neither the end nor a cut after " + total + " bytes", e);
        }
        return total;
    }

    private static boolean endsWithReady(byte[] buffer, int count) {
        return count >= 6 && buffer[count - 6] == 'Z' && buffer[count - 5] == 0 && buffer[count - 4] == 0
                && buffer[count - 3] == 0 && buffer[count - 2] == 5;
    }

    private void readUntilReady() throws IOException {
        byte[] buffer = new byte[4_096];
        int count = 0;
        while (!endsWithReady(buffer, count)) {
            int more = socket.getInputStream().read(buffer, count, buffer.length - count);
            if (more <= 0) {
                throw new AssertionError("no welcome: " + new String(buffer, 0, count, StandardCharsets.US_ASCII));
            }
            count += more;
        }
    }

    private void send(byte[] body) throws IOException {
        var message = new ByteArrayOutputStream();
        new DataOutputStream(message).writeInt(body.length + 4);
        message.write(body);
        socket.getOutputStream().write(message.toByteArray());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
