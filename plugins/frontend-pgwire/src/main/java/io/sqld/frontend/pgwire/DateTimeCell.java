package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.MemorySegment;

/** Dates and times without a zone of their own, in either format. */
final class DateTimeCell extends CheckedCell {
    DateTimeCell(PgType type, boolean binary, Doubles doubles, TypeConflicts conflicts) {
        super(type, binary, doubles, conflicts);
    }

    @Override
    boolean appendInteger(ByteBuf out, long value) {
        return append(out, type() == PgType.TIME ? DateTimes.NONE : DateTimes.ofInteger(value));
    }

    @Override
    boolean appendReal(ByteBuf out, double value) {
        return append(out, type() == PgType.TIME ? DateTimes.NONE : DateTimes.ofJulianDay(value));
    }

    @Override
    boolean appendText(ByteBuf out, MemorySegment utf8, long offset, int bytes) {
        long micros = DateTimes.parse(type(), utf8, offset, bytes);
        return append(out, micros) || (micros == DateTimes.NONE && appendInfinity(out, utf8, offset, bytes));
    }

    private boolean append(ByteBuf out, long micros) {
        if (micros == DateTimes.NONE || (!binary() && !DateTimes.printable(type(), micros))) {
            return false;
        }
        // A date that has a time of day would lose it.
        if (type() == PgType.DATE && Math.floorMod(micros, DateTimes.MICROS_PER_DAY) != 0) {
            return false;
        }
        if (!binary()) {
            int at = CellEncoder.begin(out);
            DateTimes.append(out, type(), micros);
            CellEncoder.end(out, at);
        } else if (type() == PgType.DATE) {
            out.writeInt(4).writeInt((int) Math.floorDiv(micros, DateTimes.MICROS_PER_DAY));
        } else {
            out.writeInt(8).writeLong(micros);
        }
        return true;
    }

    private boolean appendInfinity(ByteBuf out, MemorySegment utf8, long offset, int bytes) {
        if (type() == PgType.TIME || bytes > 9) {
            return false;
        }
        String text = Utf8.decode(utf8, offset, bytes);
        boolean later = text.equals("infinity");
        if (!later && !text.equals("-infinity")) {
            return false;
        }
        if (!binary()) {
            out.writeInt(bytes);
            Replies.ascii(out, text);
        } else if (type() == PgType.DATE) {
            out.writeInt(4).writeInt(later ? Integer.MAX_VALUE : Integer.MIN_VALUE);
        } else {
            out.writeInt(8).writeLong(later ? Long.MAX_VALUE : Long.MIN_VALUE);
        }
        return true;
    }
}
