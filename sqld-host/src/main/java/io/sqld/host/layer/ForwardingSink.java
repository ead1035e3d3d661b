package io.sqld.host.layer;

import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.ProgramSink;
import io.sqld.api.sql.StepStats;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** A sink that passes everything on; for layers that are off by default, because it costs a call for each value. */
class ForwardingSink implements ProgramSink {
    private final ProgramSink next;

    ForwardingSink(ProgramSink next) {
        this.next = next;
    }

    @Override
    public void beginStep(int step, List<Column> columns) {
        next.beginStep(step, columns);
    }

    @Override
    public void beginRow() {
        next.beginRow();
    }

    @Override
    public boolean endRow() {
        return next.endRow();
    }

    @Override
    public boolean withdrawStep() {
        return next.withdrawStep();
    }

    @Override
    public void endStep(int step, StepStats stats) {
        next.endStep(step, stats);
    }

    @Override
    public void stepSkipped(int step) {
        next.stepSkipped(step);
    }

    @Override
    public void stepFailed(int step, SqldException error) {
        next.stepFailed(step, error);
    }

    @Override
    public void nullValue() {
        next.nullValue();
    }

    @Override
    public void integer(long value) {
        next.integer(value);
    }

    @Override
    public void real(double value) {
        next.real(value);
    }

    @Override
    public void text(MemorySegment utf8, long offset, int bytes) {
        next.text(utf8, offset, bytes);
    }

    @Override
    public void blob(MemorySegment data, long offset, int bytes) {
        next.blob(data, offset, bytes);
    }
}
