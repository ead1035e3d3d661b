package io.sqld.storage.libsql;

import io.sqld.api.sql.ValueSink;
import java.lang.foreign.MemorySegment;

/** Counts the bytes of a result on their way to the sink. Used only where results are limited. */
final class ResultMeter implements ValueSink {
    private static final int NUMBER_BYTES = Long.BYTES;

    private final ValueSink sink;
    private long bytes;

    ResultMeter(ValueSink sink, long bytes) {
        this.sink = sink;
        this.bytes = bytes;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public void nullValue() {
        sink.nullValue();
    }

    @Override
    public void integer(long value) {
        bytes += NUMBER_BYTES;
        sink.integer(value);
    }

    @Override
    public void real(double value) {
        bytes += NUMBER_BYTES;
        sink.real(value);
    }

    @Override
    public void text(MemorySegment utf8, long offset, int length) {
        bytes += length;
        sink.text(utf8, offset, length);
    }

    @Override
    public void blob(MemorySegment data, long offset, int length) {
        bytes += length;
        sink.blob(data, offset, length);
    }
}
