package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Finds where messages begin and end, and checks type and length before their bodies are waited for. All messages that
 * are complete after one read travel on together, without a copy.
 */
final class FrameDecoder extends ByteToMessageDecoder {
    private static final int HEADER_BYTES = 5;
    private static final int LENGTH_MIN = 4;
    /** As PostgreSQL's {@code PQ_SMALL_MESSAGE_LIMIT}. */
    static final int SMALL_BYTES_MAX = 10_000;

    private final int messageBytesMax;
    private long discarding;
    private char discardedType;
    private long discardedBytes;
    private boolean broken;

    FrameDecoder(int messageBytesMax) {
        this.messageBytesMax = messageBytesMax;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (broken) {
            in.skipBytes(in.readableBytes());
        } else if (discarding > 0) {
            discard(in, out);
        } else {
            frames(in, out);
        }
    }

    private void frames(ByteBuf in, List<Object> out) {
        int start = in.readerIndex();
        int at = start;
        int end = in.writerIndex();
        int missing = 0;
        while (end - at >= HEADER_BYTES) {
            char type = (char) in.getUnsignedByte(at);
            int length = in.getInt(at + 1);
            int max = lengthMax(type);
            if (max == 0 || length < LENGTH_MIN || length > max) {
                take(in, start, at, out);
                refuse(in, type, length, max, out);
                return;
            }
            missing = length + 1 - (end - at);
            if (missing > 0) {
                break;
            }
            at += length + 1;
        }
        take(in, start, at, out);
        reserve(in, missing);
    }

    private static void take(ByteBuf in, int start, int end, List<Object> out) {
        if (end > start) {
            out.add(new Inbound.Messages(in.readRetainedSlice(end - start)));
        }
    }

    /** Doubles the buffer of a message that comes in pieces: never ahead of what the client has really sent. */
    private static void reserve(ByteBuf in, int missing) {
        if (missing > in.writableBytes() && in.refCnt() == 1 && in.readableBytes() > 0) {
            in.discardReadBytes();
            in.ensureWritable(Math.min(missing, in.readableBytes()));
        }
    }

    private void refuse(ByteBuf in, char type, int length, int max, List<Object> out) {
        if (length > max && isOpenEnded(type)) {
            in.skipBytes(1);
            discarding = length;
            discardedType = type;
            discardedBytes = length;
            discard(in, out);
            return;
        }
        broken = true;
        in.skipBytes(in.readableBytes());
        String message = max == 0
                ? "invalid frontend message type " + (int) type
                : "invalid message length " + length + " for message type '" + type + "'";
        out.add(new Inbound.Violation(PgError.fatal(SqlState.PROTOCOL_VIOLATION, message)));
    }

    private void discard(ByteBuf in, List<Object> out) {
        int step = (int) Math.min(discarding, in.readableBytes());
        in.skipBytes(step);
        discarding -= step;
        if (discarding == 0) {
            out.add(new Inbound.Oversized(discardedType, discardedBytes));
        }
    }

    /** {@return whether messages of this type hold what the client wants to say, rather than a name or a number} */
    private static boolean isOpenEnded(char type) {
        return "QPBFd".indexOf(type) >= 0;
    }

    /** {@return the greatest length of a message of this type, 0 for none that clients may send} */
    private int lengthMax(char type) {
        return switch (type) {
            case 'Q', 'P', 'B', 'F', 'd' -> messageBytesMax;
            case 'S', 'H', 'E', 'D', 'C', 'X', 'c', 'f', 'p' -> Math.min(SMALL_BYTES_MAX, messageBytesMax);
            default -> 0;
        };
    }
}
