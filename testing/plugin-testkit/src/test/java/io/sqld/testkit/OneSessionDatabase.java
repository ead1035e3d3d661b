package io.sqld.testkit;

import io.sqld.api.sql.Session;
import io.sqld.api.storage.Database;
import io.sqld.api.storage.SessionRequest;

/** Hands out one session, for tests of what stands in front of a database. */
record OneSessionDatabase(Session session) implements Database {
    @Override
    public Session openSession(SessionRequest request) {
        return session;
    }

    @Override
    public void close() {}
}
