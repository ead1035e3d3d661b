package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.MemorySegment;

/** Truth values in text format. */
final class BooleanTextCell extends TextCell {
    BooleanTextCell(Doubles doubles) {
        super(doubles);
    }

    @Override
    public void integer(ByteBuf out, long value) {
        out.writeInt(1).writeByte(value == 0 ? 'f' : 't');
    }

    @Override
    public void real(ByteBuf out, double value) {
        out.writeInt(1).writeByte(value == 0 ? 'f' : 't');
    }

    @Override
    public void text(ByteBuf out, MemorySegment utf8, long offset, int bytes) {
        switch (Booleans.parse(utf8, offset, bytes)) {
            case TRUE -> out.writeInt(1).writeByte('t');
            case FALSE -> out.writeInt(1).writeByte('f');
            case NEITHER -> super.text(out, utf8, offset, bytes);
        }
    }
}
