package io.sqld.testkit;

import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.ProgramSink;
import io.sqld.api.sql.StepStats;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SplittableRandom;

/** Passes everything on and says, now and then, that it is full: a client that reads slowly, by a seed. */
public final class SlowSink implements ProgramSink {
    private final ProgramSink next;
    private final SplittableRandom random;
    private final double fullChance;
    private long fullTimes;

    /** A sink in front of {@code next} that is full after a row with the given chance, from 0 to 1. */
    public SlowSink(ProgramSink next, Seed seed, double fullChance) {
        this.next = next;
        this.random = seed.random();
        this.fullChance = fullChance;
    }

    /** {@return how often it was full} */
    public long fullTimes() {
        return fullTimes;
    }

    @Override
    public boolean endRow() {
        boolean full = random.nextDouble() < fullChance;
        fullTimes += full ? 1 : 0;
        return next.endRow() && !full;
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
