package io.sqld.frontend.http.hrana;

import io.sqld.api.sql.ValueSink;
import io.sqld.frontend.http.json.ChunkedBuffer;
import io.sqld.frontend.http.json.Utf8;
import io.sqld.frontend.http.protobuf.ProtoWriter;
import java.lang.foreign.MemorySegment;

/**
 * Encodes rows of Hrana {@code Value}s in Protobuf, each value straight from where SQLite has it. The lengths of values
 * are known beforehand; that of the row is not.
 */
class ProtoValueEncoder implements ValueSink {
    private static final int VALUES = 1;
    private static final int NULL = 1;
    private static final int INTEGER = 2;
    private static final int REAL = 3;
    private static final int TEXT = 4;
    private static final int BLOB = 5;

    final ChunkedBuffer out;
    final ProtoWriter proto;
    private int column;

    ProtoValueEncoder(ChunkedBuffer out, ProtoWriter proto) {
        this.out = out;
        this.proto = proto;
    }

    final void openRow(int field) {
        proto.open(field);
        column = 0;
    }

    final void closeRow() {
        proto.close();
    }

    @Override
    public final void nullValue() {
        begin(2);
        proto.empty(NULL);
    }

    @Override
    public final void integer(long value) {
        begin(1 + ProtoWriter.size(ProtoWriter.zigzag(value)));
        proto.signed(INTEGER, value);
    }

    @Override
    public final void real(double value) {
        begin(1 + Double.BYTES);
        proto.real(REAL, value);
    }

    @Override
    public final void text(MemorySegment utf8, long offset, int bytes) {
        long invalid = Utf8.firstInvalid(utf8, offset, bytes);
        if (invalid >= 0) {
            throw new TextException(column + 1, invalid);
        }
        sized(TEXT, utf8, offset, bytes);
    }

    @Override
    public final void blob(MemorySegment data, long offset, int bytes) {
        sized(BLOB, data, offset, bytes);
    }

    private void sized(int field, MemorySegment data, long offset, int bytes) {
        begin(1L + ProtoWriter.size(bytes) + bytes);
        proto.bytes(field, data, offset, bytes);
    }

    private void begin(long length) {
        column++;
        proto.head(VALUES, length);
    }
}
