package io.sqld.frontend.http.dump;

import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.ProgramSink;
import io.sqld.api.sql.StepStats;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notes whether a statement failed, and drops its rows. */
class StatementSink implements ProgramSink {
    private @Nullable SqldException failure;

    /** {@return why the statement failed, if it did} */
    final Optional<SqldException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void beginStep(int step, List<Column> columns) {}

    @Override
    public void beginRow() {}

    @Override
    public boolean endRow() {
        return true;
    }

    @Override
    public void endStep(int step, StepStats stats) {}

    @Override
    public void stepSkipped(int step) {}

    @Override
    public final void stepFailed(int step, SqldException error) {
        failure = error;
    }

    @Override
    public void nullValue() {}

    @Override
    public void integer(long value) {}

    @Override
    public void real(double value) {}

    @Override
    public void text(MemorySegment utf8, long offset, int bytes) {}

    @Override
    public void blob(MemorySegment data, long offset, int bytes) {}
}
