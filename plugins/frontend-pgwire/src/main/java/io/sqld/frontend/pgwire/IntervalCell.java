package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** {@code interval}, in either format. */
final class IntervalCell extends CheckedCell {
    private static final int TEXT_BYTES_MAX = 200;

    IntervalCell(boolean binary, Doubles doubles, TypeConflicts conflicts) {
        super(PgType.INTERVAL, binary, doubles, conflicts);
    }

    @Override
    boolean appendText(ByteBuf out, MemorySegment utf8, long offset, int bytes) {
        Optional<Interval> interval =
                bytes > TEXT_BYTES_MAX ? Optional.empty() : Interval.parse(Utf8.decode(utf8, offset, bytes));
        if (interval.isEmpty()) {
            return false;
        }
        Interval span = interval.get();
        if (binary()) {
            out.writeInt(16).writeLong(span.micros()).writeInt(span.days()).writeInt(span.months());
        } else {
            int at = CellEncoder.begin(out);
            Replies.ascii(out, span.text());
            CellEncoder.end(out, at);
        }
        return true;
    }
}
