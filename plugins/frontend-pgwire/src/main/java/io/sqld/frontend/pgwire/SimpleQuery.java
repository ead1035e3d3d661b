package io.sqld.frontend.pgwire;

import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;

/**
 * A Query message: its statements run one after the other, all or none. Each is looked at only when the one before it
 * has run, which may have changed what it means.
 */
final class SimpleQuery implements Work {
    private static final int[] NO_TYPES = new int[0];

    private final Conversation conversation;
    private final String sql;
    private int offset;
    private boolean any;

    SimpleQuery(Conversation conversation, String sql) {
        this.conversation = conversation;
        this.sql = sql;
    }

    @Override
    public Progress advance(Session session, Runnable resume) {
        Statement statement = analyze(session);
        if (statement instanceof Statement.Empty) {
            if (!any) {
                Replies.emptyQuery(conversation.out());
            }
            conversation.finishQuery();
            return Progress.DONE;
        }
        any = true;
        offset = statement.end();
        boolean last = new Lexer(sql, offset).nextStatementBegins() == sql.length();
        conversation.rules().checkRunnable(statement);
        var portal = new Portal(conversation, statement, BoundParameters.none(), Formats.TEXT, true);
        // Alone, a statement is its own transaction; only a write that others follow needs to be held back for them.
        conversation.execute(portal, !last && TransactionRules.isTransactionalWrite(statement));
        conversation.then(last ? this::finish : this);
        return Progress.DONE;
    }

    private Statement analyze(Session session) {
        try {
            Statement statement = conversation.analyzer().analyze(session, sql, offset, NO_TYPES);
            if (statement.parameterOids().length > 0) {
                throw PgError.error(SqlState.UNDEFINED_PARAMETER, "there is no parameter $1").raise();
            }
            return statement;
        } catch (SqldException failure) {
            throw SqlStates.of(failure, sql).raise();
        }
    }

    private Progress finish(Session session, Runnable resume) {
        conversation.finishQuery();
        return Progress.DONE;
    }
}
