package io.sqld.example.line;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Cuts a stream of bytes into lines, within a limit. */
final class LineBuffer {
    /** Ready to be read into. */
    private final ByteBuffer bytes;
    private boolean skipping;

    /** What stood on one line. */
    sealed interface Line {
        /** A statement. */
        record Sql(String text) implements Line {}

        /** More bytes than the limit allows. */
        record TooLong() implements Line {}

        /** Bytes that are not UTF-8. */
        record NotUtf8() implements Line {}
    }

    LineBuffer(int lineBytesMax) {
        bytes = ByteBuffer.allocate(lineBytesMax + 1);
    }

    /** {@return whether it can take more bytes before lines are taken out} */
    boolean hasRoom() {
        return bytes.hasRemaining();
    }

    /** {@return whether the stream has not ended} */
    boolean read(ReadableByteChannel channel) throws IOException {
        return channel.read(bytes) >= 0;
    }

    /**
     * {@return the next whole line}
     *
     * @param ended whether no more bytes will come, so that what is left is a line too
     */
    Optional<Line> next(boolean ended) {
        bytes.flip();
        try {
            for (int i = 0; i < bytes.limit(); i++) {
                if (bytes.get(i) == '\n') {
                    Line line = line(i);
                    bytes.position(i + 1);
                    return Optional.of(line);
                }
            }
            if (ended && bytes.hasRemaining()) {
                Line line = line(bytes.limit());
                bytes.position(bytes.limit());
                return Optional.of(line);
            }
            if (bytes.limit() == bytes.capacity()) {
                skipping = true;
                bytes.position(bytes.limit());
            }
            return Optional.empty();
        } finally {
            bytes.compact();
        }
    }

    private Line line(int length) {
        if (skipping) {
            skipping = false;
            return new Line.TooLong();
        }
        try {
            return new Line.Sql(StandardCharsets.UTF_8.newDecoder().decode(bytes.slice(0, length)).toString());
        } catch (CharacterCodingException e) {
            return new Line.NotUtf8();
        }
    }
}
