package io.sqld.frontend.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** HTTP/1.1 on a plain socket, which sends whatever a test wants and reads responses strictly. */
final class RawHttp implements AutoCloseable {
    private static final int READ_TIMEOUT_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream input;

    RawHttp(InetSocketAddress address) throws IOException {
        socket = new Socket();
        // Small, so that a client that does not read is felt soon.
        socket.setReceiveBufferSize(16 * 1024);
        socket.connect(address);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        input = new BufferedInputStream(socket.getInputStream());
    }

    /** A response, as it stood on the wire. */
    record Response(int status, List<String> headers, String body) {
        String header(String name) {
            String prefix = name + ": ";
            return headers.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                    .map(line -> line.substring(prefix.length()))
                    .reduce((a, b) -> a + "," + b)
                    .orElse("");
        }
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    Response get(String path) throws IOException {
        return request("GET", path);
    }

    Response request(String method, String path) throws IOException {
        send(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        return read(method.equals("HEAD"));
    }

    Response post(String path, String body) throws IOException {
        sendPost(path, body);
        return read(false);
    }

    void sendPost(String path, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        var request = new ByteArrayOutputStream();
        request.writeBytes(
                ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + bytes.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(bytes);
        send(request.toByteArray());
    }

    Response read() throws IOException {
        return read(false);
    }

    Response read(boolean headOnly) throws IOException {
        String statusLine = line();
        if (!statusLine.matches("HTTP/1\\.1 \\d\\d\\d .*")) {
            throw new IOException("no status line: " + statusLine);
        }
        int status = Integer.parseInt(statusLine.substring(9, 12));
        var headers = new ArrayList<String>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            headers.add(line);
        }
        var head = new Response(status, headers, "");
        if (headOnly || status == 100) {
            return head;
        }
        if (head.header("transfer-encoding").equals("chunked")) {
            return new Response(status, headers, text(chunks()));
        }
        String length = head.header("content-length");
        byte[] body = length.isEmpty() ? input.readAllBytes() : exactly(Integer.parseInt(length));
        return new Response(status, headers, text(body));
    }

    boolean ended() throws IOException {
        return input.read() < 0;
    }

    String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                throw new EOFException("the server ended the connection after: " + line);
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.writeBytes(exactly(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = input.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the body ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }
}
