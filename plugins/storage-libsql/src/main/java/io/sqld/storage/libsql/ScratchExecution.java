package io.sqld.storage.libsql;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.Parameter;
import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.ProgramSink;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Step;
import io.sqld.api.sql.StepStats;
import io.sqld.sqlite.ResultCode;
import io.sqld.sqlite.SqliteException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A program on a {@link ScratchSession}: runs for a slice of time at once, and never parks. */
final class ScratchExecution implements Execution {
    private static final long SLICE_NANOS = 5_000_000;

    private final ScratchSession session;
    private final List<Step> steps;
    private final StepOutcomes outcomes;
    private volatile boolean interrupted;
    private Deadline deadline = Deadline.NEVER;
    private @Nullable CachedStatement statement;
    private long totalChangesBefore;
    private long rows;
    private long startNanos;
    private int step;
    /** The last step of the statement has given a row that has not been passed on. */
    private boolean pendingRow;
    private boolean closed;

    ScratchExecution(ScratchSession session, List<Step> steps) {
        this.session = session;
        this.steps = steps;
        this.outcomes = new StepOutcomes(steps.size());
    }

    @Override
    public Progress advance(ProgramSink sink, Deadline newDeadline) {
        if (closed) {
            throw new IllegalStateException("the execution is closed");
        }
        deadline = newDeadline;
        long sliceEndNanos = System.nanoTime() + SLICE_NANOS;
        boolean ended = true;
        try {
            while (step < steps.size()) {
                boolean late = step > 0 && statement == null && System.nanoTime() - sliceEndNanos > 0;
                if (late || !advanceStep(sink, sliceEndNanos)) {
                    ended = false;
                    return Progress.MORE;
                }
                step++;
            }
            return Progress.DONE;
        } finally {
            if (ended) {
                close();
            }
        }
    }

    /** {@return whether the step is over; if not, the sink or the time slice is full} */
    private boolean advanceStep(ProgramSink sink, long sliceEndNanos) {
        try {
            CachedStatement running = statement;
            if (running == null) {
                checkStop();
                if (!outcomes.holds(steps.get(step).condition(), session.sqlite().autocommit())) {
                    sink.stepSkipped(step);
                    return true;
                }
                running = begin(sink);
            }
            return run(running, sink, sliceEndNanos);
        } catch (SqliteException e) {
            fail(sink, told() ? stopError() : session.translate(e));
        } catch (SqldException e) {
            fail(sink, e);
        }
        return true;
    }

    private CachedStatement begin(ProgramSink sink) {
        Step next = steps.get(step);
        CachedStatement lent = session.lend(next.sql());
        statement = lent;
        bind(lent, next.parameters());
        rows = 0;
        startNanos = System.nanoTime();
        totalChangesBefore = session.sqlite().totalChanges();
        session.begin(this, lent.facts());
        pendingRow = lent.sqlite().step();
        sink.beginStep(step, next.rowsWanted() ? lent.currentColumns() : List.of());
        return lent;
    }

    private static void bind(CachedStatement lent, ParameterSource source) {
        List<Parameter> parameters = lent.facts().parameters();
        source.check(parameters);
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            source.bind(parameter, lent.sqlite().parameter(parameter.index()));
        }
    }

    private boolean run(CachedStatement running, ProgramSink sink, long sliceEndNanos) {
        session.begin(this, running.facts());
        boolean wanted = steps.get(step).rowsWanted();
        while (pendingRow) {
            boolean room = true;
            if (wanted) {
                sink.beginRow();
                running.sqlite().row(sink);
                room = sink.endRow();
            }
            rows++;
            pendingRow = running.sqlite().step();
            if (!room || (pendingRow && System.nanoTime() - sliceEndNanos > 0)) {
                return false;
            }
        }
        complete(running, sink);
        return true;
    }

    private void complete(CachedStatement done, ProgramSink sink) {
        StatementFacts facts = done.facts();
        long written = session.sqlite().totalChanges() - totalChangesBefore;
        giveBack();
        outcomes.succeeded(step);
        sink.endStep(step, new StepStats(
                facts.kind(),
                facts.changesRows() ? session.sqlite().changes() : 0,
                session.sqlite().lastInsertRowid(),
                rows,
                written,
                System.nanoTime() - startNanos));
    }

    private void fail(ProgramSink sink, SqldException error) {
        giveBack();
        outcomes.failed(step);
        sink.stepFailed(step, error);
    }

    private void giveBack() {
        CachedStatement lent = statement;
        statement = null;
        pendingRow = false;
        if (lent != null) {
            session.giveBack(lent);
        }
    }

    private void checkStop() {
        if (told()) {
            throw stopError();
        }
    }

    private boolean told() {
        return interrupted || deadline.expired();
    }

    private SqldException stopError() {
        return interrupted
                ? SqldException.sqlite(ErrorCode.INTERRUPTED, ResultCode.INTERRUPT, "interrupted")
                : new SqldException(ErrorCode.DEADLINE_EXCEEDED, "the deadline of the request has come");
    }

    /** {@return whether what runs has to stop} Asked by SQLite while a step runs. */
    boolean reached() {
        return told();
    }

    /** Thread-safe. */
    void interrupt() {
        interrupted = true;
    }

    @Override
    public void onReady(Runnable resume) {
        resume.run(); // it never waits
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            giveBack();
            session.ended(this);
        }
    }
}
