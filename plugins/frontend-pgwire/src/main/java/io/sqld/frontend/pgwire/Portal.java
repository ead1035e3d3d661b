package io.sqld.frontend.pgwire;

import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import io.sqld.api.sql.StepStats;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A statement with its parameters, and how far it has run. A simple query makes one for each of its statements. As
 * {@link Work} it runs until its row limit or its end.
 */
final class Portal implements Work {
    private enum State {
        READY,
        ACTIVE,
        DONE
    }

    /** A chunk ends after so many bytes, and after the row that has reached them. */
    private static final long CHUNK_BYTES_MAX = 1 << 20;

    private final Conversation conversation;
    private final Statement statement;
    private final BoundParameters parameters;
    private Formats formats;
    private boolean simple;
    private State state = State.READY;
    private @Nullable Execution execution;
    private CellEncoder[] cells = new CellEncoder[0];
    private Deadline deadline = Deadline.NEVER;
    private List<ResultColumn> results = List.of();
    private long rowsMax;
    private int chunkRows;
    private long rowsBefore;
    private long bytesBefore;
    private boolean held;
    private boolean settled;
    private boolean moving;
    /** Told of the number of rows instead of the client, if it is a cursor's. */
    private @Nullable LongConsumer fetched;
    /** What EXECUTE runs. */
    private @Nullable Portal inner;

    /**
     * Makes a portal.
     *
     * @param formats of the result columns
     * @param simple whether it belongs to a simple query, which describes its rows by itself
     */
    Portal(Conversation conversation, Statement statement, BoundParameters parameters, Formats formats,
            boolean simple) {
        this.conversation = conversation;
        this.statement = statement;
        this.parameters = parameters;
        this.formats = formats;
        this.simple = simple;
    }

    /** {@return what it runs} */
    Statement statement() {
        return statement;
    }

    /** {@return the formats of its columns} */
    Formats formats() {
        return formats;
    }

    /** {@return the name of a column, for error messages} */
    String columnName(int index) {
        List<ResultColumn> columns = statement.columns();
        return index < columns.size() ? columns.get(index).label() : "";
    }

    /** {@return whether it has not begun to run} */
    boolean fresh() {
        return state == State.READY;
    }

    /** {@return whether it belongs to a simple query} */
    boolean simple() {
        return simple;
    }

    /** {@return its parameters} */
    BoundParameters parameters() {
        return parameters;
    }

    /** Lets it outlive the transaction, once that has committed. */
    void hold() {
        held = true;
    }

    /** {@return whether it outlives a transaction that has committed, or failed in spite of it} */
    boolean outlives(boolean committed) {
        settled |= held && committed;
        return settled;
    }

    /** Has it run another one in its place. */
    void become(Portal other) {
        inner = other;
        other.limit(rowsMax);
    }

    /**
     * Prepares the next run of a cursor.
     *
     * @param rows how many, {@link Long#MAX_VALUE} for all
     * @param newFormats of the columns
     * @param move whether the rows are only passed
     * @param whenDone told how many there were
     */
    void fetch(long rows, Formats newFormats, boolean move, LongConsumer whenDone) {
        limit(rows == Long.MAX_VALUE ? 0 : rows);
        formats = newFormats;
        if (cells.length > 0) {
            fit();
        }
        moving = move;
        fetched = whenDone;
    }

    @Override
    public PgError translate(SqldException failure) {
        Portal other = inner;
        if (other != null) {
            return other.translate(failure);
        }
        return statement instanceof Statement.Sql sql
                ? Timeouts.translate(failure, deadline, sql.source())
                : SqlStates.of(failure, "");
    }

    /** Sets how many rows the next run may return, 0 for all. */
    void limit(long rows) {
        rowsMax = rows;
        rowsBefore = 0;
        bytesBefore = 0;
        Portal other = inner;
        if (other != null) {
            other.limit(rows);
        }
    }

    /** Keeps the parameters when the messages they came in go away. */
    void detach() {
        parameters.detach();
    }

    @Override
    public void close() {
        Portal other = inner;
        if (other != null) {
            other.close();
        }
        Execution running = execution;
        execution = null;
        state = State.DONE;
        if (running != null) {
            running.close();
        }
    }

    @Override
    public Progress advance(Session session, Runnable resume) {
        Portal other = inner;
        if (other != null) {
            return other.advance(session, resume);
        }
        return switch (statement) {
            case Statement.Empty _ -> {
                Replies.emptyQuery(conversation.out());
                yield Progress.DONE;
            }
            case Statement.Answered answered -> answer(answered, session);
            case Statement.Executed executed -> run(executed, session, resume);
        };
    }

    private Progress answer(Statement.Answered answered, Session session) {
        if (state == State.DONE) {
            throw cannotRun();
        }
        state = State.DONE;
        conversation.commands().run(answered, this, session);
        return Progress.DONE;
    }

    private Progress run(Statement.Executed sql, Session session, Runnable resume) {
        if (state == State.DONE) {
            LongConsumer told = fetched;
            if (told != null) {
                told.accept(0);
                return Progress.DONE;
            }
            if (sql.columns().isEmpty() || !sql.description().readOnly()) {
                throw cannotRun();
            }
            Replies.commandComplete(conversation.out(), "SELECT", 0);
            return Progress.DONE;
        }
        Execution running = execution;
        if (running == null) {
            running = sql.start(conversation, session, parameters);
            execution = running;
            state = State.ACTIVE;
            deadline = conversation.statementDeadline();
        }
        return go(sql, running, session, resume);
    }

    /** {@return whether the rows come in chunks, because the client is in native mode and has set no limit} */
    private boolean chunked() {
        return rowsMax == 0 && fetched == null && conversation.nativeMode().on();
    }

    private long rowsWanted() {
        return chunked() ? chunkRows == 0 ? conversation.variables().fetchRows() : chunkRows : rowsMax;
    }

    /** Ends a chunk. What runs goes on under a name, whatever becomes of this portal. */
    private void keepMore() {
        var more = new Portal(conversation, statement, parameters, formats, false);
        parameters.detach();
        more.state = State.ACTIVE;
        more.execution = execution;
        more.deadline = deadline;
        execution = null;
        state = State.DONE;
        String name = conversation.nativeMode().keep(more);
        Replies.commandComplete(conversation.out(), "SELECT " + rowsBefore + " MORE " + name);
    }

    /**
     * Goes on in native mode.
     *
     * @param newFormats of the columns from now on
     * @param describe whether to describe the rows first
     * @param rows how many at most, 0 for as many as the session wants
     */
    void goOn(Formats newFormats, boolean describe, int rows) {
        formats = newFormats;
        formats.check("result", statement.columns().size());
        simple = describe;
        chunkRows = rows;
        if (describe) {
            ResultColumn.describe(conversation.out(), statement.columns(), null);
        }
        results = statement.columns();
        fit();
    }

    private Progress go(Statement.Executed sql, Execution running, Session session, Runnable resume) {
        RowEncoder encoder = conversation.encoder();
        conversation.conflicts().begin(conversation.variables().typeRules().conflicts());
        long bytesMax = chunked() ? CHUNK_BYTES_MAX : Long.MAX_VALUE;
        encoder.begin(this, cells, rowsWanted() == 0 ? 0 : rowsWanted() - rowsBefore, bytesMax - bytesBefore);
        encoder.dropRows(moving);
        Progress progress = running.advance(encoder, deadline);
        rowsBefore += encoder.rows();
        bytesBefore += encoder.bytes();
        PgError failure = encoder.failure();
        if (failure != null) {
            conversation.conflicts().takeWarning();
            throw failure.raise();
        }
        return switch (progress) {
            case DONE -> {
                finish(sql, session, encoder);
                yield Progress.DONE;
            }
            case PARKED -> {
                conversation.outbox().handOver();
                running.onReady(resume);
                yield Progress.PARKED;
            }
            case MORE -> {
                if (encoder.atLimit()) {
                    warn();
                    LongConsumer told = fetched;
                    if (told != null) {
                        told.accept(rowsBefore);
                    } else if (chunked()) {
                        keepMore();
                    } else {
                        Replies.portalSuspended(conversation.out());
                    }
                    yield Progress.DONE;
                }
                yield conversation.awaitClient(resume);
            }
        };
    }

    private void finish(Statement.Executed sql, Session session, RowEncoder encoder) {
        close();
        warn();
        SqldException failure = encoder.stepFailure();
        if (failure != null) {
            throw failure;
        }
        StepStats stats = encoder.stats();
        if (stats != null) {
            conversation.nativeMode().did(stats);
        }
        conversation.transaction().succeeded(sql.description().kind(), session);
        LongConsumer told = fetched;
        if (told != null) {
            told.accept(rowsBefore);
            return;
        }
        Optional<NoEffect> none = sql instanceof Statement.Sql own ? NoEffect.of(own) : Optional.empty();
        if (none.isPresent()) {
            Replies.error(conversation.out(), none.get().notice());
            Replies.commandComplete(conversation.out(), none.get().tag());
            return;
        }
        CommandTags.complete(conversation.out(), sql.description(), rowsBefore, stats == null ? 0 : stats.changes());
    }

    /** Tells of values that did not fit. */
    private void warn() {
        String warning = conversation.conflicts().takeWarning();
        if (!warning.isEmpty()) {
            Replies.error(conversation.out(), PgError.warning(SqlState.WARNING, warning)
                    .withHint("Correct the values, CAST the column, or SET sqld.type_conflict."));
        }
    }

    /**
     * Prepares for rows, once, when the statement begins.
     *
     * @return the encoders of its columns
     * @throws PgException if the columns are no longer those that the client knows
     */
    CellEncoder[] rowsBegin(List<Column> columns) {
        results = statement.columns();
        if (statement instanceof Statement.Sql sql && !sql.storageColumns().equals(columns)) {
            if (!simple) {
                throw PgError.error(SqlState.FEATURE_NOT_SUPPORTED, "cached plan must not change result type")
                        .from("RevalidateCachedQuery")
                        .raise();
            }
            results = conversation.analyzer().columnsOf(columns);
        }
        if (simple && !results.isEmpty()) {
            ResultColumn.describe(conversation.out(), results, null);
        }
        fit();
        return cells;
    }

    private void fit() {
        cells = conversation.cellEncoders().of(results, formats);
    }

    private static PgException cannotRun() {
        return PgError.error(SqlState.NOT_IN_PREREQUISITE_STATE, "portal \"\" cannot be run").raise();
    }
}
