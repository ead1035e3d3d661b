package io.sqld.testkit;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.frontend.ClientSession;
import io.sqld.api.frontend.Gateway;
import io.sqld.api.sql.NamespaceName;
import io.sqld.api.storage.Database;
import io.sqld.api.storage.SessionRequest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A small gateway in front of one database, which every name means: serial mailboxes on a pool of platform threads, as
 * the host's, without its layers. As there, a statement that a session has run before begins on the thread that submits
 * it, and a session that is closed is interrupted until it ends.
 */
public final class TestGateway implements Gateway, AutoCloseable {
    /** How many tasks a session's mailbox holds. */
    public static final int MAILBOX_TASKS_MAX = 1_000;

    private final Database database;
    private final int sessionsMax;
    private final ExecutorService workers;
    private final Set<MailboxSession> sessions = ConcurrentHashMap.newKeySet();

    /** Four workers, ten thousand sessions at most. The caller closes {@code database}, after the gateway. */
    public TestGateway(Database database) {
        this(database, 4, 10_000);
    }

    /** {@code sessionsMax} sessions at most. */
    public TestGateway(Database database, int workers, int sessionsMax) {
        this.database = database;
        this.sessionsMax = sessionsMax;
        this.workers = Executors.newFixedThreadPool(workers,
                Thread.ofPlatform().name("sqld-worker-", 0).daemon().factory());
    }

    @Override
    public NamespaceName namespace(String name) {
        return NamespaceName.DEFAULT;
    }

    @Override
    public ClientSession open(SessionRequest request) {
        if (sessions.size() >= sessionsMax) {
            throw new SqldException(ErrorCode.OVERLOADED, "the server has " + sessionsMax + " sessions already");
        }
        var session = new MailboxSession(() -> database.openSession(request), workers, sessions::remove);
        sessions.add(session);
        return session;
    }

    /** {@return how many sessions are open} */
    public int sessions() {
        return sessions.size();
    }

    /** Closes what is open and waits for the workers to end. */
    @Override
    public void close() {
        sessions.forEach(MailboxSession::close);
        Eventually.await("the gateway's sessions close", sessions::isEmpty);
        workers.close();
    }
}
