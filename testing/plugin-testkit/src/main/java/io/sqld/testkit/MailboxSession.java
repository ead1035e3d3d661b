package io.sqld.testkit;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.frontend.ClientSession;
import io.sqld.api.frontend.SessionTask;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
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
        /** Handed to the pool, or running there. */
        SCHEDULED,
        /** The head task waits for its resume. */
        PARKED,
        /** Closed, nothing runs any more. */
        ENDED
    }

    private final Supplier<Session> opener;
    private final Executor workers;
    private final Consumer<MailboxSession> onClosed;

    private final Object lock = new Object();
    private final ArrayDeque<SessionTask> tasks = new ArrayDeque<>();
    private State state = State.IDLE;
    private boolean resumedEarly;
    private boolean closing;
    private volatile @Nullable Session session;
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
                schedule();
            }
            return Optional.empty();
        }
    }

    @Override
    public void interrupt() {
        Session open = session;
        if (open != null) {
            open.interrupt();
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            if (closing) {
                return;
            }
            closing = true;
            if (state == State.IDLE || state == State.PARKED) {
                schedule();
            }
        }
        interrupt();
    }

    private void schedule() {
        state = State.SCHEDULED;
        workers.execute(this::work);
    }

    private void work() {
        SessionTask task;
        Runnable resume;
        synchronized (lock) {
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
        if (task == null) {
            end();
        } else {
            proceed(task, run(task, resume));
        }
    }

    /** Empty when the task has ended by failing. */
    private Optional<Progress> run(SessionTask task, Runnable resume) {
        try {
            Session open = session;
            if (open == null) {
                open = opener.get();
                session = open;
            }
            return Optional.of(task.run(open, resume));
        } catch (SqldException e) {
            task.failed(e);
        } catch (Throwable e) {
            task.failed(new SqldException(ErrorCode.INTERNAL, "the task failed: " + e, e));
        }
        return Optional.empty();
    }

    private void proceed(SessionTask task, Optional<Progress> progress) {
        synchronized (lock) {
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
        Session open = session;
        if (open != null) {
            open.close();
        }
        onClosed.accept(this);
    }
}
