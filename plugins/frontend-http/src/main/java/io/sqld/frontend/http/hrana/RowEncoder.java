package io.sqld.frontend.http.hrana;

import io.sqld.api.sql.Column;
import io.sqld.api.sql.StatementKind;
import io.sqld.api.sql.StepStats;
import io.sqld.api.sql.ValueSink;
import io.sqld.frontend.http.json.ChunkedBuffer;
import io.sqld.frontend.http.json.JsonWriter;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Encodes rows of Hrana {@code Value}s as JSON, each value straight from where SQLite has it. */
class RowEncoder implements ValueSink {
    private static final byte[] NULL = JsonWriter.ascii("{\"type\":\"null\"}");
    private static final byte[] INTEGER = JsonWriter.ascii("{\"type\":\"integer\",\"value\":\"");
    private static final byte[] INTEGER_END = JsonWriter.ascii("\"}");
    private static final byte[] FLOAT = JsonWriter.ascii("{\"type\":\"float\",\"value\":");
    private static final byte[] TEXT = JsonWriter.ascii("{\"type\":\"text\",\"value\":");
    private static final byte[] BLOB = JsonWriter.ascii("{\"type\":\"blob\",\"base64\":");
    private static final byte[] COLS = JsonWriter.ascii("\"cols\":[");
    private static final byte[] NAME = JsonWriter.ascii("{\"name\":");
    private static final byte[] DECLTYPE = JsonWriter.ascii(",\"decltype\":");

    final ChunkedBuffer out;
    final JsonWriter json;
    private int column;

    RowEncoder(ChunkedBuffer out) {
        this.out = out;
        this.json = new JsonWriter(out);
    }

    /** Appends {@code "cols":[…]}. */
    final void columns(List<Column> columns) {
        json.raw(COLS);
        for (int i = 0; i < columns.size(); i++) {
            if (i > 0) {
                json.raw(',');
            }
            Column described = columns.get(i);
            json.raw(NAME);
            json.string(described.name());
            json.raw(DECLTYPE);
            if (described.declaredType().isPresent()) {
                json.string(described.declaredType().get());
            } else {
                json.nullValue();
            }
            json.raw('}');
        }
        json.raw(']');
    }

    /** Appends the beginning of a row. */
    final void openRow() {
        json.raw('[');
        column = 0;
    }

    /** Appends the end of a row. */
    final void closeRow() {
        json.raw(']');
    }

    /** {@return whether the rowid of a step is that of a row which it inserted} */
    static boolean inserts(StepStats stats) {
        return stats.kind() == StatementKind.INSERT;
    }

    @Override
    public final void nullValue() {
        begin(NULL);
    }

    @Override
    public final void integer(long value) {
        begin(INTEGER);
        json.integer(value);
        json.raw(INTEGER_END);
    }

    @Override
    public final void real(double value) {
        begin(FLOAT);
        json.real(value);
        json.raw('}');
    }

    @Override
    public final void text(MemorySegment utf8, long offset, int bytes) {
        begin(TEXT);
        long invalid = json.string(utf8, offset, bytes);
        if (invalid >= 0) {
            throw new TextException(column, invalid);
        }
        json.raw('}');
    }

    @Override
    public final void blob(MemorySegment data, long offset, int bytes) {
        begin(BLOB);
        json.base64(data, offset, bytes);
        json.raw('}');
    }

    private void begin(byte[] prefix) {
        if (column++ > 0) {
            json.raw(',');
        }
        json.raw(prefix);
    }
}
