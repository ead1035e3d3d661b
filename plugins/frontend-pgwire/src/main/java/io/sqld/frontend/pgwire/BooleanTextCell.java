package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.MemorySegment;

/** Truth values in text format. */
final class BooleanTextCell extends TextCell {
    private final TypeConflicts conflicts;

    BooleanTextCell(Doubles doubles, TypeConflicts conflicts) {
        super(doubles);
        this.conflicts = conflicts;
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
        Booleans truth = Booleans.parse(utf8, offset, bytes);
        if (truth != Booleans.NEITHER) {
            out.writeInt(1).writeByte(truth == Booleans.TRUE ? 't' : 'f');
        } else if (conflicts.sendsNull(PgType.BOOL, "TEXT", false)) {
            out.writeInt(-1);
        } else {
            super.text(out, utf8, offset, bytes);
        }
    }

    @Override
    public void blob(ByteBuf out, MemorySegment data, long offset, int bytes) {
        if (conflicts.sendsNull(PgType.BOOL, "BLOB", false)) {
            out.writeInt(-1);
        } else {
            super.blob(out, data, offset, bytes);
        }
    }
}
