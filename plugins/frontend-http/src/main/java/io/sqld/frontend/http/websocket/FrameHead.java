package io.sqld.frontend.http.websocket;

import io.netty.buffer.ByteBuf;

/**
 * The head of the frame that a client sends: collects its 6 to 14 bytes, however they arrive, checks them, and keeps
 * count of the payload (RFC 6455, section 5.2). Used on the event loop.
 */
final class FrameHead {
    private static final int FIN = 0x80;
    private static final int RESERVED = 0x70;
    private static final int OPCODE = 0x0F;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7F;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int MASK_BYTES = 4;

    private final byte[] bytes = new byte[14];
    private int have;
    private int need = 2;
    private boolean complete;

    private Opcode opcode = Opcode.CONTINUATION;
    private boolean last;
    private long length;
    private long left;
    private int mask;

    /** Takes bytes of the head. Returns whether it is complete. */
    boolean read(ByteBuf in) {
        while (!complete && in.isReadable()) {
            int part = Math.min(need - have, in.readableBytes());
            in.readBytes(bytes, have, part);
            have += part;
            if (have == 2) {
                begin();
            } else if (have == need) {
                finish();
            }
        }
        return complete;
    }

    /** The payload has been taken: the next frame may begin. */
    void reset() {
        complete = false;
        have = 0;
        need = 2;
    }

    boolean complete() {
        return complete;
    }

    /** {@return whether some of it has arrived} */
    boolean started() {
        return have > 0;
    }

    Opcode opcode() {
        return opcode;
    }

    /** {@return whether it is the last frame of its message} */
    boolean last() {
        return last;
    }

    /** {@return how many bytes the payload has in all} */
    long length() {
        return length;
    }

    /** {@return how many bytes of the payload are still to come} */
    long left() {
        return left;
    }

    /** Undoes the mask of {@code count} bytes, which are the next ones of the payload. */
    void unmask(byte[] data, int from, int count) {
        int phase = (int) ((length - left) & 3);
        int key = Integer.rotateLeft(mask, 8 * phase);
        int at = from;
        int end = from + count;
        int words = end - 3;
        for (; at < words; at += 4) {
            data[at] ^= (byte) (key >>> 24);
            data[at + 1] ^= (byte) (key >>> 16);
            data[at + 2] ^= (byte) (key >>> 8);
            data[at + 3] ^= (byte) key;
        }
        for (int shift = 24; at < end; at++, shift -= 8) {
            data[at] ^= (byte) (key >>> shift);
        }
        left -= count;
    }

    private void begin() {
        opcode = Opcode.of(bytes[0] & OPCODE);
        last = (bytes[0] & FIN) != 0;
        int short7 = bytes[1] & LENGTH;
        if ((bytes[0] & RESERVED) != 0) {
            throw wrong("A reserved bit is set, and no extension was agreed upon");
        }
        if ((bytes[1] & MASKED) == 0) {
            throw wrong("A client must mask its frames");
        }
        if (opcode.control() && (!last || short7 > 125)) {
            throw wrong("A control frame has at most 125 bytes and is not fragmented");
        }
        need = 2 + MASK_BYTES + (short7 == LENGTH_64 ? 8 : short7 == LENGTH_16 ? 2 : 0);
    }

    private void finish() {
        int short7 = bytes[1] & LENGTH;
        int lengthBytes = need - 2 - MASK_BYTES;
        length = lengthBytes == 0 ? short7 : number(2, lengthBytes);
        if (length < 0 || (lengthBytes == 2 && length < LENGTH_16) || (lengthBytes == 8 && length <= 0xFFFF)) {
            throw wrong("The length of a frame must be written as short as possible");
        }
        mask = (int) number(2 + lengthBytes, MASK_BYTES);
        left = length;
        complete = true;
    }

    private long number(int from, int count) {
        long value = 0;
        for (int i = from; i < from + count; i++) {
            value = value << 8 | (bytes[i] & 0xFF);
        }
        return value;
    }

    private static WebSocketException wrong(String reason) {
        return new WebSocketException(CloseCode.PROTOCOL_ERROR, reason);
    }
}
