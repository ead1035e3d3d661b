package io.sqld.frontend.http.hrana;

import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.Description;
import io.sqld.api.sql.Position;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.StepStats;
import io.sqld.frontend.http.json.ChunkedBuffer;
import io.sqld.frontend.http.json.JsonWriter;
import java.util.List;
import java.util.Optional;

/**
 * The answer to a cursor: one {@code CursorEntry} as JSON on each line. Rows leave while the batch runs; a result of
 * any size takes no more memory than a chunk.
 */
public final class CursorEncoder extends RowEncoder implements PipelineEncoder, ProgramEncoder {
    private static final byte[] BATON = JsonWriter.ascii("{\"baton\":");
    private static final byte[] BASE_URL = JsonWriter.ascii(",\"base_url\":");
    private static final byte[] STEP_BEGIN = JsonWriter.ascii("{\"type\":\"step_begin\",\"step\":");
    private static final byte[] ROW = JsonWriter.ascii("{\"type\":\"row\",\"row\":");
    private static final byte[] STEP_END = JsonWriter.ascii("{\"type\":\"step_end\",\"affected_row_count\":");
    private static final byte[] ROWID = JsonWriter.ascii(",\"last_insert_rowid\":");
    private static final byte[] STEP_ERROR = JsonWriter.ascii("{\"type\":\"step_error\",\"step\":");
    private static final byte[] ERROR_IN_STEP = JsonWriter.ascii(",\"error\":");
    private static final byte[] ERROR = JsonWriter.ascii("{\"type\":\"error\",\"error\":");
    private static final byte[] INDEX = JsonWriter.ascii("{\"type\":\"replication_index\",\"replication_index\":");
    private static final byte[] END_OF_LINE = JsonWriter.ascii("}\n");

    private Program program = new Program(List.of());
    private long lineBegan;

    /** Appends to {@code out}. */
    public CursorEncoder(ChunkedBuffer out) {
        super(out);
        out.overdraw();
    }

    @Override
    public boolean streams() {
        return true;
    }

    @Override
    public void begin(Optional<String> baton, Optional<String> baseUrl) {
        json.raw(BATON);
        optional(baton);
        json.raw(BASE_URL);
        optional(baseUrl);
        endLine();
    }

    @Override
    public ProgramEncoder beginBatch(Program program) {
        this.program = program;
        return this;
    }

    @Override
    public void beginStep(int step, List<Column> columns) {
        json.raw(STEP_BEGIN);
        json.integer(step);
        json.raw(',');
        columns(columns);
        endLine();
    }

    @Override
    public void beginRow() {
        json.raw(ROW);
        openRow();
    }

    @Override
    public boolean endRow() {
        closeRow();
        endLine();
        return out.pending() < ChunkedBuffer.CHUNK_BYTES;
    }

    @Override
    public void endStep(int step, StepStats stats) {
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
        endLine();
    }

    @Override
    public void stepSkipped(int step) {}

    @Override
    public void stepFailed(int step, SqldException error) {
        json.raw(STEP_ERROR);
        json.integer(step);
        json.raw(ERROR_IN_STEP);
        HranaJson.error(json, HranaError.of(error, program.steps().get(step).sql()));
        endLine();
    }

    @Override
    public Optional<SqldException> failure() {
        return Optional.empty();
    }

    @Override
    public void complete(Position position) {
        if (position.frame() > 0) {
            json.raw(INDEX);
            json.raw('"');
            json.integer(position.frame());
            json.raw('"');
            endLine();
        }
    }

    @Override
    public void endResult() {}

    @Override
    public void withdrawResult(HranaError error) {
        out.withdraw(lineBegan);
        error(error);
    }

    @Override
    public void error(HranaError error) {
        json.raw(ERROR);
        HranaJson.error(json, error);
        endLine();
    }

    @Override
    public void end() {}

    @Override
    public ProgramEncoder beginExecute() {
        throw new UnsupportedOperationException("a cursor runs a batch");
    }

    @Override
    public void ok(Operation.Reply.Kind kind) {
        throw new UnsupportedOperationException("a cursor runs a batch");
    }

    @Override
    public void autocommit(boolean autocommit) {
        throw new UnsupportedOperationException("a cursor runs a batch");
    }

    @Override
    public void described(Description description) {
        throw new UnsupportedOperationException("a cursor runs a batch");
    }

    private void optional(Optional<String> text) {
        if (text.isPresent()) {
            json.string(text.get());
        } else {
            json.nullValue();
        }
    }

    private void endLine() {
        json.raw(END_OF_LINE);
        lineBegan = out.position();
    }
}
