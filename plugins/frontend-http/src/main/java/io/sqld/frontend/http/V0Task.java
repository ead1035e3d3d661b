package io.sqld.frontend.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.frontend.SessionTask;
import io.sqld.api.sql.Description;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import io.sqld.api.sql.StatementKind;
import io.sqld.frontend.http.hrana.PipelineTask;
import io.sqld.frontend.http.hrana.TimeSlice;
import java.util.List;
import java.util.Optional;

/**
 * Looks at the statements of {@code POST /} before any of them runs, as upstream does: a transaction must end in the
 * request in which it began. A statement that cannot be prepared yet, because an earlier one creates what it needs,
 * says nothing about transactions.
 */
final class V0Task implements SessionTask {
    private final List<V0Decoder.Query> queries;
    private final PipelineTask task;
    private final Responder responder;
    private final Runnable refused;
    private int checked;
    private boolean open;

    /**
     * Runs {@code task} unless there is something wrong.
     *
     * @param refused called if there is
     */
    V0Task(List<V0Decoder.Query> queries, PipelineTask task, Responder responder, Runnable refused) {
        this.queries = queries;
        this.task = task;
        this.responder = responder;
        this.refused = refused;
    }

    @Override
    public Progress run(Session session, Runnable resume) {
        var slice = new TimeSlice();
        while (checked < queries.size()) {
            Optional<String> wrong = check(queries.get(checked++).sql(), session);
            if (wrong.isEmpty() && open && checked == queries.size()) {
                wrong = Optional.of("Query error: `interactive transaction not allowed in HTTP queries`");
            }
            if (wrong.isPresent()) {
                refused.run();
                responder.error(HttpResponseStatus.BAD_REQUEST, wrong.get());
                return Progress.DONE;
            }
            if (slice.over()) {
                return Progress.MORE;
            }
        }
        return task.run(session, resume);
    }

    @Override
    public void failed(SqldException error) {
        task.failed(error);
    }

    private Optional<String> check(String sql, Session session) {
        Optional<Description> described = describe(session, sql);
        if (described.isEmpty()) {
            return Optional.empty();
        }
        switch (described.get().kind()) {
            case BEGIN -> open = true;
            case COMMIT, ROLLBACK -> open = false;
            case SAVEPOINT, RELEASE, ROLLBACK_TO -> {
                return Optional.of(
                        "Query error: `savepoints are not supported in HTTP API, use hrana protocol instead`");
            }
            case SELECT, INSERT, UPDATE, DELETE, CREATE_TABLE, CREATE_VIRTUAL_TABLE, CREATE_INDEX, CREATE_VIEW,
                    CREATE_TRIGGER, DROP_TABLE, DROP_INDEX, DROP_VIEW, DROP_TRIGGER, ALTER_TABLE, PRAGMA, ATTACH,
                    DETACH, ANALYZE, REINDEX, VACUUM, EXPLAIN, EMPTY, OTHER -> {}
        }
        if (hasSecond(session, sql, described.get().end())) {
            return Optional.of("Failed to parse query: `found more than one command in a single statement string."
                    + " It is allowed to issue only one command per string.`");
        }
        return Optional.empty();
    }

    private static boolean hasSecond(Session session, String sql, int end) {
        if (end >= sql.length()) {
            return false;
        }
        try {
            return session.describe(sql, end).kind() != StatementKind.EMPTY;
        } catch (SqldException e) {
            return e.code() == ErrorCode.SQL_ERROR;
        }
    }

    /** What cannot be prepared now may be later; if not, running it fails. */
    private static Optional<Description> describe(Session session, String sql) {
        try {
            return Optional.of(session.describe(sql, 0));
        } catch (SqldException e) {
            return Optional.empty();
        }
    }
}
