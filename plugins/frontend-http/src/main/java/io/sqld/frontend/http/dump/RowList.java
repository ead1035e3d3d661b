package io.sqld.frontend.http.dump;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps the rows of a statement about the schema, as texts. */
final class RowList extends StatementSink {
    private final List<List<String>> rows = new ArrayList<>();
    private List<String> row = List.of();

    List<List<String>> rows() {
        return rows;
    }

    @Override
    public void beginRow() {
        row = new ArrayList<>();
        rows.add(row);
    }

    @Override
    public void nullValue() {
        row.add("");
    }

    @Override
    public void integer(long value) {
        row.add(Long.toString(value));
    }

    @Override
    public void real(double value) {
        row.add(Double.toString(value));
    }

    @Override
    public void text(MemorySegment utf8, long offset, int bytes) {
        row.add(string(utf8, offset, bytes));
    }

    @Override
    public void blob(MemorySegment data, long offset, int bytes) {
        row.add(string(data, offset, bytes));
    }

    private static String string(MemorySegment data, long offset, int bytes) {
        return new String(data.asSlice(offset, bytes).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }
}
