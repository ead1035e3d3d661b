package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.sqld.netty.Segments;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** Bytes, in either format. Other storage classes are sent as the bytes of their text. */
final class ByteaCell implements CellEncoder {
    private final boolean binary;

    ByteaCell(boolean binary) {
        this.binary = binary;
    }

    @Override
    public void integer(ByteBuf out, long value) {
        bytes(out, Long.toString(value));
    }

    @Override
    public void real(ByteBuf out, double value) {
        bytes(out, Double.toString(value));
    }

    @Override
    public void text(ByteBuf out, MemorySegment utf8, long offset, int bytes) {
        blob(out, utf8, offset, bytes);
    }

    @Override
    public void blob(ByteBuf out, MemorySegment data, long offset, int bytes) {
        if (binary) {
            out.writeInt(bytes);
            Segments.append(out, data, offset, bytes);
        } else {
            Hex.appendCell(out, data, offset, bytes);
        }
    }

    private void bytes(ByteBuf out, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        blob(out, MemorySegment.ofArray(ascii), 0, ascii.length);
    }
}
