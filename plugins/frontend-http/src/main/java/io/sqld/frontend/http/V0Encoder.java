package io.sqld.frontend.http;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.Description;
import io.sqld.api.sql.Position;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.StepStats;
import io.sqld.frontend.http.hrana.HranaError;
import io.sqld.frontend.http.hrana.Operation;
import io.sqld.frontend.http.hrana.PipelineEncoder;
import io.sqld.frontend.http.hrana.ProgramEncoder;
import io.sqld.frontend.http.hrana.TextException;
import io.sqld.frontend.http.json.ChunkedBuffer;
import io.sqld.frontend.http.json.JsonWriter;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/** The answer to {@code POST /}: an array with one element for each statement, with plain JSON values. */
final class V0Encoder implements PipelineEncoder, ProgramEncoder {
    private static final byte[] COLUMNS = JsonWriter.ascii("{\"results\":{\"columns\":[");
    private static final byte[] ROWS = JsonWriter.ascii("],\"rows\":[");
    private static final byte[] READ = JsonWriter.ascii("],\"rows_read\":");
    private static final byte[] WRITTEN = JsonWriter.ascii(",\"rows_written\":");
    private static final byte[] DURATION = JsonWriter.ascii(",\"query_duration_ms\":");
    private static final byte[] RESULTS_END = JsonWriter.ascii("}}");
    private static final byte[] BASE64 = JsonWriter.ascii("{\"base64\":");
    private static final byte[] ERROR = JsonWriter.ascii("{\"error\":");
    private static final long NOT_BEGUN = -1;

    private final ChunkedBuffer out;
    private final JsonWriter json;
    private long stepBegan = NOT_BEGUN;
    private boolean firstRow;
    private int column;
    private int status = OK;

    /** Appends to {@code out}; the answer may not be larger than {@code bytesMax}. */
    V0Encoder(ChunkedBuffer out, long bytesMax) {
        this.out = out;
        this.json = new JsonWriter(out);
        out.limit(bytesMax);
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public void begin(Optional<String> baton, Optional<String> baseUrl) {}

    @Override
    public ProgramEncoder beginBatch(Program program) {
        json.raw('[');
        return this;
    }

    @Override
    public void beginStep(int step, List<Column> columns) {
        separate(step);
        stepBegan = out.position();
        json.raw(COLUMNS);
        for (int i = 0; i < columns.size(); i++) {
            if (i > 0) {
                json.raw(',');
            }
            json.string(columns.get(i).name());
        }
        json.raw(ROWS);
        firstRow = true;
    }

    @Override
    public void beginRow() {
        if (!firstRow) {
            json.raw(',');
        }
        firstRow = false;
        column = 0;
        json.raw('[');
    }

    @Override
    public boolean endRow() {
        json.raw(']');
        out.checkLimit();
        return true;
    }

    @Override
    public void endStep(int step, StepStats stats) {
        json.raw(READ);
        json.integer(stats.rowsRead());
        json.raw(WRITTEN);
        json.integer(stats.rowsWritten());
        json.raw(DURATION);
        json.millis(stats.elapsedNanos());
        json.raw(RESULTS_END);
        stepBegan = NOT_BEGUN;
        out.checkLimit();
    }

    @Override
    public void stepSkipped(int step) {
        separate(step);
        json.nullValue();
    }

    @Override
    public void stepFailed(int step, SqldException error) {
        if (stepBegan == NOT_BEGUN) {
            separate(step);
        } else {
            out.withdraw(stepBegan);
            stepBegan = NOT_BEGUN;
        }
        object(error.code() == ErrorCode.PARAMETERS_INVALID
                ? "LibSQL failed to bind provided query parameters: `" + error.message() + "`"
                : error.message());
    }

    @Override
    public Optional<SqldException> failure() {
        return Optional.empty();
    }

    @Override
    public void complete(Position position) {
        json.raw(']');
    }

    @Override
    public void endResult() {
        out.limit(Long.MAX_VALUE);
    }

    @Override
    public void withdrawResult(HranaError error) {
        out.limit(Long.MAX_VALUE);
        out.withdraw(0);
        error(error);
    }

    @Override
    public void error(HranaError error) {
        status = error.status();
        object(error.message());
    }

    @Override
    public void end() {}

    @Override
    public void nullValue() {
        nextValue();
        json.nullValue();
    }

    @Override
    public void integer(long value) {
        nextValue();
        json.integer(value);
    }

    @Override
    public void real(double value) {
        nextValue();
        json.real(value);
    }

    @Override
    public void text(MemorySegment utf8, long offset, int bytes) {
        nextValue();
        long invalid = json.string(utf8, offset, bytes);
        if (invalid >= 0) {
            throw new TextException(column, invalid);
        }
    }

    @Override
    public void blob(MemorySegment data, long offset, int bytes) {
        nextValue();
        json.raw(BASE64);
        json.base64(data, offset, bytes);
        json.raw('}');
    }

    @Override
    public ProgramEncoder beginExecute() {
        throw new UnsupportedOperationException("a batch is all there is");
    }

    @Override
    public void ok(Operation.Reply.Kind kind) {
        throw new UnsupportedOperationException("a batch is all there is");
    }

    @Override
    public void autocommit(boolean autocommit) {
        throw new UnsupportedOperationException("a batch is all there is");
    }

    @Override
    public void described(Description description) {
        throw new UnsupportedOperationException("a batch is all there is");
    }

    private void nextValue() {
        if (column++ > 0) {
            json.raw(',');
        }
    }

    private void separate(int step) {
        if (step > 0) {
            json.raw(',');
        }
    }

    private void object(String message) {
        json.raw(ERROR);
        json.string(message);
        json.raw('}');
    }
}
