package io.sqld.sqlite;

import io.sqld.api.sql.ValueSink;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Writes down the values that it receives, each with its storage class and its exact bytes. */
class RecordedValues implements ValueSink {
    private final List<String> values = new ArrayList<>();

    List<String> take() {
        var taken = List.copyOf(values);
        values.clear();
        return taken;
    }

    static String ofText(byte[] utf8) {
        return "text " + HexFormat.of().formatHex(utf8);
    }

    static String ofBlob(byte[] data) {
        return "blob " + HexFormat.of().formatHex(data);
    }

    @Override
    public void nullValue() {
        values.add("null");
    }

    @Override
    public void integer(long value) {
        values.add("integer " + value);
    }

    @Override
    public void real(double value) {
        values.add("real " + Double.toHexString(value));
    }

    @Override
    public void text(MemorySegment utf8, long offset, int bytes) {
        values.add(ofText(copy(utf8, offset, bytes)));
    }

    @Override
    public void blob(MemorySegment data, long offset, int bytes) {
        values.add(ofBlob(copy(data, offset, bytes)));
    }

    private static byte[] copy(MemorySegment source, long offset, int bytes) {
        var copy = new byte[bytes];
        MemorySegment.copy(source, ValueLayout.JAVA_BYTE, offset, copy, 0, bytes);
        return copy;
    }
}
