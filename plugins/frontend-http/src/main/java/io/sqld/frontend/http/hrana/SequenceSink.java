package io.sqld.frontend.http.hrana;

import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.Position;
import io.sqld.api.sql.StepStats;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notes whether the statement of a sequence failed, and drops the rest. */
final class SequenceSink implements ProgramEncoder {
    private @Nullable SqldException failure;

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
    public void stepFailed(int step, SqldException error) {
        failure = error;
    }

    @Override
    public Optional<SqldException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void complete(Position position) {}

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
