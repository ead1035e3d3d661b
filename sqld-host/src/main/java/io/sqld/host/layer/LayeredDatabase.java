package io.sqld.host.layer;

import io.sqld.api.sql.Session;
import io.sqld.api.storage.Database;
import io.sqld.api.storage.FrameApplier;
import io.sqld.api.storage.FrameLog;
import io.sqld.api.storage.SessionRequest;
import java.util.Optional;
import java.util.function.BiFunction;

/** A database whose sessions a layer has wrapped. */
record LayeredDatabase(Database next, BiFunction<Database, SessionRequest, Session> sessions) implements Database {
    @Override
    public Session openSession(SessionRequest request) {
        return sessions.apply(next, request);
    }

    @Override
    public Optional<FrameLog> frameLog() {
        return next.frameLog();
    }

    @Override
    public Optional<FrameApplier> frameApplier() {
        return next.frameApplier();
    }

    @Override
    public void close() {
        next.close();
    }
}
