package io.sqld.frontend.http.hrana;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.frontend.ClientSession;
import io.sqld.api.frontend.Gateway;
import io.sqld.api.frontend.SessionTask;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import io.sqld.api.storage.SessionRequest;
import io.sqld.frontend.http.websocket.MessageOutput;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A stream of a WebSocket: carries out its requests one after the other, and sends each answer when it is complete. Its
 * session is opened with the first request that needs one.
 *
 * <p>It is one task of its session, submitted again whenever there is something to do: so any number of requests wait
 * here, where reading is stopped when they are too many, and not in the session's mailbox.
 */
final class SocketStream implements SessionTask {
    private final Gateway gateway;
    private final StreamOwner owner;
    private final MessageOutput output;

    private final Object lock = new Object();
    // Guarded by lock.
    private final Deque<SocketJob> waiting = new ArrayDeque<>(2);
    private boolean submitted;
    private @Nullable ClientSession session;
    private boolean closed;
    /** Whether what was submitted is known to the gateway by its one statement, whose time it measures. */
    private boolean alone;

    /** Touched by the session's thread only. */
    private @Nullable SocketJob current;

    SocketStream(Gateway gateway, StreamOwner owner, MessageOutput output) {
        this.gateway = gateway;
        this.owner = owner;
        this.output = output;
    }

    /** Appends a request. Called on the event loop. */
    void add(SocketJob job) {
        synchronized (lock) {
            waiting.add(job);
            if (submitted) {
                return;
            }
            submitted = true;
        }
        submit();
    }

    /** {@return whether nothing was ever asked that needed a session} */
    boolean unused() {
        synchronized (lock) {
            return session == null && waiting.isEmpty();
        }
    }

    /** Rolls back, and ends what runs. Idempotent; by any thread. */
    void close() {
        ClientSession open;
        synchronized (lock) {
            closed = true;
            open = session;
        }
        if (open != null) {
            open.close();
        }
    }

    @Override
    public String statement() {
        synchronized (lock) {
            String statement = waiting.size() == 1 ? waiting.element().statement() : "";
            alone = !statement.isEmpty();
            return statement;
        }
    }

    @Override
    public Progress run(Session open, Runnable resume) {
        var slice = new TimeSlice();
        while (true) {
            if (output.closed()) {
                dropAll();
                return Progress.DONE;
            }
            SocketJob job = current;
            if (job == null) {
                // Nothing is begun for a client that does not read what it has.
                if (!output.writable()) {
                    output.park(resume);
                    return Progress.PARKED;
                }
                job = next();
                if (job == null) {
                    return Progress.DONE;
                }
                current = job;
            }
            Progress progress = job.advance(open, resume, slice);
            if (progress == Progress.DONE) {
                current = null;
            }
            if (progress == Progress.PARKED) {
                return progress;
            }
            if (progress == Progress.DONE && alone()) {
                resubmit();
                return Progress.DONE;
            }
            if (progress == Progress.MORE || slice.over()) {
                return Progress.MORE;
            }
        }
    }

    @Override
    public void failed(SqldException error) {
        SocketJob begun = current;
        current = null;
        if (begun != null) {
            begun.fail(error);
        }
        if (begun != null && error.code() != ErrorCode.SHUTTING_DOWN) {
            // What went wrong was that request's affair.
            resubmit();
            return;
        }
        for (SocketJob job = next(); job != null; job = next()) {
            job.fail(error);
        }
    }

    private void submit() {
        ClientSession open;
        try {
            open = session();
        } catch (SqldException e) {
            failed(e);
            return;
        }
        open.submit(this);
    }

    private void resubmit() {
        synchronized (lock) {
            submitted = !waiting.isEmpty();
            if (!submitted) {
                return;
            }
        }
        submit();
    }

    private boolean alone() {
        synchronized (lock) {
            return alone;
        }
    }

    private ClientSession session() {
        synchronized (lock) {
            if (closed) {
                throw new SqldException(ErrorCode.SHUTTING_DOWN, "the stream has been closed");
            }
            ClientSession open = session;
            if (open == null) {
                open = gateway.open(new SessionRequest(owner.namespace(), owner.identity(), output.client()));
                session = open;
            }
            return open;
        }
    }

    private @Nullable SocketJob next() {
        synchronized (lock) {
            SocketJob job = waiting.poll();
            submitted = job != null;
            return job;
        }
    }

    private void dropAll() {
        SocketJob begun = current;
        current = null;
        if (begun != null) {
            begun.drop();
        }
        for (SocketJob job = next(); job != null; job = next()) {
            job.drop();
        }
    }
}
