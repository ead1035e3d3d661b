package io.sqld.frontend.http.hrana;

import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.Position;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.StepStats;
import io.sqld.frontend.http.json.ChunkedBuffer;
import io.sqld.frontend.http.protobuf.ProtoWriter;
import java.util.List;
import java.util.Optional;

/** Encodes a {@code BatchResult} in Protobuf: two maps by step, in which what was skipped is missing. */
final class ProtoBatchEncoder extends ProtoResultEncoder implements ProgramEncoder {
    private static final int RESULTS = 1;
    private static final int ERRORS = 2;
    private static final int KEY = 1;
    private static final int VALUE = 2;
    private static final long NOT_BEGUN = -1;

    private final Program program;
    private long stepBegan = NOT_BEGUN;
    private int depth;

    ProtoBatchEncoder(ChunkedBuffer out, ProtoWriter proto, Program program) {
        super(out, proto);
        this.program = program;
    }

    @Override
    public void beginStep(int step, List<Column> columns) {
        stepBegan = out.position();
        depth = proto.depth();
        proto.open(RESULTS);
        proto.integer(KEY, step);
        proto.open(VALUE);
        beginResult(columns);
    }

    @Override
    public void endStep(int step, StepStats stats) {
        endResult(stats, 0);
        proto.closeTo(depth);
        stepBegan = NOT_BEGUN;
        out.checkLimit();
    }

    @Override
    public void stepSkipped(int step) {}

    @Override
    public void stepFailed(int step, SqldException error) {
        if (stepBegan != NOT_BEGUN) {
            out.withdraw(stepBegan);
            proto.forgetTo(depth);
            stepBegan = NOT_BEGUN;
        }
        proto.open(ERRORS);
        proto.integer(KEY, step);
        HranaProto.error(proto, VALUE, HranaError.of(error, program.steps().get(step).sql()));
        proto.close();
        out.checkLimit();
    }

    @Override
    public Optional<SqldException> failure() {
        return Optional.empty();
    }

    @Override
    public void complete(Position position) {}
}
