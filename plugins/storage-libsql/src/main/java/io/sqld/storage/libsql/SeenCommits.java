package io.sqld.storage.libsql;

import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import java.util.List;

/**
 * Which commits a session has seen or made: it is answered when they are durable. The session's lock is held.
 */
final class SeenCommits {
    private final LibsqlDatabase database;
    private long newest;
    private boolean snapshotNoted;

    SeenCommits(LibsqlDatabase database) {
        this.database = database;
    }

    /** The first step of a statement has been made: whatever was committed until now, it may have seen. */
    void snapshot(boolean wasAutocommit, boolean isAutocommit) {
        if (wasAutocommit && !isAutocommit) {
            snapshotNoted = false; // BEGIN and SAVEPOINT look at nothing yet
        } else if (wasAutocommit || !snapshotNoted) {
            newest = Math.max(newest, database.announcedCommit());
            snapshotNoted = !isAutocommit;
        }
    }

    /** The session has made a commit, and changed this. */
    void made(long commit, List<TableChanges> changes) {
        newest = Math.max(newest, commit);
        database.metrics().commits().add(1);
        if (!changes.isEmpty()) {
            database.changed(commit, changes);
        }
    }

    /**
     * {@return whether everything that the session has seen and written is durable}
     *
     * @throws SqldException if it never will be
     */
    boolean durable() {
        return database.durable(newest);
    }

    /** Fires {@code signal} when {@link #durable()} has another answer. */
    void awaitDurable(Deadline deadline, Signal signal) {
        database.awaitDurable(newest, deadline, signal);
    }
}
