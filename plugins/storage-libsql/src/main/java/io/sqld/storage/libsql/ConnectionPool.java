package io.sqld.storage.libsql;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one database. Thread-safe; waiting for one costs no thread.
 *
 * <p>The connection used last is lent first, since its caches are warm. Writers get the one that wrote last whenever
 * it is free: it alone need not read anew the pages that a commit has changed.
 */
final class ConnectionPool implements AutoCloseable {
    private final int max;
    private final Supplier<PooledConnection> opener;
    private final Runnable onContention;
    private final Object mutex = new Object();
    private final ArrayDeque<PooledConnection> free = new ArrayDeque<>();
    private final ArrayDeque<Wait> waiting = new ArrayDeque<>();
    private @Nullable PooledConnection lastWriter;
    private boolean lastWriterFree;
    private int open;
    private boolean closed;

    /** {@code onContention} is called whenever somebody has to wait: {@link #sweep} must follow soon. */
    ConnectionPool(int max, Supplier<PooledConnection> opener, Runnable onContention) {
        this.max = max;
        this.opener = opener;
        this.onContention = onContention;
    }

    /** Waits for a connection. */
    final class Wait {
        private final Deadline deadline;
        private final Signal signal;
        private @Nullable PooledConnection granted;
        private boolean expired;

        private Wait(Deadline deadline, Signal signal) {
            this.deadline = deadline;
            this.signal = signal;
        }

        /**
         * {@return the connection, once there is one}
         *
         * @throws SqldException with {@code QUEUE_TIMEOUT} if none came in time
         */
        Optional<PooledConnection> take() {
            synchronized (mutex) {
                if (expired) {
                    throw new SqldException(
                            ErrorCode.QUEUE_TIMEOUT,
                            "no connection became free in time: all " + max
                                    + " of libsql.connections.max are used by sessions with open transactions "
                                    + "or results");
                }
                Optional<PooledConnection> taken = Optional.ofNullable(granted);
                granted = null;
                return taken;
            }
        }

        /** Waits no longer. */
        void cancel() {
            PooledConnection unused;
            synchronized (mutex) {
                waiting.remove(this);
                unused = granted;
                granted = null;
            }
            if (unused != null) {
                release(unused);
            }
        }
    }

    /** {@return a free or new connection, if the limit allows} */
    Optional<PooledConnection> acquire() {
        synchronized (mutex) {
            checkOpen();
            PooledConnection found = free.pollLast();
            if (found == null && lastWriterFree) {
                found = takeLastWriter();
            }
            if (found != null) {
                return Optional.of(found);
            }
            if (open >= max) {
                return Optional.empty();
            }
            open++;
        }
        return Optional.of(openOne());
    }

    /** {@return the connection that wrote last, or any other} Never waits: there is only one writer. */
    PooledConnection acquireForWriting() {
        PooledConnection found;
        synchronized (mutex) {
            checkOpen();
            found = lastWriterFree ? takeLastWriter() : free.pollLast();
            if (found == null) {
                open++;
            }
        }
        PooledConnection writer = found == null ? openOne() : found;
        wrote(writer);
        return writer;
    }

    /** {@return a connection for a short look, beyond the limit if need be} As many as there are threads, at most. */
    PooledConnection acquireBriefly() {
        synchronized (mutex) {
            checkOpen();
            PooledConnection found = free.pollLast();
            if (found == null && lastWriterFree) {
                found = takeLastWriter();
            }
            if (found != null) {
                return found;
            }
            open++;
        }
        return openOne();
    }

    /** {@return whether the connection that wrote last is free, and is another} */
    boolean hasBetterWriter(PooledConnection candidate) {
        synchronized (mutex) {
            return lastWriterFree && lastWriter != candidate;
        }
    }

    /** Notes that this connection writes now. */
    void wrote(PooledConnection writer) {
        synchronized (mutex) {
            if (lastWriter == writer) {
                return;
            }
            if (lastWriter != null && lastWriterFree) {
                free.addLast(lastWriter);
            }
            lastWriter = writer;
            lastWriterFree = false;
        }
    }

    /**
     * Waits for a connection, in the order of asking. {@code signal} fires when {@link Wait#take} has one, or when
     * it is worth calling {@link #acquire} again.
     */
    Wait await(Deadline deadline, Signal signal) {
        var wait = new Wait(deadline, signal);
        boolean mustWait;
        synchronized (mutex) {
            mustWait = !closed && open >= max && free.isEmpty() && !lastWriterFree;
            if (mustWait) {
                waiting.addLast(wait);
            }
        }
        if (mustWait) {
            onContention.run();
        } else {
            signal.fire();
        }
        return wait;
    }

    /** Takes a connection back; it has no transaction and no statement under way. */
    void release(PooledConnection connection) {
        Wait next = null;
        synchronized (mutex) {
            if (!closed && open <= max) {
                next = waiting.pollFirst();
                if (next != null) {
                    next.granted = connection;
                } else {
                    connection.idleSince(System.nanoTime());
                    giveFree(connection);
                    return;
                }
            }
        }
        if (next == null) {
            discard(connection);
        } else {
            next.signal.fire();
        }
    }

    /** Closes a connection that nobody else may get. */
    void discard(PooledConnection connection) {
        forget(connection);
        connection.close();
    }

    /** {@return how many are open} */
    int open() {
        synchronized (mutex) {
            return open;
        }
    }

    /** {@return how many wait} */
    int waiting() {
        synchronized (mutex) {
            return waiting.size();
        }
    }

    /** Ends the waits whose deadline has come. */
    void sweep() {
        var expired = new ArrayList<Wait>();
        synchronized (mutex) {
            waiting.removeIf(wait -> wait.deadline.expired() && expired.add(wait));
            expired.forEach(wait -> wait.expired = true);
        }
        expired.forEach(wait -> wait.signal.fire());
    }

    /** Closes free connections that nobody has used since {@code nanos}. */
    void trim(long nanos) {
        var old = new ArrayList<PooledConnection>();
        synchronized (mutex) {
            free.removeIf(connection -> connection.idleSinceNanos() - nanos < 0 && old.add(connection));
            open -= old.size();
        }
        old.forEach(PooledConnection::close);
    }

    /** Closes the free connections; those that are lent are closed when they come back. */
    @Override
    public void close() {
        List<PooledConnection> rest;
        List<Wait> woken;
        synchronized (mutex) {
            closed = true;
            woken = new ArrayList<>(waiting);
            waiting.clear();
            rest = new ArrayList<>(free);
            free.clear();
            if (lastWriterFree) {
                rest.add(takeLastWriter());
            }
            open -= rest.size();
        }
        rest.forEach(PooledConnection::close);
        woken.forEach(wait -> wait.signal.fire());
    }

    private void giveFree(PooledConnection connection) {
        if (connection == lastWriter) {
            lastWriterFree = true;
        } else {
            free.addLast(connection);
        }
    }

    private PooledConnection takeLastWriter() {
        PooledConnection writer = lastWriter;
        if (writer == null) {
            throw new IllegalStateException("there is no last writer");
        }
        lastWriterFree = false;
        return writer;
    }

    private PooledConnection openOne() {
        boolean opened = false;
        try {
            PooledConnection connection = opener.get();
            opened = true;
            return connection;
        } finally {
            if (!opened) {
                synchronized (mutex) {
                    open--;
                }
            }
        }
    }

    private void forget(PooledConnection connection) {
        Wait next;
        synchronized (mutex) {
            open--;
            next = open < max ? waiting.pollFirst() : null;
            if (lastWriter == connection) {
                lastWriter = null;
                lastWriterFree = false;
            }
        }
        if (next != null) {
            next.signal.fire();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new SqldException(ErrorCode.SHUTTING_DOWN, "the database is being closed");
        }
    }
}
