package io.sqld.frontend.http.hrana;

import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.Position;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import org.jspecify.annotations.Nullable;

/**
 * A cursor on a stream of a WebSocket: a batch that runs as far as its entries are fetched. Lives on the session's
 * thread.
 */
final class SocketCursor {
    private final Program program;
    private final long replicationIndex;
    private final EntryBacklog backlog;
    private @Nullable Execution execution;
    private @Nullable HranaError failure;
    private boolean ended;

    SocketCursor(Operation.RunBatch batch, EntryBacklog backlog) {
        this.program = batch.program();
        this.replicationIndex = batch.replicationIndex();
        this.backlog = backlog;
    }

    Program program() {
        return program;
    }

    /** {@return the entries that came along with others and were not fetched yet} */
    EntryBacklog backlog() {
        return backlog;
    }

    /** Begins the batch; nothing of it runs before the first fetch. Throws if that cannot be. */
    void open(Session session) {
        try {
            if (replicationIndex > 0) {
                session.require(new Position(session.position().logId(), replicationIndex));
            }
            execution = session.start(program);
        } catch (SqldException e) {
            failure = HranaError.of(e, "");
            throw e;
        }
    }

    /** {@return why there is nothing to fetch, or null} */
    @Nullable
    HranaError failure() {
        return failure == null && execution == null && !ended
                ? HranaError.client("CURSOR_NOT_OPEN", "The cursor could not be opened")
                : failure;
    }

    /** {@return whether the batch will have no more entries} */
    boolean ended() {
        return ended;
    }

    /**
     * Runs the batch on into {@code sink}.
     *
     * @return {@code DONE} when it has ended, whether well or not
     */
    Progress advance(FetchSink sink, Deadline deadline, Session session, Runnable resume) {
        Execution running = execution;
        if (running == null || ended) {
            return Progress.DONE;
        }
        Progress progress = running.advance(sink, deadline);
        if (progress == Progress.PARKED) {
            running.onReady(resume);
        } else if (progress == Progress.DONE) {
            sink.complete(session.position());
            end();
        }
        return progress;
    }

    /** The batch ends here. */
    void end() {
        ended = true;
        Execution running = execution;
        execution = null;
        if (running != null) {
            running.close();
        }
    }

    /** Lets go of everything. */
    void close() {
        end();
        backlog.discard();
    }
}
