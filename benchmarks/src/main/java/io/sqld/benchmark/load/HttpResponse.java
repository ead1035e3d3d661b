package io.sqld.benchmark.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads HTTP/1.1 responses, one after another, by length or by chunks (RFC 9112, sections 6 and 7), and searches their
 * bodies. One thread.
 */
final class HttpResponse {
    private static final int HEAD_BYTES_MAX = 16 * 1024;
    private static final int EXCERPT_BYTES = 300;

    private enum State {
        HEAD, FIXED, CHUNK_SIZE, CHUNK, CHUNK_END, TRAILER, COMPLETE
    }

    private State state = State.HEAD;
    private final StringBuilder line = new StringBuilder();
    private byte[] body = new byte[16 * 1024];
    private int length;
    private int status;
    private long remaining;
    private boolean chunked;

    /** Forgets the last response. */
    void reset() {
        state = State.HEAD;
        line.setLength(0);
        length = 0;
        status = 0;
        remaining = 0;
        chunked = false;
    }

    /** Takes bytes of one response; {@return whether it is complete} */
    boolean feed(ByteBuffer in) {
        while (state != State.COMPLETE && (in.hasRemaining() || (state == State.FIXED && remaining == 0))) {
            switch (state) {
                case HEAD -> head(in);
                case FIXED -> state = take(in) ? State.COMPLETE : State.FIXED;
                case CHUNK -> state = take(in) ? State.CHUNK_END : State.CHUNK;
                case CHUNK_SIZE -> chunkSize(in);
                case CHUNK_END -> state = line(in) ? State.CHUNK_SIZE : State.CHUNK_END;
                case TRAILER -> trailer(in);
                case COMPLETE -> throw new IllegalStateException();
            }
        }
        return state == State.COMPLETE;
    }

    int status() {
        return status;
    }

    /** {@return how often a byte occurs} */
    int count(byte wanted) {
        int count = 0;
        byte[] bytes = body;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == wanted) {
                count++;
            }
        }
        return count;
    }

    /** {@return how often a text occurs} */
    int count(byte[] wanted) {
        int count = 0;
        for (int at = indexOf(wanted, 0); at >= 0; at = indexOf(wanted, at + wanted.length)) {
            count++;
        }
        return count;
    }

    int indexOf(byte[] wanted) {
        return indexOf(wanted, 0);
    }

    /** {@return a string of the body with its quotes} */
    byte[] quoted(int open) {
        int close = open + 1;
        while (body[close] != '"') {
            close++;
        }
        return Arrays.copyOfRange(body, open, close + 1);
    }

    /** {@return the beginning of the body, for a message} */
    String excerpt() {
        return new String(body, 0, Math.min(length, EXCERPT_BYTES), StandardCharsets.UTF_8);
    }

    private int indexOf(byte[] wanted, int from) {
        int last = length - wanted.length;
        for (int i = from; i <= last; i++) {
            if (body[i] == wanted[0] && Arrays.equals(body, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }

    private void head(ByteBuffer in) {
        if (!line(in)) {
            return;
        }
        if (line.isEmpty()) {
            state = chunked ? State.CHUNK_SIZE : State.FIXED;
            return;
        }
        if (status == 0) {
            status = Integer.parseInt(line, 9, 12, 10);
        } else {
            header(line.toString().toLowerCase(Locale.ROOT));
        }
        line.setLength(0);
    }

    private void header(String field) {
        if (field.startsWith("content-length:")) {
            remaining = Long.parseLong(field.substring("content-length:".length()).strip());
        } else if (field.startsWith("transfer-encoding:")) {
            chunked = field.contains("chunked");
        }
    }

    private void chunkSize(ByteBuffer in) {
        if (!line(in)) {
            return;
        }
        int end = line.indexOf(";");
        remaining = Long.parseLong(line, 0, end < 0 ? line.length() : end, 16);
        line.setLength(0);
        state = remaining == 0 ? State.TRAILER : State.CHUNK;
    }

    private void trailer(ByteBuffer in) {
        if (line(in)) {
            state = line.isEmpty() ? State.COMPLETE : State.TRAILER;
            line.setLength(0);
        }
    }

    /** {@return whether the line is whole; its text is without the line end} */
    private boolean line(ByteBuffer in) {
        while (in.hasRemaining()) {
            char next = (char) in.get();
            if (next == '\n') {
                return true;
            }
            if (next != '\r') {
                line.append(next);
            }
            if (line.length() > HEAD_BYTES_MAX) {
                throw new BenchmarkException("the server's response is no HTTP: " + line);
            }
        }
        return false;
    }

    /** {@return whether nothing remains to be taken} */
    private boolean take(ByteBuffer in) {
        int count = (int) Math.min(remaining, in.remaining());
        if (length + count > body.length) {
            body = Arrays.copyOf(body, Math.max(length + count, body.length * 2));
        }
        in.get(body, length, count);
        length += count;
        remaining -= count;
        return remaining == 0;
    }
}
