package io.sqld.host.gateway;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.frontend.ClientSession;
import io.sqld.api.frontend.Gateway;
import io.sqld.api.service.Deadline;
import io.sqld.api.service.DrainResult;
import io.sqld.api.sql.NamespaceName;
import io.sqld.api.storage.SessionRequest;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each client's session a mailbox, and runs mailboxes with work on a bounded pool of threads, in turn.
 * Thread-safe.
 *
 * <p>A mailbox is in the pool's queue at most once, so the queue never holds more than there are sessions.
 */
public final class SessionGateway implements Gateway {
    private static final Logger LOG = LoggerFactory.getLogger(SessionGateway.class);

    private final GatewayLimits limits;
    private final boolean namespacesEnabled;
    private final OpenDatabases databases;
    private final WorkerPool pool;
    private final ShortStatements shortStatements;
    private final Supplier<String> incidentIds;
    private final Set<SessionMailbox> mailboxes = ConcurrentHashMap.newKeySet();
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger tasks = new AtomicInteger();
    private final Object quiet = new Object();
    private volatile boolean draining;

    /**
     * @param databases closed by the caller, after this
     * @param threads makes the workers
     * @param incidentIds numbers for what the log explains and the client does not see
     */
    public SessionGateway(
            GatewayLimits limits,
            boolean namespacesEnabled,
            OpenDatabases databases,
            ThreadFactory threads,
            Supplier<String> incidentIds) {
        this.limits = limits;
        this.namespacesEnabled = namespacesEnabled;
        this.databases = databases;
        this.incidentIds = incidentIds;
        this.pool = new WorkerPool(limits.workerThreads(), limits.sessions(), threads);
        this.shortStatements = new ShortStatements(limits.shortStatementNanos());
    }

    /** Starts the workers. */
    public void start() {
        pool.start();
    }

    @Override
    public NamespaceName namespace(String database) {
        return namespacesEnabled ? new NamespaceName(database) : NamespaceName.DEFAULT;
    }

    @Override
    public ClientSession open(SessionRequest request) {
        int opened = sessions.incrementAndGet();
        if (draining || opened > limits.sessions()) {
            sessionEnded();
            throw draining ? stopping()
                    : new SqldException(ErrorCode.OVERLOADED,
                            "too many sessions: sqld.limits.sessions is " + limits.sessions());
        }
        var mailbox = new SessionMailbox(this, request);
        mailboxes.add(mailbox);
        if (draining) {
            // close() may have missed it.
            mailbox.close();
            throw stopping();
        }
        return mailbox;
    }

    /** {@return the number of open sessions} */
    public int sessions() {
        return sessions.get();
    }

    /** {@return the number of tasks that wait or are in hand} */
    public int tasks() {
        return tasks.get();
    }

    /** {@return the number of sessions with work that wait for a thread} */
    public int backlog() {
        return pool.backlog();
    }

    /** Opens no more sessions, and waits until no task is in hand. */
    public DrainResult drain(Deadline deadline) {
        draining = true;
        return awaitZero(tasks, deadline) ? DrainResult.DRAINED : DrainResult.DEADLINE;
    }

    /**
     * Interrupts what runs, closes all sessions, and ends the workers.
     *
     * @return whether that was done when the deadline came
     */
    public boolean close(Deadline deadline) {
        draining = true;
        List.copyOf(mailboxes).forEach(SessionMailbox::close);
        boolean closed = awaitZero(sessions, deadline);
        try {
            return pool.shutDown(deadline) && closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    GatewayLimits limits() {
        return limits;
    }

    DatabaseSlot databaseSlot(NamespaceName namespace) {
        return databases.slot(namespace);
    }

    void schedule(SessionMailbox mailbox) {
        try {
            pool.execute(mailbox);
        } catch (RejectedExecutionException e) {
            LOG.warn("A session woke up after the workers had ended; it is abandoned");
        }
    }

    ShortStatements shortStatements() {
        return shortStatements;
    }

    boolean hasBacklog() {
        return pool.hasBacklog();
    }

    String newIncidentId() {
        return incidentIds.get();
    }

    boolean admitTask() {
        if (tasks.incrementAndGet() <= limits.tasks()) {
            return true;
        }
        taskEnded();
        return false;
    }

    void taskEnded() {
        ended(tasks);
    }

    void closed(SessionMailbox mailbox) {
        mailboxes.remove(mailbox);
        sessionEnded();
    }

    private void sessionEnded() {
        ended(sessions);
    }

    private void ended(AtomicInteger count) {
        if (count.decrementAndGet() == 0 && draining) {
            synchronized (quiet) {
                quiet.notifyAll();
            }
        }
    }

    private boolean awaitZero(AtomicInteger count, Deadline deadline) {
        synchronized (quiet) {
            while (count.get() != 0) {
                long millis = TimeUnit.NANOSECONDS.toMillis(deadline.remainingNanos());
                if (millis == 0) {
                    return false;
                }
                try {
                    quiet.wait(millis);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
            return true;
        }
    }

    private static SqldException stopping() {
        return new SqldException(ErrorCode.SHUTTING_DOWN, "the server is stopping");
    }
}
