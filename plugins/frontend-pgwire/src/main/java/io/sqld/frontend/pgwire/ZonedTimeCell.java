package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** {@code timetz}, in either format. */
final class ZonedTimeCell extends CheckedCell {
    ZonedTimeCell(boolean binary, Doubles doubles, TypeConflicts conflicts) {
        super(PgType.TIMETZ, binary, doubles, conflicts);
    }

    @Override
    boolean appendText(ByteBuf out, MemorySegment utf8, long offset, int bytes) {
        Optional<ZonedTime> time = ZonedTime.parse(Utf8.decode(utf8, offset, Math.min(bytes, ZonedTime.CHARS_MAX + 1)));
        if (time.isEmpty()) {
            return false;
        }
        if (binary()) {
            out.writeInt(12).writeLong(time.get().micros()).writeInt(-time.get().offsetSeconds());
        } else {
            int at = CellEncoder.begin(out);
            Replies.ascii(out, time.get().text());
            CellEncoder.end(out, at);
        }
        return true;
    }
}
