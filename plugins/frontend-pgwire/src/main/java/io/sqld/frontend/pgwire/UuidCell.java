package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.sqld.netty.Segments;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** UUIDs, in either format: stored as text of 32 or 36 characters, or as 16 bytes. */
final class UuidCell extends CheckedCell {
    private static final int BYTES = 16;

    UuidCell(boolean binary, Doubles doubles, TypeConflicts conflicts) {
        super(PgType.UUID, binary, doubles, conflicts);
    }

    @Override
    boolean appendText(ByteBuf out, MemorySegment utf8, long offset, int bytes) {
        int at = CellEncoder.begin(out);
        int nibbles = 0;
        int octet = 0;
        for (int i = 0; i < bytes; i++) {
            int c = utf8.get(ValueLayout.JAVA_BYTE, offset + i);
            int digit = Hex.digit(c);
            boolean brace = (c == '{' && i == 0) || (c == '}' && i == bytes - 1);
            if ((digit < 0 && c != '-' && !brace) || (nibbles == 2 * BYTES && digit >= 0)) {
                return false;
            }
            if (digit >= 0) {
                octet = octet << 4 | digit;
                if (++nibbles % 2 == 0) {
                    append(out, octet, nibbles / 2 - 1);
                }
            }
        }
        CellEncoder.end(out, at);
        return nibbles == 2 * BYTES;
    }

    @Override
    boolean appendBlob(ByteBuf out, MemorySegment data, long offset, int bytes) {
        if (bytes != BYTES) {
            return false;
        }
        if (binary()) {
            out.writeInt(BYTES);
            Segments.append(out, data, offset, bytes);
            return true;
        }
        int at = CellEncoder.begin(out);
        for (int i = 0; i < BYTES; i++) {
            append(out, data.get(ValueLayout.JAVA_BYTE, offset + i), i);
        }
        CellEncoder.end(out, at);
        return true;
    }

    private void append(ByteBuf out, int octet, int index) {
        if (binary()) {
            out.writeByte(octet);
            return;
        }
        if (index == 4 || index == 6 || index == 8 || index == 10) {
            out.writeByte('-');
        }
        out.writeByte(Character.forDigit(octet >> 4 & 15, 16)).writeByte(Character.forDigit(octet & 15, 16));
    }
}
