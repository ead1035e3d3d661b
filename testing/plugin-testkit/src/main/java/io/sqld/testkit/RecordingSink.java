package io.sqld.testkit;

import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.ProgramSink;
import io.sqld.api.sql.StepStats;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Remembers all that a program sends, and fails at once when the order of calls breaks the contract of
 * {@link ProgramSink}. It can be given room for some rows only, like a portal with a row limit. Used by one thread at a
 * time.
 */
public final class RecordingSink implements ProgramSink {
    private static final int OUTSIDE = -1;

    private final List<StepResult> steps = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private final List<Value> values = new ArrayList<>();
    private List<Column> columns = List.of();
    private int running = OUTSIDE;
    private boolean inRow;
    private long room;
    private boolean sent;

    /** A sink that is never full. */
    public RecordingSink() {
        this(Long.MAX_VALUE);
    }

    /** A sink that is full after {@code rows} rows. */
    public RecordingSink(long rows) {
        this.room = rows;
    }

    /** Makes room for {@code rows} more rows, and no more. */
    public void makeRoom(long rows) {
        room = rows;
    }

    /** From now on nothing of the running step can be withdrawn. */
    public void send() {
        sent = true;
    }

    /** {@return the steps that have ended, in order} */
    public List<StepResult> steps() {
        return List.copyOf(steps);
    }

    /** {@return the rows of the step that is running} */
    public List<Row> rowsSoFar() {
        return List.copyOf(rows);
    }

    @Override
    public void beginStep(int step, List<Column> columns) {
        expect(running == OUTSIDE && step == steps.size(), "beginStep " + step);
        running = step;
        this.columns = List.copyOf(columns);
    }

    @Override
    public void beginRow() {
        expect(running != OUTSIDE && !inRow, "beginRow");
        expect(!columns.isEmpty(), "a row of a step without columns");
        expect(room > 0, "a row although the sink was full");
        inRow = true;
    }

    @Override
    public boolean endRow() {
        expect(inRow && values.size() == columns.size(), "endRow after " + values.size() + " values");
        inRow = false;
        rows.add(new Row(values));
        values.clear();
        return --room > 0;
    }

    @Override
    public boolean withdrawStep() {
        expect(running != OUTSIDE && !inRow, "withdrawStep");
        if (sent) {
            return false;
        }
        room += room == Long.MAX_VALUE ? 0 : rows.size();
        rows.clear();
        columns = List.of();
        running = OUTSIDE;
        return true;
    }

    @Override
    public void endStep(int step, StepStats stats) {
        expect(running == step && !inRow, "endStep " + step);
        end(step, StepResult.Outcome.SUCCEEDED, Optional.of(stats), Optional.empty());
    }

    @Override
    public void stepSkipped(int step) {
        expect(running == OUTSIDE && step == steps.size(), "stepSkipped " + step);
        end(step, StepResult.Outcome.SKIPPED, Optional.empty(), Optional.empty());
    }

    @Override
    public void stepFailed(int step, SqldException error) {
        expect(!inRow && (running == OUTSIDE ? step == steps.size() : step == running), "stepFailed " + step);
        end(step, StepResult.Outcome.FAILED, Optional.empty(), Optional.of(error));
    }

    @Override
    public void nullValue() {
        value(new Value.Null());
    }

    @Override
    public void integer(long value) {
        value(new Value.Int(value));
    }

    @Override
    public void real(double value) {
        value(new Value.Real(value));
    }

    @Override
    public void text(MemorySegment utf8, long offset, int bytes) {
        value(Value.text(copy(utf8, offset, bytes)));
    }

    @Override
    public void blob(MemorySegment data, long offset, int bytes) {
        value(Value.of(copy(data, offset, bytes)));
    }

    static byte[] copy(MemorySegment from, long offset, int bytes) {
        return bytes == 0 ? new byte[0] : from.asSlice(offset, bytes).toArray(ValueLayout.JAVA_BYTE);
    }

    private void value(Value value) {
        expect(inRow && values.size() < columns.size(), "a value after " + values.size());
        values.add(value);
    }

    private void end(int step, StepResult.Outcome outcome, Optional<StepStats> stats, Optional<SqldException> error) {
        steps.add(new StepResult(step, outcome, columns, rows, stats, error));
        columns = List.of();
        rows.clear();
        running = OUTSIDE;
    }

    private void expect(boolean allowed, String call) {
        if (!allowed) {
            throw new AssertionError(
                    "the contract of ProgramSink forbids: " + call + ", in " + (inRow ? "a row of " : "")
                            + (running == OUTSIDE ? "no step" : "step " + running) + ", after " + steps);
        }
    }
}
