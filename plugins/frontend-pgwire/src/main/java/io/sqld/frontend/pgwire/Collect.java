package io.sqld.frontend.pgwire;

import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs a statement and keeps its rows, then goes on with them. */
final class Collect implements Work {
    private final Conversation conversation;
    private final String sql;
    private final ParameterSource parameters;
    private final RowStore rows;
    private final Consumer<RowStore> onDone;
    private @Nullable Execution execution;
    private Deadline deadline = Deadline.NEVER;

    /**
     * Prepares to run a statement.
     *
     * @param bytesMax how much may be kept
     */
    Collect(Conversation conversation, String sql, ParameterSource parameters, int bytesMax,
            Consumer<RowStore> onDone) {
        this.conversation = conversation;
        this.sql = sql;
        this.parameters = parameters;
        this.rows = new RowStore(bytesMax);
        this.onDone = onDone;
    }

    @Override
    public Progress advance(Session session, Runnable resume) {
        Execution running = execution;
        if (running == null) {
            deadline = conversation.statementDeadline();
            running = session.start(Program.of(sql, parameters));
            execution = running;
        }
        Progress progress = running.advance(rows, deadline);
        if (rows.isFull()) {
            throw PgError.error(SqlState.LIMIT_EXCEEDED, "the rows of the cursor exceed pgwire.cursor-bytes-max = "
                    + conversation.settings().cursorBytesMax())
                    .withHint("Declare it NO SCROLL WITHOUT HOLD: its rows are then not kept.")
                    .raise();
        }
        switch (progress) {
            case PARKED -> {
                conversation.outbox().handOver();
                running.onReady(resume);
            }
            case DONE -> {
                close();
                SqldException failure = rows.failure();
                if (failure != null) {
                    throw failure;
                }
                onDone.accept(rows);
            }
            case MORE -> {
                // It is somebody else's turn.
            }
        }
        return progress;
    }

    @Override
    public PgError translate(SqldException failure) {
        return Timeouts.translate(failure, deadline);
    }

    @Override
    public void close() {
        Execution running = execution;
        execution = null;
        if (running != null) {
            running.close();
        }
    }
}
