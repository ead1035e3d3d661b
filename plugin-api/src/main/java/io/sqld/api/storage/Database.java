package io.sqld.api.storage;

import io.sqld.api.sql.Session;

import java.util.Optional;

/** One open database. Thread-safe. */
public interface Database extends AutoCloseable {
    /**
     * Opens a session. Cheap; reads no disk. The caller closes it before it closes the database.
     *
     * @throws io.sqld.api.error.SqldException with {@code OVERLOADED} or {@code SHUTTING_DOWN}
     */
    Session openSession(SessionRequest request);

    /** {@return the log of committed frames, if this database keeps one} */
    default Optional<FrameLog> frameLog() {
        return Optional.empty();
    }

    /** {@return the place where frames of another database's log are applied, if this one can follow} */
    default Optional<FrameApplier> frameApplier() {
        return Optional.empty();
    }

    /** Ends what is left of its sessions, makes everything durable, and releases the files. Idempotent. */
    @Override
    void close();
}
