package io.sqld.netty;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.MemorySegment;

/** Copies between foreign memory and Netty's buffers, once, with no array in between. */
public final class Segments {
    /** The whole address space, so that a buffer's address needs no segment object. */
    @SuppressWarnings("restricted") // the server runs with native access; addresses come from Netty's live buffers only
    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private Segments() {}

    /** Appends {@code bytes} bytes of {@code source}, from {@code offset} on. */
    public static void append(ByteBuf target, MemorySegment source, long offset, int bytes) {
        target.ensureWritable(bytes);
        int at = target.writerIndex();
        if (target.hasMemoryAddress()) {
            MemorySegment.copy(source, offset, MEMORY, target.memoryAddress() + at, bytes);
        } else {
            MemorySegment.copy(source, offset, MemorySegment.ofBuffer(target.internalNioBuffer(at, bytes)), 0, bytes);
        }
        target.writerIndex(at + bytes);
    }

    /**
     * {@return the {@code bytes} bytes of {@code source} from index {@code at} on, without a copy} Valid while the
     * buffer is neither resized nor released. A heap buffer yields a heap segment.
     */
    public static MemorySegment view(ByteBuf source, int at, int bytes) {
        return MemorySegment.ofBuffer(source.nioBuffer(at, bytes));
    }
}
