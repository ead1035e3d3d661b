package io.sqld.testkit;

import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.ProgramSink;
import io.sqld.api.sql.StepStats;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Throws at the first row, as an encoder does whose client has gone. */
public final class FailingSink implements ProgramSink {
    private final RuntimeException failure;

    /** A sink that throws {@code failure}. */
    public FailingSink(RuntimeException failure) {
        this.failure = failure;
    }

    @Override
    public void beginRow() {
        throw failure;
    }

    @Override
    public boolean endRow() {
        return true;
    }

    @Override
    public void beginStep(int step, List<Column> columns) {}

    @Override
    public void endStep(int step, StepStats stats) {}

    @Override
    public void stepSkipped(int step) {}

    @Override
    public void stepFailed(int step, SqldException error) {}

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
