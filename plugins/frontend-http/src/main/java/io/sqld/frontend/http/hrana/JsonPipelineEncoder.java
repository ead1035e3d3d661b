package io.sqld.frontend.http.hrana;

import io.sqld.api.sql.Description;
import io.sqld.api.sql.Program;
import io.sqld.frontend.http.json.ChunkedBuffer;
import io.sqld.frontend.http.json.JsonWriter;
import java.util.Optional;

/** The answer to a pipeline as JSON. */
public final class JsonPipelineEncoder implements PipelineEncoder {
    private static final byte[] BATON = JsonWriter.ascii("{\"baton\":");
    private static final byte[] BASE_URL = JsonWriter.ascii(",\"base_url\":");
    private static final byte[] RESULTS = JsonWriter.ascii(",\"results\":[");
    private static final byte[] END = JsonWriter.ascii("]}");
    private static final byte[] EXECUTE = ok("execute\",\"result\":");
    private static final byte[] BATCH = ok("batch\",\"result\":");
    private static final byte[] DESCRIBE = ok("describe\",\"result\":");
    private static final byte[] AUTOCOMMIT = ok("get_autocommit\",\"is_autocommit\":");
    private static final byte[] OK_END = JsonWriter.ascii("}}");
    private static final byte[] CLOSE = ok("close\"}}");
    private static final byte[] STORE_SQL = ok("store_sql\"}}");
    private static final byte[] CLOSE_SQL = ok("close_sql\"}}");
    private static final byte[] SEQUENCE = ok("sequence\"}}");
    private static final byte[] ERROR = JsonWriter.ascii("{\"type\":\"error\",\"error\":");

    private final ChunkedBuffer out;
    private final JsonWriter json;
    private final long resultBytesMax;
    private boolean first = true;
    private long resultBegan;

    /** Appends to {@code out}; no result may be larger than {@code resultBytesMax}. */
    public JsonPipelineEncoder(ChunkedBuffer out, long resultBytesMax) {
        this.out = out;
        this.json = new JsonWriter(out);
        this.resultBytesMax = resultBytesMax;
    }

    @Override
    public void begin(Optional<String> baton, Optional<String> baseUrl) {
        json.raw(BATON);
        optional(baton);
        json.raw(BASE_URL);
        optional(baseUrl);
        json.raw(RESULTS);
    }

    @Override
    public ProgramEncoder beginExecute() {
        beginResult(EXECUTE);
        return new ExecuteEncoder(out);
    }

    @Override
    public ProgramEncoder beginBatch(Program program) {
        beginResult(BATCH);
        return new BatchEncoder(out, program);
    }

    @Override
    public void endResult() {
        json.raw(OK_END);
        out.limit(Long.MAX_VALUE);
    }

    @Override
    public void withdrawResult(HranaError error) {
        out.limit(Long.MAX_VALUE);
        out.withdraw(resultBegan);
        json.raw(ERROR);
        HranaJson.error(json, error);
        json.raw('}');
    }

    @Override
    public void ok(Operation.Reply.Kind kind) {
        separate();
        json.raw(switch (kind) {
            case CLOSE -> CLOSE;
            case STORE_SQL -> STORE_SQL;
            case CLOSE_SQL -> CLOSE_SQL;
            case SEQUENCE -> SEQUENCE;
        });
    }

    @Override
    public void autocommit(boolean autocommit) {
        separate();
        json.raw(AUTOCOMMIT);
        json.bool(autocommit);
        json.raw(OK_END);
    }

    @Override
    public void described(Description description) {
        separate();
        json.raw(DESCRIBE);
        HranaJson.description(out, description);
        json.raw(OK_END);
    }

    @Override
    public void error(HranaError error) {
        separate();
        json.raw(ERROR);
        HranaJson.error(json, error);
        json.raw('}');
    }

    @Override
    public void end() {
        json.raw(END);
    }

    private void beginResult(byte[] prefix) {
        separate();
        resultBegan = out.position();
        out.limit(resultBegan + resultBytesMax);
        json.raw(prefix);
    }

    private void separate() {
        if (!first) {
            json.raw(',');
        }
        first = false;
    }

    private void optional(Optional<String> text) {
        if (text.isPresent()) {
            json.string(text.get());
        } else {
            json.nullValue();
        }
    }

    private static byte[] ok(String rest) {
        return JsonWriter.ascii("{\"type\":\"ok\",\"response\":{\"type\":\"" + rest);
    }
}
