package io.sqld.storage.libsql;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.ProgramSink;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.StatementKind;
import io.sqld.api.sql.Step;
import io.sqld.api.sql.StepStats;
import io.sqld.sqlite.ResultCode;
import io.sqld.sqlite.SqliteException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program under way, as a machine that can stop wherever it would have to wait.
 *
 * <p>The results of a step without rows wait in {@link PendingResults} until its commit is durable, while later
 * steps run: a program of a hundred inserts needs one sync, not a hundred.
 */
final class LibsqlExecution implements Execution, StatementRun.Owner {
    private static final long SLICE_NANOS = 5_000_000;
    private static final int ROWS_BETWEEN_CLOCK_READS = 32;
    private static final int PENDING_MAX = 256;

    private final LibsqlSession session;
    private final List<Step> steps;
    private final StatementRun run;
    private final StepOutcomes outcomes;
    private final PendingResults pending = new PendingResults();
    private final Backoff backoff = new Backoff();
    private final StepBound bound = new StepBound();
    private volatile @Nullable Signal signal;
    private volatile boolean interrupted;
    private Deadline deadline = Deadline.NEVER;
    private long sliceEndNanos;
    private Phase phase = Phase.NEXT;
    private Progress pause = Progress.MORE;
    /** Fails every step that has not ended. */
    private @Nullable SqldException abort;
    private int step;
    /** The sink has heard of the step. */
    private boolean announced;
    private List<Column> columns = List.of();

    LibsqlExecution(LibsqlSession session, List<Step> steps) {
        this.session = session;
        this.steps = steps;
        this.outcomes = new StepOutcomes(steps.size());
        this.run = new StatementRun(session, this);
    }

    @Override
    public Progress advance(ProgramSink sink, Deadline newDeadline) {
        session.enter(this);
        boolean ended = true;
        pause = Progress.DONE;
        try {
            deadline = newDeadline;
            sliceEndNanos = System.nanoTime() + SLICE_NANOS;
            if (session.boundNanos() != 0) {
                bound.begin(sink, session.boundNanos());
            }
            noticeStop();
            run.resume();
            while (proceed(sink)) {
                // from phase to phase
            }
            ended = false;
            return pause;
        } finally {
            bound.end();
            if (ended) {
                abandon();
            } else {
                run.pause();
            }
            session.leave();
        }
    }

    /** {@return whether to go on at once; if not, {@link #pause} says why} */
    private boolean proceed(ProgramSink sink) {
        return switch (phase) {
            case NEXT -> next(sink);
            case PREPARE -> prepare();
            case TURN -> awaitTurn(sink);
            case FIRST_STEP -> firstStep(sink);
            case GATE -> gate(sink);
            case ROWS -> rows(sink);
            case FLUSH -> flush(sink);
            case DONE -> stop(Progress.DONE);
        };
    }

    private boolean stop(Progress why) {
        pause = why;
        return false;
    }

    /** A deadline or interrupt fails this step and all later ones; not what only waits for its commit to be durable. */
    private void noticeStop() {
        if (abort != null || phase == Phase.FLUSH || phase == Phase.DONE || !told()) {
            return;
        }
        abort = stopError();
        if (phase != Phase.NEXT) {
            fail(abort);
        }
    }

    private boolean next(ProgramSink sink) {
        if (step == steps.size()) {
            phase = Phase.FLUSH;
            return true;
        }
        if (pending.size() >= PENDING_MAX && !settled(sink)) {
            return pause != Progress.PARKED;
        }
        if (step > 0 && System.nanoTime() - sliceEndNanos > 0) {
            return stop(Progress.MORE);
        }
        if (step > 0) {
            noticeStop();
        }
        SqldException aborted = abort;
        if (aborted != null) {
            outcomes.failed(step);
            pending.failed(step, aborted);
            step++;
        } else if (outcomes.holds(steps.get(step).condition(), session.autocommit())) {
            phase = Phase.PREPARE;
        } else {
            pending.skipped(step);
            step++;
        }
        return true;
    }

    private boolean prepare() {
        try {
            if (!run.connect(deadline)) {
                return stop(Progress.PARKED);
            }
            StatementFacts facts = run.lend(steps.get(step).sql());
            session.permit(facts);
            SqldException lost = session.lost();
            if (lost != null) {
                endLost(facts, lost);
                return true;
            }
            phase = facts.needsTurn() ? Phase.TURN : Phase.FIRST_STEP;
            if (bound.active() && (facts.needsTurn() || session.holdsTurn())) {
                return stop(Progress.MORE); // it may write
            }
        } catch (SqldException e) {
            fail(e);
            return true;
        }
        return true;
    }

    /**
     * {@return whether the turn may be asked for} The rows of a write can be sent only after the results before
     * them: whoever waits for these must not hold the turn meanwhile.
     */
    private boolean mayWait(ProgramSink sink) {
        boolean rows = steps.get(step).rowsWanted() && !run.facts().columns().isEmpty();
        if (!rows || pending.isEmpty() || settled(sink)) {
            return true;
        }
        run.giveBack();
        phase = Phase.NEXT;
        return false;
    }

    /** In a transaction that the server has rolled back, nothing runs until the client ends it. */
    private void endLost(StatementFacts facts, SqldException lost) {
        boolean ends = session.endsTransaction(facts);
        if (ends) {
            session.lossTold();
        }
        if (ends && facts.kind() == StatementKind.ROLLBACK) {
            run.giveBack();
            succeeded(new StepStats(facts.kind(), 0, session.counters().lastInsertRowid(), 0, 0, 0));
        } else {
            fail(lost);
        }
    }

    private boolean awaitTurn(ProgramSink sink) {
        if (session.holdsTurn()) {
            return haveTurn();
        }
        if (run.hasStatement() && !mayWait(sink)) {
            return pause != Progress.PARKED;
        }
        try {
            run.preferLastWriter();
            session.database().checkWritable();
            WriteTurn.State state = session.claimTurn(deadline, this);
            if (state == WriteTurn.State.HELD) {
                return haveTurn();
            }
            if (state == WriteTurn.State.EXPIRED) {
                throw new SqldException(
                        ErrorCode.QUEUE_TIMEOUT,
                        "the statement waited too long for its turn to write (libsql.turn.queue-timeout); nothing was "
                                + "done");
            }
            run.giveBack();
            return stop(Progress.PARKED);
        } catch (SqldException e) {
            fail(e);
            return true;
        }
    }

    private boolean haveTurn() {
        if (run.hasStatement()) {
            run.writes();
            phase = Phase.FIRST_STEP;
        } else {
            phase = Phase.PREPARE;
        }
        return true;
    }

    private boolean firstStep(ProgramSink sink) {
        if (run.facts().needsTurn() && !session.holdsTurn()) {
            phase = Phase.TURN; // it was taken away while another process was in the way
            return true;
        }
        try {
            run.bind(steps.get(step).parameters());
            run.begin();
            if (run.overtaken()) {
                run.rewind();
                run.giveBack();
                phase = Phase.PREPARE;
                return true;
            }
        } catch (SqldException e) {
            fail(e);
            return true;
        } catch (SqliteException e) {
            long patienceNanos = session.database().settings().turn().queueTimeout().toNanos();
            boolean again = backoff.worthwhile(e, patienceNanos) && !deadline.expired();
            return again ? backOff() : failed(e);
        }
        boolean wanted = steps.get(step).rowsWanted();
        columns = wanted ? run.columns() : List.of();
        if (!run.hasRow()) {
            succeeded(run.complete());
        } else if (wanted && pending.isEmpty() && run.commitsAtItsEnd()) {
            announce(sink); // nothing counts before its end, which waits; and its turn must not wait for a sync
        } else {
            phase = wanted ? Phase.GATE : Phase.ROWS;
        }
        return true;
    }

    private void announce(ProgramSink sink) {
        announced = true;
        sink.beginStep(step, columns);
        phase = Phase.ROWS;
    }

    private boolean backOff() {
        run.rewind();
        session.database().wakeAfter(Math.min(backoff.nextNanos(), deadline.remainingNanos()), newSignal());
        return stop(Progress.PARKED);
    }

    private boolean gate(ProgramSink sink) {
        if (!settled(sink)) {
            return pause != Progress.PARKED;
        }
        announce(sink);
        return true;
    }

    private boolean rows(ProgramSink sink) {
        int untilClock = ROWS_BETWEEN_CLOCK_READS;
        try {
            while (true) {
                if (run.hasRow()) {
                    if (!announced) {
                        run.skipRow();
                    } else {
                        sink.beginRow();
                        run.takeRow(sink);
                        boolean room = sink.endRow();
                        if (run.resultTooLarge()) {
                            fail(run.resultError());
                            return true;
                        }
                        if (!room) {
                            return stop(Progress.MORE);
                        }
                    }
                    if (--untilClock == 0) {
                        untilClock = ROWS_BETWEEN_CLOCK_READS;
                        if (System.nanoTime() - sliceEndNanos > 0) {
                            return stop(Progress.MORE);
                        }
                    }
                }
                run.step();
                if (!run.hasRow()) {
                    succeeded(run.complete());
                    return true;
                }
            }
        } catch (SqliteException e) {
            return failed(e);
        }
    }

    /** The statement took too long for the thread it ran on. It has only read, and nothing of it has been sent. */
    private boolean beginAnew() {
        announced = false;
        run.rewind();
        phase = Phase.FIRST_STEP;
        return stop(Progress.MORE);
    }

    private void succeeded(StepStats stats) {
        outcomes.succeeded(step);
        if (announced) {
            pending.end(step, stats);
        } else {
            pending.whole(step, columns, stats);
        }
        nextStep();
    }

    private boolean failed(SqliteException e) {
        if (bound.takeExceeded()) {
            return beginAnew();
        }
        if (e.primaryCode() == ResultCode.INTERRUPT && told()) {
            abort = stopError();
            fail(abort, e.code());
        } else {
            fail(run.translate(e), e.code());
        }
        return true;
    }

    private SqldException stopError() {
        return interrupted ? SqldException.sqlite(ErrorCode.INTERRUPTED, ResultCode.INTERRUPT, "interrupted")
                : new SqldException(
                        ErrorCode.DEADLINE_EXCEEDED,
                        "the deadline of the request has come"
                                + (deadline.limit().isEmpty() ? "" : " (" + deadline.limit() + ")"));
    }

    private void fail(SqldException error) {
        fail(error, ResultCode.OK);
    }

    private void fail(SqldException error, int sqliteCode) {
        run.fail(sqliteCode);
        outcomes.failed(step);
        pending.failed(step, error);
        nextStep();
    }

    private void nextStep() {
        step++;
        announced = false;
        backoff.reset();
        columns = List.of();
        phase = Phase.NEXT;
    }

    private boolean flush(ProgramSink sink) {
        if (!settled(sink)) {
            return pause != Progress.PARKED;
        }
        phase = Phase.DONE;
        session.ended(this);
        return true;
    }

    /**
     * {@return whether everything that the session has seen and written is durable, and told to the sink} If not,
     * either the signal tells when to ask again, or the database has failed, and with it what has not been told.
     */
    private boolean settled(ProgramSink sink) {
        boolean durable;
        try {
            durable = session.seen().durable();
        } catch (SqldException never) {
            failWithDatabase(sink, never);
            return false;
        }
        // an error that says only that the client gave up tells nothing of what was seen
        boolean harmless = abort != null && pending.onlyFailedWith(abort);
        if (!durable && !harmless) {
            session.seen().awaitDurable(phase == Phase.GATE ? deadline : Deadline.NEVER, newSignal());
            return stop(Progress.PARKED);
        }
        pending.flush(sink);
        return true;
    }

    private void failWithDatabase(ProgramSink sink, SqldException failure) {
        pause = Progress.MORE;
        abort = failure;
        if (phase == Phase.GATE) {
            fail(failure);
        }
        pending.fail(sink, failure);
        if (phase == Phase.FLUSH) {
            phase = Phase.DONE;
            session.ended(this);
        }
    }

    /** The session loses its transaction, or its write that is under way, on this connection: on another thread. */
    void loseStatement(PooledConnection lostConnection) {
        SqldException why = session.lost();
        if (!run.halfWayOn(lostConnection) || (why == null && !run.commitsAtItsEnd())) {
            return;
        }
        if (why == null) {
            why = new SqldException(
                    ErrorCode.TRANSACTION_LOST,
                    "the statement was rolled back: its client was too slow to take the rows while others waited to "
                            + "write");
            run.cancel();
        }
        abort = why;
        fail(why);
    }

    @Override
    public boolean reached() {
        return told() || bound.exceed(announced);
    }

    /** {@return whether the client or its deadline wants the program to stop} */
    private boolean told() {
        return interrupted || deadline.expired();
    }

    @Override
    public Signal newSignal() {
        var fresh = new Signal();
        signal = fresh;
        if (interrupted && abort == null && phase != Phase.FLUSH) {
            fresh.fire(); // interrupted just now, while the signal was still the old one
        }
        return fresh;
    }

    /** Makes this program stop soon; thread-safe. */
    void interrupt() {
        interrupted = true;
        Signal parkedOn = signal;
        if (parkedOn != null) {
            parkedOn.fire();
        }
    }

    @Override
    public void onReady(Runnable resume) {
        Signal parkedOn = signal;
        if (parkedOn == null) {
            resume.run(); // it has never been parked
        } else {
            parkedOn.onFire(resume);
        }
    }

    @Override
    public void close() {
        session.lock();
        try {
            abandon();
        } finally {
            session.unlock();
        }
    }

    /** Gives everything back. The session's lock is held. */
    void abandon() {
        if (phase != Phase.DONE) {
            phase = Phase.DONE;
            run.abandon();
            session.ended(this);
        }
    }
}
