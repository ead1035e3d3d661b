package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.MemorySegment;

/** The result of a function that has none: nothing, which is not NULL. */
final class VoidCell implements CellEncoder {
    @Override
    public void integer(ByteBuf out, long value) {
        out.writeInt(0);
    }

    @Override
    public void real(ByteBuf out, double value) {
        out.writeInt(0);
    }

    @Override
    public void text(ByteBuf out, MemorySegment utf8, long offset, int bytes) {
        out.writeInt(0);
    }

    @Override
    public void blob(ByteBuf out, MemorySegment data, long offset, int bytes) {
        out.writeInt(0);
    }
}
