package io.sqld.frontend.http.json;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Access to foreign memory by address. */
final class Memory {
    /**
     * The whole address space, as one constant: an access compiles to a plain move, and a buffer needs no segment
     * object of its own. Only {@link ChunkedBuffer} uses it, with addresses inside buffers that it holds.
     */
    @SuppressWarnings("restricted") // the server runs with native access enabled, see sqld.jvm.flags
    static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    /** Eight bytes, the first one lowest. */
    static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Memory() {}
}
