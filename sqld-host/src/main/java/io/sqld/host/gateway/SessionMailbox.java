package io.sqld.host.gateway;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.frontend.ClientSession;
import io.sqld.api.frontend.SessionTask;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import io.sqld.api.storage.Database;
import io.sqld.api.storage.SessionRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session's tasks, run one at a time.
 *
 * <pre>
 *          submit           a worker takes it
 *   IDLE ----------> READY -------------------> RUNNING
 *    ^                 ^  ^                       | | |
 *    |                 |  +-- MORE, next task ----+ | |
 *    |                 +------ resume ---- PARKED <-+ |
 *    +----------------------- nothing left -----------+
 * </pre>
 * From any of them {@link #close} leads to CLOSED, through READY, so that the session is closed on a worker.
 *
 * <p>{@code sessionLock} keeps {@link #interrupt} away from a session that is being closed. It is taken before
 * storage's own locks, {@code lock} after them (storage calls {@link Wakeup}), so nothing takes it, or calls out, under
 * {@code lock}.
 */
final class SessionMailbox implements ClientSession, Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionMailbox.class);

    private static final long INTERRUPT_PAUSE_MILLIS_MAX = 100;

    private enum State {
        IDLE, READY, RUNNING, PARKED, CLOSED
    }

    private final SessionGateway gateway;
    private final SessionRequest request;

    private final Object lock = new Object();
    // Guarded by lock.
    private final ArrayDeque<SessionTask> waiting = new ArrayDeque<>(2);
    private State state = State.IDLE;
    private boolean closing;
    /** While RUNNING, the thread that runs it. */
    private @Nullable Thread runner;
    /** The statement of the first task of those that wait, if it came while nothing else did. */
    private String nextStatement = "";

    private final Object sessionLock = new Object();
    // Guarded by sessionLock; written by the worker only, which therefore reads the session without it.
    private @Nullable Session session;
    private boolean interruptible;

    // Touched by the worker only; what passes them from one worker to the next is lock.
    private @Nullable SessionTask current;
    private String statement = "";
    private @Nullable DatabaseSlot database;
    private @Nullable SqldException openFailure;
    private Wakeup wakeup = new Wakeup();

    SessionMailbox(SessionGateway gateway, SessionRequest request) {
        this.gateway = gateway;
        this.request = request;
    }

    @Override
    public void submit(SessionTask task) {
        SqldException refusal = null;
        boolean wake = false;
        String statement = task.statement();
        synchronized (lock) {
            if (closing) {
                refusal = closed();
            } else if (waiting.size() >= gateway.limits().sessionQueue()) {
                refusal = new SqldException(ErrorCode.OVERLOADED, "too many requests wait in this session: "
                        + "sqld.limits.session-queue is " + gateway.limits().sessionQueue());
            } else if (!gateway.admitTask()) {
                refusal = new SqldException(ErrorCode.OVERLOADED,
                        "too many requests wait in the server: sqld.limits.tasks is " + gateway.limits().tasks());
            } else {
                waiting.add(task);
                wake = state == State.IDLE;
                if (wake) {
                    state = State.READY;
                    nextStatement = statement;
                }
            }
        }
        if (refusal != null) {
            fail(task, refusal);
        } else if (wake) {
            wake(statement);
        }
    }

    /**
     * A statement that is known to be short costs less here than its way to a worker and back. Should it turn out to be
     * long this time, or to write, a worker runs it from its beginning. Opening a database is for workers in any case.
     */
    private void wake(String statement) {
        if (!statement.isEmpty() && gateway.shortStatements().contains(statement)
                && gateway.databaseSlot(request.namespace()).settledAlready()) {
            turn(true);
        } else {
            gateway.schedule(this);
        }
    }

    @Override
    public void interrupt() {
        synchronized (sessionLock) {
            if (session != null && interruptible) {
                session.interrupt();
            }
        }
    }

    @Override
    public void close() {
        List<SessionTask> refused;
        boolean wake;
        boolean neverUsed;
        boolean running;
        synchronized (lock) {
            if (closing) {
                return;
            }
            closing = true;
            refused = new ArrayList<>(waiting);
            waiting.clear();
            neverUsed = state == State.IDLE && session == null;
            // A task that closes its own session, as that of an HTTP request does, needs no interrupt to end.
            running = state == State.RUNNING && runner != Thread.currentThread();
            wake = !neverUsed && (state == State.IDLE || state == State.PARKED);
            if (neverUsed) {
                state = State.CLOSED;
            } else if (wake) {
                state = State.READY;
            }
        }
        interrupt();
        for (SessionTask task : refused) {
            fail(task, closed());
            gateway.taskEnded();
        }
        if (neverUsed) {
            gateway.closed(this);
        } else if (wake) {
            gateway.schedule(this);
        } else if (running) {
            Thread.ofVirtual().name("sqld-interrupt-1").start(this::interruptUntilClosed);
        }
    }

    /** An interrupt does nothing between two executions: the next one might then run on for as long as it likes. */
    private void interruptUntilClosed() {
        long pauseMillis = 1;
        while (!isClosed()) {
            interrupt();
            try {
                Thread.sleep(pauseMillis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            pauseMillis = Math.min(2 * pauseMillis, INTERRUPT_PAUSE_MILLIS_MAX);
        }
    }

    private boolean isClosed() {
        synchronized (lock) {
            return state == State.CLOSED;
        }
    }

    /** One turn on a worker: a slice of a task, and more for as long as no other session waits. */
    @Override
    public void run() {
        turn(false);
    }

    /** @param here whether this is no worker: then for one go only, and never to close the session, which may write */
    private void turn(boolean here) {
        while (begin()) {
            if (!settle(step(here))) {
                return;
            }
            if (here || gateway.hasBacklog()) {
                requeue();
                return;
            }
        }
        if (here) {
            requeue();
        } else {
            finish();
        }
    }

    private void requeue() {
        synchronized (lock) {
            state = State.READY;
        }
        gateway.schedule(this);
    }

    /** {@return whether there is a task to run; otherwise the session is to be closed} */
    private boolean begin() {
        boolean fresh = false;
        synchronized (lock) {
            state = State.RUNNING;
            runner = Thread.currentThread();
            if (closing) {
                return false;
            }
            if (current == null) {
                current = waiting.poll();
                statement = nextStatement;
                nextStatement = "";
                fresh = true;
            }
            if (wakeup.fired) {
                wakeup = new Wakeup();
            }
        }
        if (fresh) {
            interruptible(true);
        }
        return true;
    }

    private Progress step(boolean here) {
        SessionTask task = Objects.requireNonNull(current);
        try {
            Session open = session != null ? session : openSession();
            return open == null ? Progress.PARKED : run(task, open, here);
        } catch (SqldException e) {
            fail(task, e);
        } catch (Throwable e) {
            fail(task, internal(e));
        }
        return Progress.DONE;
    }

    private Progress run(SessionTask task, Session open, boolean here) {
        if (here) {
            Progress progress = runBounded(task, open);
            if (progress == Progress.MORE) {
                gateway.shortStatements().unfit(statement);
            }
            return progress;
        }
        if (statement.isEmpty()) {
            return task.run(open, wakeup);
        }
        long begun = System.nanoTime();
        Progress progress = task.run(open, wakeup);
        // What has more to do than fits in one go is not short, however short that go was.
        long nanos = progress == Progress.MORE ? Long.MAX_VALUE : System.nanoTime() - begun;
        gateway.shortStatements().ran(statement, nanos);
        return progress;
    }

    private Progress runBounded(SessionTask task, Session open) {
        if (!open.bound(gateway.limits().shortStatementNanos())) {
            return Progress.MORE;
        }
        try {
            return task.run(open, wakeup);
        } finally {
            open.bound(0);
        }
    }

    /** {@return the session, or null while another session's worker opens the database} */
    private @Nullable Session openSession() {
        if (openFailure != null) {
            throw openFailure;
        }
        try {
            if (database == null) {
                database = gateway.databaseSlot(request.namespace());
            }
            Database open = database.database(wakeup);
            if (open == null) {
                return null;
            }
            Session opened = open.openSession(request);
            synchronized (sessionLock) {
                session = opened;
            }
            return opened;
        } catch (SqldException e) {
            openFailure = e;
            throw e;
        } catch (RuntimeException e) {
            openFailure = internal(e);
            throw openFailure;
        }
    }

    /** {@return whether the session can go on at once; if not, it belongs to another thread from here on} */
    private boolean settle(Progress progress) {
        boolean done = progress == Progress.DONE;
        if (done) {
            current = null;
            interruptible(false);
            gateway.taskEnded();
        }
        synchronized (lock) {
            if (closing) {
                return true;
            }
            if (progress == Progress.PARKED && !wakeup.fired) {
                state = State.PARKED;
            } else if (done && waiting.isEmpty()) {
                state = State.IDLE;
            } else {
                return true;
            }
            return false;
        }
    }

    private void finish() {
        SessionTask unfinished = current;
        if (unfinished != null) {
            current = null;
            fail(unfinished, closed());
            gateway.taskEnded();
        }
        Session closed = session;
        synchronized (sessionLock) {
            session = null;
            interruptible = false;
        }
        if (closed != null) {
            try {
                closed.close();
            } catch (Throwable e) {
                LOG.error("Cannot close a session of {}", request.client(), e);
            }
        }
        synchronized (lock) {
            state = State.CLOSED;
        }
        gateway.closed(this);
    }

    private void interruptible(boolean value) {
        synchronized (sessionLock) {
            interruptible = value;
        }
    }

    private SqldException internal(Throwable cause) {
        String id = gateway.newIncidentId();
        LOG.error("Incident {} in a session of {}", id, request.client(), cause);
        return new SqldException(ErrorCode.INTERNAL, "internal error " + id + "; the server's log explains it");
    }

    private static void fail(SessionTask task, SqldException error) {
        try {
            task.failed(error);
        } catch (Throwable e) {
            LOG.error("A front end failed to report: {}", error.message(), e);
        }
    }

    private static SqldException closed() {
        return new SqldException(ErrorCode.SHUTTING_DOWN, "the session has been closed");
    }

    /** Lets a parked task run again, once. */
    private final class Wakeup implements Runnable {
        // Guarded by lock.
        private boolean fired;

        @Override
        public void run() {
            synchronized (lock) {
                if (fired || wakeup != this) {
                    return;
                }
                fired = true;
                if (state != State.PARKED) {
                    // The worker has not left yet: it sees this when it settles.
                    return;
                }
                state = State.READY;
            }
            gateway.schedule(SessionMailbox.this);
        }
    }
}
