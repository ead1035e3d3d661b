package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.MemorySegment;

/** Numbers in text format. */
final class NumberTextCell extends TextCell {
    private final PgType type;
    private final TypeConflicts conflicts;

    NumberTextCell(PgType type, Doubles doubles, TypeConflicts conflicts) {
        super(doubles);
        this.type = type;
        this.conflicts = conflicts;
    }

    @Override
    public void real(ByteBuf out, double value) {
        boolean whole = (long) value == value;
        if (type.isInteger() && !whole && conflicts.sendsNull(type, "REAL", false)) {
            out.writeInt(-1);
            return;
        }
        int at = CellEncoder.begin(out);
        if (type.isInteger() && whole) {
            Digits.append(out, (long) value);
        } else {
            doubles().appendPostgres(out, value);
        }
        CellEncoder.end(out, at);
    }

    @Override
    public void text(ByteBuf out, MemorySegment utf8, long offset, int bytes) {
        if (!fits(utf8, offset, bytes) && conflicts.sendsNull(type, "TEXT", false)) {
            out.writeInt(-1);
        } else {
            super.text(out, utf8, offset, bytes);
        }
    }

    private boolean fits(MemorySegment utf8, long offset, int bytes) {
        String text = Utf8.decode(utf8, offset, bytes).strip();
        return type.isInteger() ? Numerics.parse(text).filter(Numerics::fitsLong).isPresent()
                : Numerics.parseDouble(text).isPresent();
    }

    @Override
    public void blob(ByteBuf out, MemorySegment data, long offset, int bytes) {
        if (conflicts.sendsNull(type, "BLOB", false)) {
            out.writeInt(-1);
        } else {
            super.blob(out, data, offset, bytes);
        }
    }
}
