package io.sqld.frontend.http.hrana;

import io.sqld.api.sql.Description;
import io.sqld.api.sql.Program;
import io.sqld.frontend.http.json.ChunkedBuffer;
import io.sqld.frontend.http.protobuf.ProtoWriter;
import java.util.Optional;

/** The answer to a pipeline in Protobuf: {@code PipelineRespBody}. */
final class ProtoPipelineEncoder implements PipelineEncoder {
    private static final int BATON = 1;
    private static final int BASE_URL = 2;
    private static final int RESULTS = 3;
    private static final int OK = 1;
    private static final int ERROR = 2;
    private static final int CLOSE = 1;
    private static final int EXECUTE = 2;
    private static final int BATCH = 3;
    private static final int SEQUENCE = 4;
    private static final int DESCRIBE = 5;
    private static final int STORE_SQL = 6;
    private static final int CLOSE_SQL = 7;
    private static final int GET_AUTOCOMMIT = 8;
    /** The one field of a response. */
    private static final int CONTENT = 1;

    private final ChunkedBuffer out;
    private final ProtoWriter proto;
    private final long resultBytesMax;
    private long resultBegan;

    ProtoPipelineEncoder(ChunkedBuffer out, long resultBytesMax) {
        this.out = out;
        this.proto = new ProtoWriter(out);
        this.resultBytesMax = resultBytesMax;
    }

    @Override
    public void begin(Optional<String> baton, Optional<String> baseUrl) {
        baton.ifPresent(text -> proto.string(BATON, text));
        baseUrl.ifPresent(text -> proto.string(BASE_URL, text));
    }

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
        out.withdraw(resultBegan);
        proto.forgetTo(0);
        error(error);
    }

    @Override
    public void ok(Operation.Reply.Kind kind) {
        openResponse();
        proto.empty(switch (kind) {
            case CLOSE -> CLOSE;
            case STORE_SQL -> STORE_SQL;
            case CLOSE_SQL -> CLOSE_SQL;
            case SEQUENCE -> SEQUENCE;
        });
        proto.closeTo(0);
    }

    @Override
    public void autocommit(boolean autocommit) {
        openResponse();
        proto.open(GET_AUTOCOMMIT);
        proto.integerUnlessZero(CONTENT, autocommit ? 1 : 0);
        proto.closeTo(0);
    }

    @Override
    public void described(Description description) {
        openResponse();
        proto.open(DESCRIBE);
        HranaProto.description(proto, CONTENT, description);
        proto.closeTo(0);
    }

    @Override
    public void error(HranaError error) {
        proto.open(RESULTS);
        HranaProto.error(proto, ERROR, error);
        proto.close();
    }

    @Override
    public void end() {}

    private void beginResult(int field) {
        resultBegan = out.position();
        out.limit(resultBegan + resultBytesMax);
        openResponse();
        proto.open(field);
        proto.open(CONTENT);
    }

    private void openResponse() {
        proto.open(RESULTS);
        proto.open(OK);
    }
}
