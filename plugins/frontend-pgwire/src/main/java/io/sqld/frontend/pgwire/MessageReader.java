package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages of one batch, field by field, in place. Every field is checked against the end of its message.
 * Used by one thread at a time.
 */
final class MessageReader {
    private static final int HEADER_BYTES = 5;

    private @Nullable ByteBuf batch;
    private int at;
    private int messageEnd;

    /** Begins to read a batch; the caller keeps it alive. */
    void open(ByteBuf messages) {
        batch = messages;
        at = messages.readerIndex();
        messageEnd = at;
    }

    /** Forgets the batch. */
    void close() {
        batch = null;
    }

    /** {@return whether there is a message after the current one} */
    boolean hasNext() {
        return batch != null && messageEnd < batch.writerIndex();
    }

    /** Moves to the next message and returns its type. */
    char next() {
        ByteBuf in = bytes();
        char type = (char) in.getUnsignedByte(messageEnd);
        at = messageEnd + HEADER_BYTES;
        messageEnd += 1 + in.getInt(messageEnd + 1);
        return type;
    }

    /** {@return whether Sync comes before the batch ends or anything else is executed} */
    boolean syncFollows() {
        ByteBuf in = bytes();
        int next = messageEnd;
        while (next < in.writerIndex()) {
            switch (in.getByte(next)) {
                case 'S' -> {
                    return true;
                }
                case 'E', 'Q' -> {
                    return false;
                }
                default -> next += 1 + in.getInt(next + 1);
            }
        }
        return false;
    }

    /** {@return the batch, to read values in place} */
    ByteBuf bytes() {
        if (batch == null) {
            throw new IllegalStateException("no batch is open");
        }
        return batch;
    }

    /** {@return the index of the next field} */
    int position() {
        return at;
    }

    /** {@return how many bytes of the message are left} */
    int remaining() {
        return messageEnd - at;
    }

    int readByte() {
        return bytes().getByte(advance(1));
    }

    int readUnsignedShort() {
        return bytes().getUnsignedShort(advance(2));
    }

    int readInt() {
        return bytes().getInt(advance(4));
    }

    /** {@return the index of a field of {@code count} bytes, and moves past it} */
    int advance(int count) {
        if (count < 0 || count > messageEnd - at) {
            throw malformed("insufficient data left in message");
        }
        int field = at;
        at += count;
        return field;
    }

    /** Reads a string that ends with a zero, and checks that it is UTF-8. */
    String readString() {
        ByteBuf in = bytes();
        int length = in.bytesBefore(at, messageEnd - at, (byte) 0);
        if (length < 0) {
            throw malformed("invalid string in message");
        }
        Utf8.check(in, at, length);
        String text = length == 0 ? "" : in.toString(at, length, StandardCharsets.UTF_8);
        at += length + 1;
        return text;
    }

    /** Checks that the message ends here. */
    void end() {
        if (at != messageEnd) {
            throw malformed("invalid message format");
        }
    }

    private static PgException malformed(String message) {
        return PgError.error(SqlState.PROTOCOL_VIOLATION, message).raise();
    }
}
