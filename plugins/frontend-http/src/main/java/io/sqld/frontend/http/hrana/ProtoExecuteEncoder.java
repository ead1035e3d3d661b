package io.sqld.frontend.http.hrana;

import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.Position;
import io.sqld.api.sql.StepStats;
import io.sqld.frontend.http.json.ChunkedBuffer;
import io.sqld.frontend.http.protobuf.ProtoWriter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Encodes the {@code StmtResult} of a program of one step in Protobuf. */
final class ProtoExecuteEncoder extends ProtoResultEncoder implements ProgramEncoder {
    private long stepBegan;
    private int depth;
    private @Nullable SqldException failure;
    private @Nullable StepStats stats;

    ProtoExecuteEncoder(ChunkedBuffer out, ProtoWriter proto) {
        super(out, proto);
    }

    @Override
    public void beginStep(int step, List<Column> columns) {
        stepBegan = out.position();
        depth = proto.depth();
        beginResult(columns);
    }

    /** Nothing of a result is sent before it is complete. */
    @Override
    public boolean withdrawStep() {
        out.withdraw(stepBegan);
        proto.forgetTo(depth);
        return true;
    }

    @Override
    public void endStep(int step, StepStats stats) {
        this.stats = stats;
    }

    @Override
    public void stepSkipped(int step) {
        throw new IllegalStateException("a step without condition was skipped");
    }

    @Override
    public void stepFailed(int step, SqldException error) {
        failure = error;
    }

    @Override
    public Optional<SqldException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void complete(Position position) {
        if (stats == null) {
            throw new IllegalStateException("the program is done and its step has not ended");
        }
        endResult(stats, position.frame());
        out.checkLimit();
    }
}
