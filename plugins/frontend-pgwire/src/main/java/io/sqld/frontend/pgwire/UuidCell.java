package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.sqld.netty.Segments;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** UUIDs, in either format: stored as text of 32 or 36 characters, or as 16 bytes. */
final class UuidCell extends TextCell {
    private static final int BYTES = 16;

    private final boolean binary;

    UuidCell(boolean binary, Doubles doubles) {
        super(doubles);
        this.binary = binary;
    }

    @Override
    public void integer(ByteBuf out, long value) {
        refuseBinary("INTEGER");
        super.integer(out, value);
    }

    @Override
    public void real(ByteBuf out, double value) {
        refuseBinary("REAL");
        super.real(out, value);
    }

    @Override
    public void text(ByteBuf out, MemorySegment utf8, long offset, int bytes) {
        if (!binary) {
            super.text(out, utf8, offset, bytes);
            return;
        }
        out.writeInt(BYTES);
        int nibbles = 0;
        int octet = 0;
        for (int i = 0; i < bytes; i++) {
            int c = utf8.get(ValueLayout.JAVA_BYTE, offset + i);
            int digit = Hex.digit(c);
            if ((digit < 0 && c != '-') || (nibbles == 2 * BYTES && digit >= 0)) {
                throw CellEncoder.mismatch(PgType.UUID, "TEXT");
            }
            if (digit >= 0) {
                octet = octet << 4 | digit;
                if (++nibbles % 2 == 0) {
                    out.writeByte(octet);
                }
            }
        }
        if (nibbles != 2 * BYTES) {
            throw CellEncoder.mismatch(PgType.UUID, "TEXT");
        }
    }

    @Override
    public void blob(ByteBuf out, MemorySegment data, long offset, int bytes) {
        if (bytes != BYTES) {
            refuseBinary("BLOB");
            super.blob(out, data, offset, bytes);
        } else if (binary) {
            out.writeInt(BYTES);
            Segments.append(out, data, offset, bytes);
        } else {
            appendText(out, data, offset);
        }
    }

    private static void appendText(ByteBuf out, MemorySegment data, long offset) {
        int at = CellEncoder.begin(out);
        for (int i = 0; i < BYTES; i++) {
            if (i == 4 || i == 6 || i == 8 || i == 10) {
                out.writeByte('-');
            }
            int octet = data.get(ValueLayout.JAVA_BYTE, offset + i);
            out.writeByte(Character.forDigit(octet >> 4 & 15, 16)).writeByte(Character.forDigit(octet & 15, 16));
        }
        CellEncoder.end(out, at);
    }

    private void refuseBinary(String storageClass) {
        if (binary) {
            throw CellEncoder.mismatch(PgType.UUID, storageClass);
        }
    }
}
