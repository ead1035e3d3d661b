package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.MemorySegment;

/** Dates and times, in either format. */
final class DateTimeCell implements CellEncoder {
    private final PgType type;
    private final boolean binary;
    private final TextCell verbatim;

    DateTimeCell(PgType type, boolean binary, Doubles doubles) {
        this.type = type;
        this.binary = binary;
        this.verbatim = new TextCell(doubles);
    }

    @Override
    public void integer(ByteBuf out, long value) {
        long micros = type == PgType.TIME ? DateTimes.NONE : DateTimes.ofInteger(value);
        if (!append(out, micros)) {
            refuseBinary("INTEGER");
            verbatim.integer(out, value);
        }
    }

    @Override
    public void real(ByteBuf out, double value) {
        long micros = type == PgType.TIME ? DateTimes.NONE : DateTimes.ofJulianDay(value);
        if (!append(out, micros)) {
            refuseBinary("REAL");
            verbatim.real(out, value);
        }
    }

    @Override
    public void text(ByteBuf out, MemorySegment utf8, long offset, int bytes) {
        if (!append(out, DateTimes.parse(type, utf8, offset, bytes))) {
            refuseBinary("TEXT");
            verbatim.text(out, utf8, offset, bytes);
        }
    }

    @Override
    public void blob(ByteBuf out, MemorySegment data, long offset, int bytes) {
        refuseBinary("BLOB");
        verbatim.blob(out, data, offset, bytes);
    }

    private boolean append(ByteBuf out, long micros) {
        if (micros == DateTimes.NONE || (!binary && !DateTimes.printable(type, micros))) {
            return false;
        }
        // A date that has a time of day would lose it.
        if (type == PgType.DATE && Math.floorMod(micros, DateTimes.MICROS_PER_DAY) != 0) {
            return false;
        }
        if (!binary) {
            int at = CellEncoder.begin(out);
            DateTimes.append(out, type, micros);
            CellEncoder.end(out, at);
        } else if (type == PgType.DATE) {
            out.writeInt(4).writeInt((int) Math.floorDiv(micros, DateTimes.MICROS_PER_DAY));
        } else {
            out.writeInt(8).writeLong(micros);
        }
        return true;
    }

    private void refuseBinary(String storageClass) {
        if (binary) {
            throw CellEncoder.mismatch(type, storageClass);
        }
    }
}
