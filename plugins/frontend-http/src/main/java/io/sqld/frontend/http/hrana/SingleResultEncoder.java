package io.sqld.frontend.http.hrana;

import io.sqld.api.sql.Description;
import io.sqld.api.sql.Program;
import io.sqld.frontend.http.json.ChunkedBuffer;
import io.sqld.frontend.http.json.JsonWriter;
import java.util.Optional;

/** The answer of Hrana 1: one result, or one error that also decides the status. */
public final class SingleResultEncoder implements PipelineEncoder {
    private static final byte[] RESULT = JsonWriter.ascii("{\"result\":");

    private final ChunkedBuffer out;
    private final JsonWriter json;
    private final long resultBytesMax;
    private int status = OK;

    /** Appends to {@code out}; no result may be larger than {@code resultBytesMax}. */
    public SingleResultEncoder(ChunkedBuffer out, long resultBytesMax) {
        this.out = out;
        this.json = new JsonWriter(out);
        this.resultBytesMax = resultBytesMax;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public void begin(Optional<String> baton, Optional<String> baseUrl) {}

    @Override
    public ProgramEncoder beginExecute() {
        beginResult();
        return new ExecuteEncoder(out);
    }

    @Override
    public ProgramEncoder beginBatch(Program program) {
        beginResult();
        return new BatchEncoder(out, program);
    }

    @Override
    public void endResult() {
        json.raw('}');
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
        HranaJson.error(json, error);
    }

    @Override
    public void end() {}

    @Override
    public void ok(Operation.Reply.Kind kind) {
        throw new UnsupportedOperationException("Hrana 1 has no streams");
    }

    @Override
    public void autocommit(boolean autocommit) {
        throw new UnsupportedOperationException("Hrana 1 has no streams");
    }

    @Override
    public void described(Description description) {
        throw new UnsupportedOperationException("Hrana 1 has no streams");
    }

    private void beginResult() {
        out.limit(resultBytesMax);
        json.raw(RESULT);
    }
}
