package io.sqld.testkit;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.frontend.ClientSession;
import io.sqld.api.frontend.SessionTask;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The mailbox of a {@link TestGateway}: one lock, one head task, at most one hand-off to the pool at a time. Simple
 * rather than fast.
 */
final class MailboxSession implements ClientSession {
    private enum State {
        /** Nothing to do. */
        IDLE,
        /** There is a task, and its submitter decides where it runs. */
        READY,
        /** Handed to the pool, or running there. */
        SCHEDULED,
        /** The head task waits for its resume. */
        PARKED,
        /** Closed, nothing runs any more. */
        ENDED
    }

    private static final long BOUND_NANOS = 100_000;
    private static final int RUNS_BEFORE = 2;
    private static final int RUNS_UNFIT = -100;
    private static final long INTERRUPT_PAUSE_NANOS = 1_000_000;

    private final Supplier<Session> opener;
    private final Executor workers;
    private final Consumer<MailboxSession> onClosed;

    private final Object lock = new Object();
    private final ArrayDeque<SessionTask> tasks = new ArrayDeque<>();
    private State state = State.IDLE;
    private boolean resumedEarly;
    private boolean closing;
    /** How often each text has run, as the only statement of its task; those that took too long are far below 0. */
    private final Map<String, Integer> runs = new HashMap<>();
    /** Guards {@code session} against an interrupt while it is being closed. */
    private final Object sessionLock = new Object();
    private volatile @Nullable Session session;
    private @Nullable Thread runner;
    /** The run in hand; a resume of an earlier one is out of date. */
    private long run;

    MailboxSession(Supplier<Session> opener, Executor workers, Consumer<MailboxSession> onClosed) {
        this.opener = opener;
        this.workers = workers;
        this.onClosed = onClosed;
    }

    @Override
    public void submit(SessionTask task) {
        Optional<SqldException> refusal = accept(task);
        refusal.ifPresent(task::failed);
        if (refusal.isEmpty() && startHere()) {
            work(true);
        }
    }

    /** A task with a statement that has been seen before begins on the thread that submits it, as the host's do. */
    private boolean startHere() {
        synchronized (lock) {
            if (state != State.READY) {
                return false;
            }
            state = State.SCHEDULED;
            if (!closing && session != null && runs.getOrDefault(tasks.getFirst().statement(), 0) >= RUNS_BEFORE) {
                return true;
            }
            schedule();
            return false;
        }
    }

    private Optional<SqldException> accept(SessionTask task) {
        synchronized (lock) {
            if (closing) {
                return Optional.of(new SqldException(ErrorCode.SHUTTING_DOWN, "the session is closed"));
            }
            if (tasks.size() >= TestGateway.MAILBOX_TASKS_MAX) {
                return Optional.of(new SqldException(ErrorCode.OVERLOADED, "too many requests wait on this session"));
            }
            tasks.add(task);
            if (state == State.IDLE) {
                state = State.READY;
            }
            return Optional.empty();
        }
    }

    @Override
    public void interrupt() {
        synchronized (sessionLock) {
            Session open = session;
            if (open != null) {
                open.interrupt();
            }
        }
    }

    @Override
    public void close() {
        boolean running;
        synchronized (lock) {
            if (closing) {
                return;
            }
            closing = true;
            running = runner != null && runner != Thread.currentThread();
            if (state == State.IDLE || state == State.PARKED) {
                schedule();
            }
        }
        interrupt();
        if (running) {
            Thread.ofVirtual().name("sqld-interrupt-1").start(this::interruptUntilEnded);
        }
    }

    /** An interrupt does nothing between two executions: the next one might then run on for as long as it likes. */
    private void interruptUntilEnded() {
        while (!ended()) {
            interrupt();
            LockSupport.parkNanos(INTERRUPT_PAUSE_NANOS);
        }
    }

    private boolean ended() {
        synchronized (lock) {
            return state == State.ENDED;
        }
    }

    private void schedule() {
        state = State.SCHEDULED;
        workers.execute(() -> work(false));
    }

    /** @param here whether this is the thread that submits, and no worker */
    private void work(boolean here) {
        SessionTask task;
        Runnable resume;
        synchronized (lock) {
            runner = Thread.currentThread();
            if (closing || tasks.isEmpty()) {
                task = null;
                resume = () -> {};
            } else {
                task = tasks.getFirst();
                long thisRun = ++run;
                resumedEarly = false;
                resume = () -> resume(thisRun);
            }
        }
        if (task != null) {
            proceed(task, run(task, resume, here));
        } else if (here) {
            synchronized (lock) {
                schedule();
            }
        } else {
            end();
        }
    }

    /** Empty when the task has ended by failing. */
    private Optional<Progress> run(SessionTask task, Runnable resume, boolean here) {
        try {
            Session open = session;
            if (open == null) {
                open = opener.get();
                session = open;
            }
            return Optional.of(here ? runBounded(task, open, resume) : task.run(open, resume));
        } catch (SqldException e) {
            task.failed(e);
        } catch (Throwable e) {
            task.failed(new SqldException(ErrorCode.INTERNAL, "the task failed: " + e, e));
        }
        return Optional.empty();
    }

    private static Progress runBounded(SessionTask task, Session open, Runnable resume) {
        if (!open.bound(BOUND_NANOS)) {
            return Progress.MORE;
        }
        try {
            return task.run(open, resume);
        } finally {
            open.bound(0);
        }
    }

    private void proceed(SessionTask task, Optional<Progress> progress) {
        String statement = task.statement();
        synchronized (lock) {
            runner = null;
            if (!statement.isEmpty() && progress.equals(Optional.of(Progress.MORE))) {
                runs.put(statement, RUNS_UNFIT);
            } else if (!statement.isEmpty() && progress.equals(Optional.of(Progress.DONE))) {
                runs.merge(statement, 1, Integer::sum);
            }
            if (progress.isEmpty() || progress.get() == Progress.DONE) {
                tasks.remove(task);
            } else if (progress.get() == Progress.PARKED && !resumedEarly && !closing) {
                state = State.PARKED;
                return;
            }
            if (tasks.isEmpty() && !closing) {
                state = State.IDLE;
            } else {
                schedule();
            }
        }
    }

    private void resume(long ofRun) {
        synchronized (lock) {
            if (ofRun != run) {
                return;
            }
            if (state == State.PARKED) {
                schedule();
            } else {
                resumedEarly = true;
            }
        }
    }

    private void end() {
        List<SessionTask> left;
        synchronized (lock) {
            state = State.ENDED;
            left = new ArrayList<>(tasks);
            tasks.clear();
        }
        var error = new SqldException(ErrorCode.SHUTTING_DOWN, "the session was closed");
        left.forEach(task -> task.failed(error));
        synchronized (sessionLock) {
            Session open = session;
            session = null;
            if (open != null) {
                open.close();
            }
        }
        onClosed.accept(this);
    }
}
