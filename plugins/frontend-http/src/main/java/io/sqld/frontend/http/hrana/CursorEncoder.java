package io.sqld.frontend.http.hrana;

import io.sqld.api.sql.Description;
import io.sqld.api.sql.Program;
import io.sqld.frontend.http.json.ChunkedBuffer;
import io.sqld.frontend.http.json.JsonWriter;
import java.util.List;
import java.util.Optional;

/**
 * The answer to a cursor: one {@code CursorEntry} as JSON on each line. Rows leave while the batch runs; a result of
 * any size takes no more memory than a chunk.
 */
public final class CursorEncoder extends JsonEntryEncoder implements PipelineEncoder {
    private static final byte[] BATON = JsonWriter.ascii("{\"baton\":");
    private static final byte[] BASE_URL = JsonWriter.ascii(",\"base_url\":");

    /** Appends to {@code out}. */
    public CursorEncoder(ChunkedBuffer out) {
        super(out, new Program(List.of()), '\n');
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
        endEntry();
    }

    @Override
    public ProgramEncoder beginBatch(Program program) {
        program(program);
        return this;
    }

    @Override
    public void endResult() {}

    @Override
    public void withdrawResult(HranaError error) {
        withdrawEntry();
        error(error);
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
}
