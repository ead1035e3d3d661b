package io.sqld.frontend.http.hrana;

import io.sqld.api.sql.Description;
import io.sqld.api.sql.Program;
import io.sqld.frontend.http.json.ChunkedBuffer;
import io.sqld.frontend.http.protobuf.ProtoWriter;
import java.util.Optional;

/** One {@code ServerMsg} with a response in Protobuf. */
final class ProtoResponseEncoder implements ResponseEncoder {
    private static final int RESPONSE_OK = 3;
    private static final int RESPONSE_ERROR = 4;
    private static final int REQUEST_ID = 1;
    private static final int ERROR = 2;
    private static final int OPEN_STREAM = 2;
    private static final int CLOSE_STREAM = 3;
    private static final int EXECUTE = 4;
    private static final int BATCH = 5;
    private static final int OPEN_CURSOR = 6;
    private static final int CLOSE_CURSOR = 7;
    private static final int FETCH_CURSOR = 8;
    private static final int SEQUENCE = 9;
    private static final int DESCRIBE = 10;
    private static final int STORE_SQL = 11;
    private static final int CLOSE_SQL = 12;
    private static final int GET_AUTOCOMMIT = 13;
    /** The one field of most responses. */
    private static final int CONTENT = 1;
    private static final int ENTRIES = 1;
    private static final int DONE = 2;

    private final ChunkedBuffer out;
    private final ProtoWriter proto;
    private final int requestId;
    private final long resultBytesMax;
    private final long began;

    ProtoResponseEncoder(ChunkedBuffer out, int requestId, long resultBytesMax) {
        this.out = out;
        this.proto = new ProtoWriter(out);
        this.requestId = requestId;
        this.resultBytesMax = resultBytesMax;
        this.began = out.position();
    }

    @Override
    public void begin(Optional<String> baton, Optional<String> baseUrl) {}

    @Override
    public ProgramEncoder beginExecute() {
        beginResult(EXECUTE);
        return new ProtoExecuteEncoder(out, proto);
    }

    @Override
    public ProgramEncoder beginBatch(Program program) {
        beginResult(BATCH);
        return new ProtoBatchEncoder(out, proto, program);
    }

    @Override
    public void endResult() {
        proto.closeTo(0);
        out.limit(Long.MAX_VALUE);
    }

    @Override
    public void withdrawResult(HranaError error) {
        out.limit(Long.MAX_VALUE);
        out.withdraw(began);
        proto.forgetTo(0);
        error(error);
    }

    @Override
    public void ok(Operation.Reply.Kind kind) {
        empty(switch (kind) {
            case SEQUENCE -> SEQUENCE;
            case STORE_SQL -> STORE_SQL;
            case CLOSE_SQL -> CLOSE_SQL;
            case CLOSE -> CLOSE_STREAM;
        });
    }

    @Override
    public void reply(SocketReply kind) {
        empty(switch (kind) {
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
        open(RESPONSE_OK);
        proto.open(GET_AUTOCOMMIT);
        proto.integerUnlessZero(CONTENT, autocommit ? 1 : 0);
        proto.closeTo(0);
    }

    @Override
    public void described(Description description) {
        open(RESPONSE_OK);
        proto.open(DESCRIBE);
        HranaProto.description(proto, CONTENT, description);
        proto.closeTo(0);
    }

    @Override
    public void error(HranaError error) {
        open(RESPONSE_ERROR);
        HranaProto.error(proto, ERROR, error);
        proto.closeTo(0);
    }

    @Override
    public void end() {}

    @Override
    public void beginFetch() {
        open(RESPONSE_OK);
        proto.open(FETCH_CURSOR);
    }

    /** In the response itself, the messages around the entries are open in this encoder's own writer. */
    @Override
    public EntryEncoder entries(ChunkedBuffer target, Program program) {
        return new ProtoEntryEncoder(target, new ProtoWriter(target), program, ENTRIES);
    }

    @Override
    public void endFetch(boolean done) {
        proto.integerUnlessZero(DONE, done ? 1 : 0);
        proto.closeTo(0);
    }

    private void beginResult(int field) {
        out.limit(began + resultBytesMax);
        open(RESPONSE_OK);
        proto.open(field);
        proto.open(CONTENT);
    }

    private void empty(int field) {
        open(RESPONSE_OK);
        proto.empty(field);
        proto.closeTo(0);
    }

    private void open(int field) {
        proto.open(field);
        proto.integerUnlessZero(REQUEST_ID, requestId);
    }
}
