package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.sqld.netty.Segments;
import java.lang.foreign.MemorySegment;

/**
 * Text, in either format: what SQLite would print. The base of the other text formats, which differ for some classes.
 */
class TextCell implements CellEncoder {
    private final Doubles doubles;

    TextCell(Doubles doubles) {
        this.doubles = doubles;
    }

    /** {@return the printer of doubles} */
    final Doubles doubles() {
        return doubles;
    }

    @Override
    public void integer(ByteBuf out, long value) {
        int at = CellEncoder.begin(out);
        Digits.append(out, value);
        CellEncoder.end(out, at);
    }

    @Override
    public void real(ByteBuf out, double value) {
        int at = CellEncoder.begin(out);
        doubles.appendSqlite(out, value);
        CellEncoder.end(out, at);
    }

    @Override
    public void text(ByteBuf out, MemorySegment utf8, long offset, int bytes) {
        Utf8.check(utf8, offset, bytes);
        out.writeInt(bytes);
        Segments.append(out, utf8, offset, bytes);
    }

    @Override
    public void blob(ByteBuf out, MemorySegment data, long offset, int bytes) {
        Hex.appendCell(out, data, offset, bytes);
    }
}
