package io.sqld.frontend.http.hrana;

import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.Position;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.StepStats;
import io.sqld.frontend.http.json.ChunkedBuffer;
import io.sqld.frontend.http.json.JsonWriter;
import java.util.List;
import java.util.Optional;

/** Encodes {@code CursorEntry}s as JSON, each with the same character after it. */
class JsonEntryEncoder extends RowEncoder implements EntryEncoder {
    private static final byte[] STEP_BEGIN = JsonWriter.ascii("{\"type\":\"step_begin\",\"step\":");
    private static final byte[] ROW = JsonWriter.ascii("{\"type\":\"row\",\"row\":");
    private static final byte[] STEP_END = JsonWriter.ascii("{\"type\":\"step_end\",\"affected_row_count\":");
    private static final byte[] ROWID = JsonWriter.ascii(",\"last_insert_rowid\":");
    private static final byte[] STEP_ERROR = JsonWriter.ascii("{\"type\":\"step_error\",\"step\":");
    private static final byte[] ERROR_IN_STEP = JsonWriter.ascii(",\"error\":");
    private static final byte[] ERROR = JsonWriter.ascii("{\"type\":\"error\",\"error\":");
    private static final byte[] INDEX = JsonWriter.ascii("{\"type\":\"replication_index\",\"replication_index\":");

    private final char separator;
    private Program program;
    private long entryBegan;

    /** Appends entries of {@code program} to {@code out}. */
    JsonEntryEncoder(ChunkedBuffer out, Program program, char separator) {
        super(out);
        this.program = program;
        this.separator = separator;
        this.entryBegan = out.position();
    }

    /** From now on, entries are of this program. */
    final void program(Program next) {
        program = next;
    }

    @Override
    public final void beginStep(int step, List<Column> columns) {
        json.raw(STEP_BEGIN);
        json.integer(step);
        json.raw(',');
        columns(columns);
        endEntry();
    }

    @Override
    public final void beginRow() {
        json.raw(ROW);
        openRow();
    }

    @Override
    public final boolean endRow() {
        closeRow();
        endEntry();
        return out.pending() < ChunkedBuffer.CHUNK_BYTES;
    }

    @Override
    public final void endStep(int step, StepStats stats) {
        json.raw(STEP_END);
        json.integer(stats.changes());
        json.raw(ROWID);
        if (inserts(stats)) {
            json.raw('"');
            json.integer(stats.lastInsertRowid());
            json.raw('"');
        } else {
            json.nullValue();
        }
        endEntry();
    }

    @Override
    public final void stepSkipped(int step) {}

    @Override
    public final void stepFailed(int step, SqldException error) {
        json.raw(STEP_ERROR);
        json.integer(step);
        json.raw(ERROR_IN_STEP);
        HranaJson.error(json, HranaError.of(error, program.steps().get(step).sql()));
        endEntry();
    }

    @Override
    public final Optional<SqldException> failure() {
        return Optional.empty();
    }

    @Override
    public final void complete(Position position) {
        if (position.frame() > 0) {
            json.raw(INDEX);
            json.raw('"');
            json.integer(position.frame());
            json.raw('"');
            endEntry();
        }
    }

    @Override
    public final void error(HranaError error) {
        json.raw(ERROR);
        HranaJson.error(json, error);
        endEntry();
    }

    @Override
    public final void withdrawEntry() {
        out.withdraw(entryBegan);
    }

    /** Whatever stands before the first entry is complete. */
    final void endEntry() {
        json.raw('}');
        json.raw(separator);
        entryBegan = out.position();
    }
}
