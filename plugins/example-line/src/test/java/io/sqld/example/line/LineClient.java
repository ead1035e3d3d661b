package io.sqld.example.line;

import io.sqld.testkit.FrontendClient;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A client of the line protocol on a plain socket. */
final class LineClient implements FrontendClient {
    private static final int READ_TIMEOUT_MILLIS = 30_000;

    private final Socket socket;
    private final BufferedReader reader;

    LineClient(InetSocketAddress address) throws IOException {
        socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    @Override
    public List<List<String>> query(String sql) throws IOException {
        sendOnly(sql);
        var rows = new ArrayList<List<String>>();
        while (true) {
            List<String> fields = Arrays.asList(line().split("\t", -1));
            switch (fields.getFirst()) {
                case "row" -> rows.add(fields.subList(1, fields.size()));
                case "ok" -> {
                    return rows;
                }
                default -> throw new Refused(String.join(" ", fields));
            }
        }
    }

    @Override
    public void sendOnly(String sql) throws IOException {
        raw((sql + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void raw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    String line() throws IOException {
        String line = reader.readLine();
        if (line == null) {
            throw new EOFException("the server ended the connection");
        }
        return line;
    }

    boolean ended() throws IOException {
        return reader.readLine() == null;
    }

    /** Sends nothing more, and goes on reading. */
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
