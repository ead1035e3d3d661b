package io.sqld.host.gateway;

import io.sqld.api.sql.Session;
import io.sqld.api.storage.Database;
import io.sqld.api.storage.SessionRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hands out {@link FakeSession}s and remembers them. */
final class FakeDatabase implements Database {
    final List<FakeSession> sessions = new CopyOnWriteArrayList<>();
    volatile boolean closed;

    @Override
    public Session openSession(SessionRequest request) {
        var session = new FakeSession();
        sessions.add(session);
        return session;
    }

    @Override
    public void close() {
        closed = true;
    }
}
