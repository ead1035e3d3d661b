package io.sqld.frontend.http.hrana;

import io.sqld.api.sql.Description;
import io.sqld.api.sql.Program;
import io.sqld.frontend.http.json.ChunkedBuffer;
import io.sqld.frontend.http.json.JsonWriter;
import java.util.Optional;

/** One {@code response_ok} or {@code response_error} as JSON. */
final class JsonResponseEncoder implements ResponseEncoder {
    private static final byte[] OK = JsonWriter.ascii("{\"type\":\"response_ok\",\"request_id\":");
    private static final byte[] ERROR = JsonWriter.ascii("{\"type\":\"response_error\",\"request_id\":");
    private static final byte[] ERROR_CONTENT = JsonWriter.ascii(",\"error\":");
    private static final byte[] EXECUTE = response("execute\",\"result\":");
    private static final byte[] BATCH = response("batch\",\"result\":");
    private static final byte[] DESCRIBE = response("describe\",\"result\":");
    private static final byte[] AUTOCOMMIT = response("get_autocommit\",\"is_autocommit\":");
    private static final byte[] FETCH = response("fetch_cursor\",\"entries\":[");
    private static final byte[] FETCH_DONE = JsonWriter.ascii("],\"done\":");
    private static final byte[] END = JsonWriter.ascii("}}");
    private static final byte[] SEQUENCE = response("sequence\"}}");
    private static final byte[] OPEN_STREAM = response("open_stream\"}}");
    private static final byte[] CLOSE_STREAM = response("close_stream\"}}");
    private static final byte[] OPEN_CURSOR = response("open_cursor\"}}");
    private static final byte[] CLOSE_CURSOR = response("close_cursor\"}}");
    private static final byte[] STORE_SQL = response("store_sql\"}}");
    private static final byte[] CLOSE_SQL = response("close_sql\"}}");

    private final ChunkedBuffer out;
    private final JsonWriter json;
    private final int requestId;
    private final long resultBytesMax;
    private final long began;
    private long entriesBegan;

    JsonResponseEncoder(ChunkedBuffer out, int requestId, long resultBytesMax) {
        this.out = out;
        this.json = new JsonWriter(out);
        this.requestId = requestId;
        this.resultBytesMax = resultBytesMax;
        this.began = out.position();
    }

    @Override
    public void begin(Optional<String> baton, Optional<String> baseUrl) {}

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
        json.raw(END);
        out.limit(Long.MAX_VALUE);
    }

    @Override
    public void withdrawResult(HranaError error) {
        out.limit(Long.MAX_VALUE);
        out.withdraw(began);
        error(error);
    }

    @Override
    public void ok(Operation.Reply.Kind kind) {
        switch (kind) {
            case SEQUENCE -> okay(SEQUENCE);
            case STORE_SQL -> okay(STORE_SQL);
            case CLOSE_SQL -> okay(CLOSE_SQL);
            case CLOSE -> okay(CLOSE_STREAM);
        }
    }

    @Override
    public void reply(SocketReply kind) {
        okay(switch (kind) {
            case OPEN_STREAM -> OPEN_STREAM;
            case CLOSE_STREAM -> CLOSE_STREAM;
            case OPEN_CURSOR -> OPEN_CURSOR;
            case CLOSE_CURSOR -> CLOSE_CURSOR;
            case STORE_SQL -> STORE_SQL;
            case CLOSE_SQL -> CLOSE_SQL;
        });
    }

    @Override
    public void autocommit(boolean autocommit) {
        okay(AUTOCOMMIT);
        json.bool(autocommit);
        json.raw(END);
    }

    @Override
    public void described(Description description) {
        okay(DESCRIBE);
        HranaJson.description(out, description);
        json.raw(END);
    }

    @Override
    public void error(HranaError error) {
        json.raw(ERROR);
        json.integer(requestId);
        json.raw(ERROR_CONTENT);
        HranaJson.error(json, error);
        json.raw('}');
    }

    @Override
    public void end() {}

    @Override
    public void beginFetch() {
        okay(FETCH);
        entriesBegan = out.position();
    }

    @Override
    public EntryEncoder entries(ChunkedBuffer target, Program program) {
        return new JsonEntryEncoder(target, program, ',');
    }

    @Override
    public void endFetch(boolean done) {
        if (out.position() > entriesBegan) {
            out.withdraw(out.position() - 1);
        }
        json.raw(FETCH_DONE);
        json.bool(done);
        json.raw(END);
    }

    private void beginResult(byte[] prefix) {
        out.limit(began + resultBytesMax);
        okay(prefix);
    }

    private void okay(byte[] rest) {
        json.raw(OK);
        json.integer(requestId);
        json.raw(rest);
    }

    private static byte[] response(String rest) {
        return JsonWriter.ascii(",\"response\":{\"type\":\"" + rest);
    }
}
