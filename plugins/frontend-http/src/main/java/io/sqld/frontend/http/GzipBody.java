package io.sqld.frontend.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Compresses the body of one response (<a href="https://www.rfc-editor.org/rfc/rfc1952">RFC 1952</a>), part by part:
 * whoever gets a part can read all of it. Used by one thread at a time, and ended by {@link #finish}.
 */
final class GzipBody {
    /** Deflate, no name, no time, any system. */
    private static final byte[] HEAD = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, (byte) 0xFF};
    private static final int ROOM_MIN = 512;

    private final ByteBufAllocator allocator;
    private final Deflater deflater;
    private final CRC32 sum = new CRC32();
    private long length;
    private boolean begun;

    GzipBody(ByteBufAllocator allocator, int level) {
        this.allocator = allocator;
        this.deflater = new Deflater(level, true);
    }

    /** {@return {@code part}, compressed} Releases it. */
    ByteBuf compress(ByteBuf part) {
        ByteBuf out = begin(part.readableBytes());
        try {
            ByteBuffer bytes = part.nioBuffer();
            sum.update(bytes.duplicate());
            length += bytes.remaining();
            deflater.setInput(bytes);
            while (!deflater.needsInput()) {
                deflate(out, Deflater.NO_FLUSH);
            }
            // The memory of the part is given back: nothing of it may be left inside.
            while (deflate(out, Deflater.SYNC_FLUSH) == 0) {
                out.ensureWritable(ROOM_MIN);
            }
            return out;
        } finally {
            part.release();
        }
    }

    /** {@return the end of the body} Nothing may be compressed afterwards. */
    ByteBuf finish() {
        ByteBuf out = begin(0);
        deflater.finish();
        while (!deflater.finished()) {
            deflate(out, Deflater.NO_FLUSH);
        }
        out.writeIntLE((int) sum.getValue());
        out.writeIntLE((int) length);
        deflater.end();
        return out;
    }

    private ByteBuf begin(int bytes) {
        ByteBuf out = allocator.directBuffer(bytes / 4 + ROOM_MIN);
        if (!begun) {
            begun = true;
            out.writeBytes(HEAD);
        }
        return out;
    }

    /** {@return how much room is left} If it is none, there may be more to come. */
    private int deflate(ByteBuf out, int flush) {
        out.ensureWritable(ROOM_MIN);
        ByteBuffer room = out.nioBuffer(out.writerIndex(), out.writableBytes());
        int written = deflater.deflate(room, flush);
        out.writerIndex(out.writerIndex() + written);
        return out.writableBytes();
    }
}
