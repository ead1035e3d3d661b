package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.sqld.netty.Segments;
import java.lang.foreign.MemorySegment;

/** JSON in the binary format of {@code jsonb}: a version, then its text. */
final class JsonbBinaryCell implements CellEncoder {
    private static final int VERSION = 1;

    private final Doubles doubles;

    JsonbBinaryCell(Doubles doubles) {
        this.doubles = doubles;
    }

    @Override
    public void integer(ByteBuf out, long value) {
        int at = begin(out);
        Digits.append(out, value);
        CellEncoder.end(out, at);
    }

    @Override
    public void real(ByteBuf out, double value) {
        int at = begin(out);
        doubles.appendSqlite(out, value);
        CellEncoder.end(out, at);
    }

    @Override
    public void text(ByteBuf out, MemorySegment utf8, long offset, int bytes) {
        Utf8.check(utf8, offset, bytes);
        int at = begin(out);
        Segments.append(out, utf8, offset, bytes);
        CellEncoder.end(out, at);
    }

    @Override
    public void blob(ByteBuf out, MemorySegment data, long offset, int bytes) {
        throw CellEncoder.mismatch(PgType.JSONB, "BLOB");
    }

    private static int begin(ByteBuf out) {
        int at = CellEncoder.begin(out);
        out.writeByte(VERSION);
        return at;
    }
}
