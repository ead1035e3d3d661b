package io.sqld.storage.libsql;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.Parameter;
import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.StepStats;
import io.sqld.api.sql.ValueSink;
import io.sqld.sqlite.SqliteException;
import io.sqld.sqlite.StatementCounter;
import io.sqld.sqlite.TxnState;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The statement that an execution runs, and the connection it runs on, for as long as it has them. Used again for
 * each step. The session's lock is held.
 */
final class StatementRun {
    private static final Logger LOG = LoggerFactory.getLogger(StatementRun.class);

    private final LibsqlSession session;
    private final Owner owner;
    private final long resultBytesMax;
    private @Nullable PooledConnection connection;
    private @Nullable CachedStatement statement;
    private ConnectionPool.@Nullable Wait connectionWait;
    private boolean begun;
    private boolean writing;
    private boolean wasAutocommit;
    private boolean hasRow;
    private boolean takesSnapshot;
    private long rows;
    private long resultBytes;
    private long sinceNanos;
    private long elapsedNanos;

    StatementRun(LibsqlSession session, Owner owner) {
        this.session = session;
        this.owner = owner;
        this.resultBytesMax = session.database().settings().limits().resultBytes();
    }

    /** The execution. */
    interface Owner extends PooledConnection.StopCondition {
        /** {@return a signal that wakes the execution} */
        Signal newSignal();
    }

    /** {@return whether there is a connection now; if not, the owner's newest signal tells when to ask again} */
    boolean connect(Deadline deadline) {
        if (connection != null) {
            return true;
        }
        PooledConnection found = session.pinned();
        if (found == null && session.holdsTurn()) {
            found = session.database().pool().acquireForWriting();
        }
        if (found == null) {
            found = takeOrAwait(deadline).orElse(null);
        }
        if (found == null) {
            return false;
        }
        found.noticeReplacement();
        found.users(1);
        connection = found;
        return true;
    }

    private Optional<PooledConnection> takeOrAwait(Deadline deadline) {
        ConnectionPool pool = session.database().pool();
        ConnectionPool.Wait wait = connectionWait;
        if (wait != null) {
            connectionWait = null;
            Optional<PooledConnection> granted = wait.take();
            if (granted.isPresent()) {
                return granted;
            }
            wait.cancel();
        }
        Optional<PooledConnection> free = pool.acquire();
        if (free.isEmpty()) {
            Deadline queue = Deadline.after(session.database().settings().connections().queueTimeout());
            connectionWait = pool.await(queue.earlier(deadline), owner.newSignal());
        }
        return free;
    }

    /** Prepares the only statement of {@code sql}, or finds it prepared. */
    StatementFacts lend(String sql) {
        CachedStatement lent = connection().lend(sql);
        statement = lent;
        return lent.facts();
    }

    /** {@return what is known of the statement; nothing, if there is none} */
    StatementFacts facts() {
        CachedStatement lent = statement;
        return lent == null ? StatementFacts.EMPTY : lent.facts();
    }

    boolean hasStatement() {
        return statement != null;
    }

    /** {@return whether it runs on this connection and has been stepped} */
    boolean halfWayOn(PooledConnection candidate) {
        return connection == candidate && begun;
    }

    /** {@return whether it is a write that is a transaction by itself} */
    boolean commitsAtItsEnd() {
        return writing && wasAutocommit;
    }

    /** The connection that wrote last has warm caches: ours is given back for it if it is free. */
    void preferLastWriter() {
        PooledConnection own = connection;
        if (own != null && session.pinned() != own && session.database().pool().hasBetterWriter(own)) {
            giveBack();
        }
    }

    /** The session has the turn to write. */
    void writes() {
        session.database().pool().wrote(connection());
    }

    void bind(ParameterSource source) {
        CachedStatement bound = statement();
        List<Parameter> parameters = bound.facts().parameters();
        source.check(parameters);
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            source.bind(parameter, bound.sqlite().parameter(parameter.index()));
        }
    }

    /** Makes the first step. */
    void begin() {
        PooledConnection own = connection();
        StatementFacts facts = facts();
        wasAutocommit = own.sqlite().autocommit();
        hasRow = false;
        rows = 0;
        resultBytes = 0;
        elapsedNanos = 0;
        sinceNanos = System.nanoTime();
        begun = true;
        writing = facts.needsTurn();
        if (writing) {
            session.writes(own);
        }
        takesSnapshot = own.replaceable()
                && (wasAutocommit || own.sqlite().transactionState() == TxnState.NONE);
        own.beginRun(facts, session.identity(), session.counters(), owner, session.holdsTurn());
        try {
            step();
        } finally {
            session.seen().snapshot(wasAutocommit, own.sqlite().autocommit());
        }
    }

    /**
     * {@return whether the first step has seen other content than the one that it was prepared for: it has to be
     * prepared again} On a replica whose content was replaced just then.
     *
     * @throws SqldException if that cannot be done here
     */
    boolean overtaken() {
        PooledConnection own = connection();
        boolean begins = wasAutocommit && !own.sqlite().autocommit(); // BEGIN looks at nothing yet
        if (!takesSnapshot || begins || !own.replaced()) {
            return false;
        }
        if (!wasAutocommit || own.usedByOthers()) {
            throw new SqldException(ErrorCode.SERIALIZATION_CONFLICT,
                    "the content of this replica was replaced when the statement began; end the transaction and begin "
                            + "again");
        }
        return true;
    }

    /** Makes one more step. */
    void step() {
        hasRow = statement().sqlite().step();
        if (hasRow) {
            rows++;
        }
    }

    /** {@return whether the last step gave a row that has not been {@linkplain #takeRow taken}} */
    boolean hasRow() {
        return hasRow;
    }

    /** Passes the row on. */
    void takeRow(ValueSink sink) {
        hasRow = false;
        if (resultBytesMax == 0) {
            statement().sqlite().row(sink);
        } else {
            var meter = new ResultMeter(sink, resultBytes);
            statement().sqlite().row(meter);
            resultBytes = meter.bytes();
        }
    }

    /** {@return whether the rows passed on so far are too much} */
    boolean resultTooLarge() {
        return resultBytesMax != 0 && resultBytes > resultBytesMax;
    }

    SqldException resultError() {
        return session.database().settings().limits().exceeded("the result is too large", "result", resultBytesMax);
    }

    /** Steps over the row. */
    void skipRow() {
        hasRow = false;
    }

    /** {@return the columns, after the first step} */
    List<Column> columns() {
        return statement().currentColumns();
    }

    /** The execution works again. */
    void resume() {
        PooledConnection own = connection;
        if (own != null && begun) {
            sinceNanos = System.nanoTime();
            own.continueRun(facts(), session.identity(), owner, session.holdsTurn());
        }
    }

    /** The execution pauses. */
    void pause() {
        PooledConnection own = connection;
        if (own != null) {
            resolveCommit(own);
            if (begun) {
                elapsedNanos += System.nanoTime() - sinceNanos;
            }
        }
    }

    /** Takes the first step back: it met the lock of another process. */
    void rewind() {
        connection().pauseRun();
        endWrite();
        begun = false;
        statement().sqlite().reset();
    }

    /** {@return what the statement did} It has completed; everything is given back. */
    StepStats complete() {
        PooledConnection own = connection();
        CachedStatement done = statement();
        StatementFacts facts = done.facts();
        elapsedNanos += System.nanoTime() - sinceNanos;
        own.countChanges(facts);
        resolveCommit(own);
        long written = own.endRun(facts);
        long scanned = done.sqlite().status(StatementCounter.FULLSCAN_STEP, true);
        session.database().metrics().statements().add(1);
        session.succeeded(facts, own, wasAutocommit);
        giveBack();
        return new StepStats(
                facts.kind(),
                facts.changesRows() ? session.counters().changes() : 0,
                session.counters().lastInsertRowid(),
                Math.max(scanned, rows),
                written,
                elapsedNanos);
    }

    /** The statement has failed, or is not to go on. Gives everything back. */
    void fail(int sqliteCode) {
        PooledConnection own = connection;
        StatementFacts facts = facts();
        boolean ran = begun;
        giveBackStatement();
        if (own != null && ran) {
            own.uncountChanges();
            session.failed(facts, own, wasAutocommit, sqliteCode);
        }
        giveBackConnection();
        session.releaseUnusedTurn();
    }

    /** Rolls back what an autocommit statement has written so far. */
    void cancel() {
        connection().cancel(statement());
    }

    /** {@return the error for the client} */
    SqldException translate(SqliteException e) {
        return connection().translate(e);
    }

    /** Gives the statement back, wherever it stands, and then the connection. */
    void giveBack() {
        giveBackStatement();
        giveBackConnection();
    }

    /** Gives back even the place in the queue for a connection. */
    void abandon() {
        ConnectionPool.Wait wait = connectionWait;
        if (wait != null) {
            connectionWait = null;
            wait.cancel();
        }
        giveBack();
        session.releaseUnusedTurn();
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
            // closed half-way, it commits what it has written, and could not
            LOG.warn("{}: a result that was closed early: {}", session.database().file(), e.message());
        } finally {
            if (begun) {
                begun = false;
                resolveCommit(own);
                endWrite();
            }
        }
    }

    private void giveBackConnection() {
        PooledConnection own = connection;
        connection = null;
        if (own != null) {
            own.users(-1);
            session.settle(own);
        }
    }

    private void endWrite() {
        if (writing) {
            writing = false;
            session.wrote();
        }
    }

    private void resolveCommit(PooledConnection own) {
        long commit = own.pauseRun();
        if (commit != 0) {
            session.seen().made(commit, own.takeChanges());
        }
    }

    private PooledConnection connection() {
        PooledConnection own = connection;
        if (own == null) {
            throw new IllegalStateException("no connection");
        }
        return own;
    }

    private CachedStatement statement() {
        CachedStatement lent = statement;
        if (lent == null) {
            throw new IllegalStateException("no statement");
        }
        return lent;
    }
}
