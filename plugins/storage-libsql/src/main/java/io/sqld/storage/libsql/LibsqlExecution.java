package io.sqld.storage.libsql;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.Parameter;
import io.sqld.api.sql.ProgramSink;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.StatementKind;
import io.sqld.api.sql.Step;
import io.sqld.api.sql.StepStats;
import io.sqld.sqlite.ResultCode;
import io.sqld.sqlite.SqliteException;
import io.sqld.sqlite.StatementCounter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program under way, as a machine that can stop wherever it would have to wait.
 *
 * <p>The results of a step without rows wait in {@link PendingResults} until its commit is durable, while later
 * steps run: a program of a hundred inserts needs one sync, not a hundred.
 */
final class LibsqlExecution implements Execution, PooledConnection.StopCondition {
    private static final Logger LOG = LoggerFactory.getLogger(LibsqlExecution.class);
    private static final long SLICE_NANOS = 5_000_000;
    private static final int ROWS_BETWEEN_CLOCK_READS = 32;
    private static final int PENDING_MAX = 256;
    private static final long BACKOFF_FIRST_NANOS = 1_000_000;
    private static final long BACKOFF_MAX_NANOS = 50_000_000;

    private final LibsqlSession session;
    private final List<Step> steps;
    private final StepOutcomes outcomes = new StepOutcomes();
    private final PendingResults pending = new PendingResults();
    private volatile Signal signal = new Signal();
    private volatile boolean interrupted;
    private Deadline deadline = Deadline.NEVER;
    private Phase phase = Phase.NEXT;
    private Progress pause = Progress.MORE;
    /** Fails every step that has not ended. */
    private @Nullable SqldException abort;
    private boolean over;

    private int step;
    private @Nullable PooledConnection connection;
    private @Nullable CachedStatement statement;
    private ConnectionPool.@Nullable Wait connectionWait;
    private List<Column> columns = List.of();
    private boolean ran;
    private boolean begun;
    private boolean rowReady;
    private boolean wasAutocommit;
    private boolean writing;
    private long rows;
    private long elapsedNanos;
    private long busySinceNanos;
    private long backoffNanos;

    LibsqlExecution(LibsqlSession session, List<Step> steps) {
        this.session = session;
        this.steps = steps;
    }

    private enum Phase {
        /** Between two steps. */
        NEXT,
        /** A connection and the statement are needed. */
        PREPARE,
        /** The turn to write is needed. */
        TURN,
        /** The statement is ready to be bound and run. */
        FIRST_STEP,
        /** There is a row, and what it shows may not be durable yet. */
        GATE,
        /** Rows are being sent. */
        ROWS,
        /** No step is left; results may be. */
        FLUSH,
        DONE
    }

    @Override
    public Progress advance(ProgramSink sink, Deadline newDeadline) {
        session.enter(this);
        boolean ended = true;
        pause = Progress.DONE;
        try {
            deadline = newDeadline;
            run(sink, System.nanoTime() + SLICE_NANOS);
            ended = false;
            return pause;
        } finally {
            if (ended) {
                abandon();
            } else if (connection != null) {
                resolveCommit(connection);
            }
            session.leave();
        }
    }

    private void run(ProgramSink sink, long sliceEndNanos) {
        noticeStop();
        PooledConnection own = connection;
        CachedStatement half = statement;
        if (own != null && half != null && ran) {
            own.continueRun(half.facts().kind(), this, session.holdsTurn());
        }
        boolean on = true;
        while (on) {
            on = switch (phase) {
                case NEXT -> next(sink, sliceEndNanos);
                case PREPARE -> prepare();
                case TURN -> awaitTurn();
                case FIRST_STEP -> firstStep();
                case GATE -> gate(sink);
                case ROWS -> rows(sink, sliceEndNanos);
                case FLUSH -> flush(sink);
                case DONE -> stop(Progress.DONE);
            };
        }
    }

    private boolean stop(Progress why) {
        pause = why;
        return false;
    }

    /** A deadline or interrupt fails this step and all later ones; not what only waits for its commit to be durable. */
    private void noticeStop() {
        if (abort != null || phase == Phase.FLUSH || phase == Phase.DONE || !reached()) {
            return;
        }
        abort = interrupted ? new SqldException(ErrorCode.INTERRUPTED, "interrupted by the client")
                : new SqldException(ErrorCode.DEADLINE_EXCEEDED, "the deadline of the request has come");
        if (phase != Phase.NEXT) {
            fail(abort);
        }
    }

    private boolean next(ProgramSink sink, long sliceEndNanos) {
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
        if (step > 0 && abort == null) {
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
            PooledConnection own = connect();
            if (own == null) {
                return stop(Progress.PARKED);
            }
            CachedStatement prepared = own.lend(steps.get(step).sql());
            statement = prepared;
            StatementFacts facts = prepared.facts();
            session.permit(facts);
            SqldException lost = session.lost();
            if (lost != null) {
                endLost(facts, lost);
            } else {
                phase = facts.needsTurn() && !session.holdsTurn() ? Phase.TURN : Phase.FIRST_STEP;
            }
        } catch (SqldException e) {
            fail(e);
        }
        return true;
    }

    /** {@return a connection; null if there is none now, and the signal tells when to ask again} */
    private @Nullable PooledConnection connect() {
        PooledConnection own = connection;
        if (own != null) {
            return own;
        }
        own = session.pinned();
        if (own == null && session.holdsTurn()) {
            own = session.database().pool().acquireForWriting();
        }
        if (own == null) {
            own = waitForConnection();
        }
        if (own != null) {
            own.users(1);
            connection = own;
        }
        return own;
    }

    private @Nullable PooledConnection waitForConnection() {
        ConnectionPool pool = session.database().pool();
        ConnectionPool.Wait wait = connectionWait;
        if (wait != null) {
            connectionWait = null;
            Optional<PooledConnection> granted = wait.take();
            if (granted.isPresent()) {
                return granted.get();
            }
            wait.cancel();
        }
        Optional<PooledConnection> free = pool.acquire();
        if (free.isPresent()) {
            return free.get();
        }
        signal = new Signal();
        Deadline queue = Deadline.after(session.database().settings().connections().queueTimeout());
        connectionWait = pool.await(queue.earlier(deadline), signal);
        return null;
    }

    /** In a transaction that the server has rolled back, nothing runs until the client ends it. */
    private void endLost(StatementFacts facts, SqldException lost) {
        boolean ends = session.endsTransaction(facts);
        if (ends) {
            session.lossTold();
        }
        if (ends && facts.kind() == StatementKind.ROLLBACK) {
            giveBack();
            outcomes.succeeded(step);
            pending.whole(
                    step,
                    List.of(),
                    new StepStats(facts.kind(), 0, session.counters().lastInsertRowid(), 0, 0, 0));
            nextStep();
        } else {
            fail(lost);
        }
    }

    private boolean awaitTurn() {
        try {
            preferLastWriter();
            if (!session.claimed()) {
                signal = new Signal();
            }
            switch (session.claimTurn(deadline, signal)) {
                case HELD -> haveTurn();
                case EXPIRED -> fail(new SqldException(
                        ErrorCode.QUEUE_TIMEOUT,
                        "the statement waited too long for its turn to write (libsql.turn.queue-timeout); nothing "
                                + "was done"));
                case WAITING, RELEASED -> {
                    giveBack();
                    return stop(Progress.PARKED);
                }
            }
        } catch (SqldException e) {
            fail(e);
        }
        return true;
    }

    /** The connection that wrote last has warm caches: this one is given back for it if it is free. */
    private void preferLastWriter() {
        PooledConnection own = connection;
        if (own != null && session.pinned() != own && session.database().pool().hasBetterWriter(own)) {
            giveBack();
        }
    }

    private void haveTurn() {
        PooledConnection own = connection;
        if (own != null && statement != null) {
            session.database().pool().wrote(own);
            phase = Phase.FIRST_STEP;
        } else {
            phase = Phase.PREPARE;
        }
    }

    private boolean firstStep() {
        PooledConnection own = connection();
        CachedStatement prepared = statement();
        if (prepared.facts().needsTurn() && !session.holdsTurn()) {
            phase = Phase.TURN; // it was taken away while another process was in the way
            return true;
        }
        try {
            bind(prepared);
        } catch (SqldException e) {
            fail(e);
            return true;
        } catch (SqliteException e) {
            fail(own.translate(e));
            return true;
        }
        wasAutocommit = own.sqlite().autocommit();
        elapsedNanos = 0;
        rows = 0;
        ran = true;
        writing = prepared.facts().needsTurn();
        if (writing) {
            session.writesUnderWay(1);
        }
        own.beginRun(prepared.facts().kind(), session.counters(), this, session.holdsTurn());
        if (!step(own, prepared)) {
            return pause != Progress.PARKED;
        }
        session.sawSnapshot(wasAutocommit, own.sqlite().autocommit());
        columns = steps.get(step).rowsWanted() ? prepared.currentColumns() : List.of();
        if (!rowReady) {
            complete();
        } else {
            phase = steps.get(step).rowsWanted() ? Phase.GATE : Phase.ROWS;
        }
        return true;
    }

    private void bind(CachedStatement prepared) {
        List<Parameter> parameters = prepared.facts().parameters();
        var source = steps.get(step).parameters();
        source.check(parameters);
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            source.bind(parameter, prepared.sqlite().parameter(parameter.index()));
        }
    }

    /**
     * Makes one step of SQLite. {@return whether it succeeded} If not, the step of the program has failed, or is to
     * wait.
     */
    private boolean step(PooledConnection own, CachedStatement prepared) {
        long start = System.nanoTime();
        try {
            rowReady = prepared.sqlite().step();
            return true;
        } catch (SqliteException e) {
            if (rows == 0 && retryable(e)) {
                backOff();
            } else {
                session.sawSnapshot(wasAutocommit, own.sqlite().autocommit());
                fail(stopped(own, e), e.code());
            }
            return false;
        } finally {
            elapsedNanos += System.nanoTime() - start;
        }
    }

    /** {@return the error, with the reason if it was this server that interrupted the statement} */
    private SqldException stopped(PooledConnection own, SqliteException e) {
        if (e.primaryCode() != ResultCode.INTERRUPT || !reached()) {
            return own.translate(e);
        }
        abort = interrupted ? SqldException.sqlite(ErrorCode.INTERRUPTED, e.code(), e.message())
                : SqldException.sqlite(ErrorCode.DEADLINE_EXCEEDED, e.code(), "the deadline of the request has come");
        return abort;
    }

    /** {@return whether another process was in the way, so that trying again can help} */
    private boolean retryable(SqliteException e) {
        if (e.code() != ResultCode.BUSY && e.code() != ResultCode.BUSY_RECOVERY && e.code() != ResultCode.PROTOCOL) {
            return false;
        }
        long now = System.nanoTime();
        if (backoffNanos == 0) {
            busySinceNanos = now;
        }
        long patience = session.database().settings().turn().queueTimeout().toNanos();
        return now - busySinceNanos < patience && !deadline.expired();
    }

    private void backOff() {
        PooledConnection own = connection();
        own.pauseRun();
        if (writing) {
            session.writesUnderWay(-1);
            writing = false;
        }
        ran = false;
        statement().sqlite().reset();
        backoffNanos = Math.min(BACKOFF_MAX_NANOS, Math.max(BACKOFF_FIRST_NANOS, backoffNanos * 2));
        signal = new Signal();
        session.database().wakeAfter(Math.min(backoffNanos, deadline.remainingNanos()), signal);
        phase = Phase.FIRST_STEP;
        stop(Progress.PARKED);
    }

    private boolean gate(ProgramSink sink) {
        if (!settled(sink)) {
            return pause != Progress.PARKED;
        }
        begun = true;
        sink.beginStep(step, columns);
        phase = Phase.ROWS;
        return true;
    }

    private boolean rows(ProgramSink sink, long sliceEndNanos) {
        PooledConnection own = connection();
        CachedStatement prepared = statement();
        boolean wanted = begun;
        int untilClock = ROWS_BETWEEN_CLOCK_READS;
        while (true) {
            if (rowReady) {
                rowReady = false;
                rows++;
                if (wanted) {
                    sink.beginRow();
                    prepared.sqlite().row(sink);
                    if (!sink.endRow()) {
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
            if (!step(own, prepared)) {
                return true;
            }
            if (!rowReady) {
                complete();
                return true;
            }
        }
    }

    private void complete() {
        PooledConnection own = connection();
        CachedStatement prepared = statement();
        StatementFacts facts = prepared.facts();
        resolveCommit(own);
        long written = own.endRun(facts);
        long scanned = prepared.sqlite().status(StatementCounter.FULLSCAN_STEP, true);
        var stats = new StepStats(
                facts.kind(),
                facts.changesRows() ? session.counters().changes() : 0,
                session.counters().lastInsertRowid(),
                Math.max(scanned, rows),
                written,
                elapsedNanos);
        session.database().metrics().statements().add(1);
        session.succeeded(facts, own, wasAutocommit);
        giveBack();
        outcomes.succeeded(step);
        if (begun) {
            pending.end(step, stats);
        } else {
            pending.whole(step, columns, stats);
        }
        nextStep();
    }

    private void nextStep() {
        step++;
        begun = false;
        rowReady = false;
        backoffNanos = 0;
        columns = List.of();
        phase = Phase.NEXT;
    }

    private boolean flush(ProgramSink sink) {
        if (!settled(sink)) {
            return pause != Progress.PARKED;
        }
        pending.flush(sink);
        phase = Phase.DONE;
        over = true;
        session.ended(this);
        return true;
    }

    /**
     * {@return whether everything that the session has seen and written is durable, and told to the sink} If not,
     * either the signal tells when, or the database has failed.
     */
    private boolean settled(ProgramSink sink) {
        try {
            if (!session.durable()) {
                if (abort != null && pending.onlyFailedWith(abort)) {
                    pending.flush(sink);
                    return true; // which tells nothing of what was seen
                }
                signal = new Signal();
                session.awaitDurable(phase == Phase.GATE ? deadline : Deadline.NEVER, signal);
                return stop(Progress.PARKED);
            }
            pending.flush(sink);
            return true;
        } catch (SqldException notDurable) {
            if (notDurable.code() != ErrorCode.IO_ERROR) {
                throw notDurable;
            }
            pause = Progress.MORE;
            pending.fail(sink, notDurable);
            abort = notDurable;
            if (phase == Phase.GATE) {
                fail(notDurable);
            }
            return phase == Phase.FLUSH;
        }
    }

    private void fail(SqldException error) {
        fail(error, error.sqliteCode().orElse(ResultCode.OK));
    }

    private void fail(SqldException error, int sqliteCode) {
        CachedStatement prepared = statement;
        PooledConnection own = connection;
        boolean mayHaveLost = ran;
        StatementFacts facts = prepared == null ? StatementFacts.EMPTY : prepared.facts();
        giveBackStatement();
        if (own != null) {
            if (mayHaveLost) {
                session.failed(facts, own, wasAutocommit, sqliteCode);
            }
            settle(own);
        }
        session.releaseUnusedTurn();
        outcomes.failed(step);
        pending.failed(step, error);
        nextStep();
    }

    private void resolveCommit(PooledConnection own) {
        long commit = own.pauseRun();
        if (commit != 0) {
            session.committed(commit);
        }
    }

    private void giveBack() {
        PooledConnection own = connection;
        giveBackStatement();
        if (own != null) {
            settle(own);
        }
    }

    private void settle(PooledConnection own) {
        own.users(-1);
        connection = null;
        session.settle(own);
    }

    private void giveBackStatement() {
        PooledConnection own = connection;
        CachedStatement lent = statement;
        statement = null;
        if (own == null || lent == null) {
            return;
        }
        try {
            own.giveBack(lent);
        } catch (SqliteException e) {
            // it was closed half-way, and what it had written could not be committed
            LOG.warn("{}: a result that was closed early: {}", session.database().file(), e.message());
        } finally {
            if (ran) {
                ran = false;
                resolveCommit(own);
                if (writing) {
                    writing = false;
                    session.writesUnderWay(-1);
                }
            }
        }
    }

    /** The session loses its transaction, or its write that is under way, on this connection: on another thread. */
    void loseStatement(PooledConnection lostConnection) {
        CachedStatement half = statement;
        if (connection != lostConnection || half == null || !ran) {
            return;
        }
        SqldException why = session.lost();
        if (why == null) {
            why = new SqldException(
                    ErrorCode.TRANSACTION_LOST,
                    "the statement was rolled back: its client was too slow to take the rows while others waited "
                            + "to write");
            lostConnection.cancel(half);
        }
        abort = why;
        fail(why);
    }

    @Override
    public boolean reached() {
        return interrupted || deadline.expired();
    }

    /** Makes this program stop soon; thread-safe. */
    void interrupt() {
        interrupted = true;
        signal.fire();
    }

    @Override
    public void onReady(Runnable resume) {
        signal.onFire(resume);
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
        if (over) {
            return;
        }
        over = true;
        phase = Phase.DONE;
        if (connectionWait != null) {
            connectionWait.cancel();
            connectionWait = null;
        }
        try {
            giveBack();
        } finally {
            session.releaseUnusedTurn();
            session.ended(this);
        }
    }

    private PooledConnection connection() {
        PooledConnection own = connection;
        if (own == null) {
            throw new IllegalStateException("no connection in phase " + phase);
        }
        return own;
    }

    private CachedStatement statement() {
        CachedStatement prepared = statement;
        if (prepared == null) {
            throw new IllegalStateException("no statement in phase " + phase);
        }
        return prepared;
    }
}
