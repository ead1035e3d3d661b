package io.sqld.storage.libsql;

import io.sqld.api.auth.Identity;
import io.sqld.api.auth.Permission;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import io.sqld.api.sql.ChangeListener;
import io.sqld.api.sql.Description;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.Position;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.ScratchRequest;
import io.sqld.api.sql.Session;
import io.sqld.api.sql.StatementKind;
import io.sqld.api.sql.TransactionState;
import io.sqld.api.storage.SessionRequest;
import io.sqld.sqlite.ResultCode;
import io.sqld.sqlite.SqliteException;
import io.sqld.sqlite.TxnState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session: its place in a transaction, its counters, and the connection it cannot share.
 *
 * <p>Its one lock is free whenever the session waits for its client: so the server can roll back an idle transaction
 * that is in others' way, on another thread, without the connection ever having two users.
 */
final class LibsqlSession implements Session, WriteTurn.Holder {
    private static final Logger LOG = LoggerFactory.getLogger(LibsqlSession.class);

    private final LibsqlDatabase database;
    private final SessionRequest request;
    private final ReentrantLock lock = new ReentrantLock();
    private final SessionCounters counters = new SessionCounters();
    private final SeenCommits seen;
    private final List<LibsqlExecution> executions = new ArrayList<>(1);
    private volatile @Nullable LibsqlExecution active;
    /** The connection that has this session's state: a transaction, a write under way, temporary objects, settings. */
    private @Nullable PooledConnection pinned;
    private final SessionTurn turn = new SessionTurn();
    private @Nullable SqldException lost;
    /** The savepoint that began the transaction, if one did. */
    private String outermostSavepoint = "";
    private boolean tainted;
    private boolean schemaChanged;
    private boolean closed;
    private int writesUnderWay;
    /** Touched only by the thread that uses the session. */
    private long boundNanos;

    LibsqlSession(LibsqlDatabase database, SessionRequest request) {
        this.database = database;
        this.request = request;
        this.seen = new SeenCommits(database);
    }

    @Override
    public Description describe(String sql, int offset) {
        lock.lock();
        try {
            checkOpen();
            PooledConnection own = pinned;
            if (own != null) {
                return describe(own, sql, offset);
            }
            PooledConnection borrowed = database.pool().acquireBriefly();
            try {
                return describe(borrowed, sql, offset);
            } finally {
                database.pool().release(borrowed);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Execution start(Program program) {
        lock.lock();
        try {
            checkOpen();
            if (executions.size() >= database.settings().limits().executions()) {
                throw database.settings()
                        .limits()
                        .exceeded(
                                "the session has too many open statements; close some",
                                "executions",
                                database.settings().limits().executions());
            }
            var execution = new LibsqlExecution(this, program.steps());
            executions.add(execution);
            return execution;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public TransactionState transactionState() {
        lock.lock();
        try {
            return lost != null ? TransactionState.LOST
                    : autocommit() ? TransactionState.AUTOCOMMIT : TransactionState.OPEN;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Position position() {
        return Position.NONE;
    }

    @Override
    public void require(Position atLeast) {
        // The one database of this node is always at its newest position.
    }

    @Override
    public boolean bound(long nanos) {
        boundNanos = nanos;
        return true;
    }

    @Override
    public Session openScratch(ScratchRequest scratch) {
        return database.openScratch(scratch);
    }

    @Override
    public boolean replaceable() {
        lock.lock();
        try {
            return pinned == null && lost == null && !tainted && executions.isEmpty() && !closed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean loseTransaction(String why) {
        if (!lock.tryLock()) {
            return false; // it is being worked at
        }
        try {
            PooledConnection own = pinned;
            if (own == null || own.sqlite().autocommit()) {
                return false;
            }
            LOG.info("{}: the transaction of {} is rolled back: {}", database.file(), request.client(), why);
            lose(why);
            rollBackIdle(own);
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void listen(ChangeListener listener) {
        if (!request.identity().may(Permission.READ)) {
            throw new SqldException(ErrorCode.PERMISSION_DENIED, "hearing of changes takes the right to read");
        }
        database.listeners().put(this, listener);
    }

    @Override
    public void interrupt() {
        LibsqlExecution running = active;
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            for (LibsqlExecution execution : List.copyOf(executions)) {
                execution.abandon();
            }
            giveEverythingBack();
        } finally {
            lock.unlock();
        }
        database.listeners().remove(this);
        database.closed(this);
    }

    private void giveEverythingBack() {
        PooledConnection connection = pinned;
        pinned = null;
        if (connection != null && (tainted || !rollBack(connection))) {
            database.pool().discard(connection);
        } else if (connection != null) {
            database.pool().release(connection);
        }
        turn.release();
    }

    /** {@return whether the connection has no transaction any more} */
    private boolean rollBack(PooledConnection connection) {
        try {
            if (!connection.sqlite().autocommit()) {
                connection.sqlite().execute("ROLLBACK");
                forgetTemporaryNames(connection);
            }
            return true;
        } catch (SqliteException e) {
            LOG.warn("{}: a rollback failed, so its connection is closed", database.file(), e);
            return false;
        }
    }

    // What follows is for the executions of this session, which hold its lock.

    LibsqlDatabase database() {
        return database;
    }

    /** {@return how long a statement may run now; 0 for as long as it takes} */
    long boundNanos() {
        return boundNanos;
    }

    SessionCounters counters() {
        return counters;
    }

    /** An execution begins to work. */
    void enter(LibsqlExecution execution) {
        lock.lock();
        if (closed) {
            lock.unlock();
            throw new SqldException(ErrorCode.SHUTTING_DOWN, "the session is closed");
        }
        active = execution;
        turn.busy();
    }

    /** It pauses. */
    void leave() {
        turn.idle();
        lock.unlock();
    }

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    /** An execution is over. */
    void ended(LibsqlExecution execution) {
        executions.remove(execution);
        if (active == execution) {
            active = null;
        }
    }

    /** {@return the connection that this session must use, if there is one} */
    @Nullable
    PooledConnection pinned() {
        return pinned;
    }

    /** {@return whether no transaction is open, and none is lost} */
    boolean autocommit() {
        PooledConnection own = pinned;
        return lost == null && (own == null || own.sqlite().autocommit());
    }

    /** {@return why the transaction is lost, until the client has ended it} */
    @Nullable
    SqldException lost() {
        return lost;
    }

    /** The client has ended the lost transaction. */
    void lossTold() {
        lost = null;
    }

    /** {@return whether this statement ends a lost transaction} */
    boolean endsTransaction(StatementFacts facts) {
        return facts.kind() == StatementKind.COMMIT || facts.kind() == StatementKind.ROLLBACK
                || (facts.kind() == StatementKind.RELEASE && facts.savepoint().equalsIgnoreCase(outermostSavepoint));
    }

    /** Checks the rights of the client. */
    void permit(StatementFacts facts) {
        if (request.identity().isUnrestricted()) {
            return;
        }
        for (Permission permission : facts.required()) {
            if (!request.identity().may(permission)) {
                throw new SqldException(
                        ErrorCode.PERMISSION_DENIED,
                        "user " + request.identity().name() + " has no right to " + verb(permission));
            }
        }
    }

    /** {@return whose session it is} */
    Identity identity() {
        return request.identity();
    }

    boolean holdsTurn() {
        return turn.held();
    }

    /**
     * {@return where the claim to the turn stands; a new one is made if there is none, with a new signal of the run}
     */
    WriteTurn.State claimTurn(Deadline deadline, StatementRun.Owner run) {
        return turn.claim(() -> {
            Deadline queue = Deadline.after(database.settings().turn().queueTimeout());
            return database.turn().claim(this, queue.earlier(deadline), run.newSignal());
        });
    }

    /** Gives up a claim that this session waits for, or a turn that it has not used. */
    void releaseUnusedTurn() {
        PooledConnection own = pinned;
        boolean writing = writesUnderWay != 0
                || (own != null && own.sqlite().transactionState() == TxnState.WRITE);
        if (!writing || !holdsTurn()) {
            turn.release();
        }
    }

    /** A statement that needs the turn begins. */
    void writes(PooledConnection connection) {
        writesUnderWay++;
        pinned = connection;
    }

    /** It has ended. */
    void wrote() {
        writesUnderWay--;
    }

    /** {@return the commits that this session has seen or made} */
    SeenCommits seen() {
        return seen;
    }

    /** A statement has ended with success. */
    void succeeded(StatementFacts facts, PooledConnection connection, boolean wasAutocommit) {
        boolean isAutocommit = connection.sqlite().autocommit();
        if (wasAutocommit && !isAutocommit) {
            outermostSavepoint = facts.kind() == StatementKind.SAVEPOINT ? facts.savepoint() : "";
        }
        if (facts.pins()) {
            tainted = true;
        }
        if (facts.required().contains(Permission.SCHEMA)) {
            schemaChanged = true;
            database.schemaChanged();
        }
        boolean undone = facts.kind() == StatementKind.ROLLBACK || facts.kind() == StatementKind.ROLLBACK_TO;
        if (facts.temporarySchema() || (tainted && undone)) {
            connection.forgetStatements();
        }
    }

    /** A rollback may have taken temporary objects away, or brought them back. */
    private void forgetTemporaryNames(PooledConnection connection) {
        if (tainted) {
            connection.forgetStatements();
        }
    }

    /** A statement has failed. If SQLite has ended its transaction too, the session has lost it. */
    void failed(StatementFacts facts, PooledConnection connection, boolean wasAutocommit, int sqliteCode) {
        if (wasAutocommit || !connection.sqlite().autocommit() || endsTransaction(facts)) {
            return;
        }
        forgetTemporaryNames(connection);
        switch (sqliteCode & 0xff) {
            case ResultCode.FULL, ResultCode.IOERR, ResultCode.NOMEM, ResultCode.BUSY, ResultCode.INTERRUPT -> lose(
                    "the transaction was rolled back when a statement in it failed; end it and begin again");
            default -> {
                // the client asked for it: ON CONFLICT ROLLBACK, RAISE(ROLLBACK)
            }
        }
    }

    /** Decides who keeps a connection whose statement has ended, and whether others may write now. */
    void settle(PooledConnection connection) {
        boolean inTransaction = !connection.sqlite().autocommit();
        if (!inTransaction && writesUnderWay == 0) {
            if (holdsTurn()) {
                turn.release();
            }
            if (schemaChanged) {
                schemaChanged = false;
                database.schemaChanged();
            }
        }
        if (inTransaction || tainted || writesUnderWay != 0) {
            pinned = connection;
        } else {
            if (pinned == connection) {
                pinned = null;
            }
            if (!connection.used()) {
                database.pool().release(connection);
            }
        }
    }

    @Override
    public void loseTurn(WriteTurn.Claim overdue) {
        if (!lock.tryLock()) {
            return; // at work again
        }
        try {
            if (turn.overdue(overdue, database.settings().turn().idleTimeout().toNanos())) {
                LOG.info(
                        "{}: the transaction of {} is rolled back: it was idle for {} while others wait to write",
                        database.file(),
                        request.client(),
                        database.settings().turn().idleTimeout());
                loseIdleTransaction();
            }
        } finally {
            lock.unlock();
        }
    }

    private void loseIdleTransaction() {
        PooledConnection connection = pinned;
        if (connection == null) {
            turn.release();
            return;
        }
        if (!connection.sqlite().autocommit()) {
            lose("the transaction was rolled back: it was idle for longer than "
                    + database.settings().turn().idleTimeout().toMillis()
                    + " ms (libsql.turn.idle-timeout) while others waited to write; end it and begin again");
        }
        rollBackIdle(connection);
    }

    private void rollBackIdle(PooledConnection connection) {
        connection.users(1);
        for (LibsqlExecution execution : List.copyOf(executions)) {
            execution.loseStatement(connection);
        }
        connection.users(-1);
        if (rollBack(connection)) {
            settle(connection);
        } else {
            pinned = null;
            database.pool().discard(connection);
            turn.release();
        }
    }

    private void lose(String why) {
        lost = new SqldException(ErrorCode.TRANSACTION_LOST, why);
        database.metrics().lostTransactions().add(1);
    }

    private Description describe(PooledConnection connection, String sql, int offset) {
        PooledConnection.Described described = connection.describe(sql, offset);
        permit(described.facts());
        return described.facts().description(described.end());
    }

    private void checkOpen() {
        if (closed) {
            throw new SqldException(ErrorCode.SHUTTING_DOWN, "the session is closed");
        }
    }

    private static String verb(Permission permission) {
        return switch (permission) {
            case READ -> "read tables";
            case WRITE -> "write";
            case SCHEMA -> "change the schema";
            case ATTACH -> "attach databases";
            case ADMIN -> "reach files of the server or settings of the engine";
        };
    }
}
