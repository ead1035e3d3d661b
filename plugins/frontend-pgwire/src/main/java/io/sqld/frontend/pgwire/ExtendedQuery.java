package io.sqld.frontend.pgwire;

import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Session;

/** The messages of the <a href="https://www.postgresql.org/docs/15/protocol-flow.html">extended query protocol</a>. */
final class ExtendedQuery {
    private final Conversation conversation;
    private final MessageReader in;

    ExtendedQuery(Conversation conversation, MessageReader in) {
        this.conversation = conversation;
        this.in = in;
    }

    void parse(Session session) {
        String name = in.readString();
        String sql = in.readString();
        int count = in.readUnsignedShort();
        var given = new int[count];
        for (int i = 0; i < count; i++) {
            given[i] = in.readInt();
        }
        in.end();
        conversation.statements().checkFree(name);
        if (name.isEmpty()) {
            conversation.statements().close(name);
        }
        Statement statement = analyze(session, sql, given);
        conversation.statements().put(name, statement);
        Replies.parseComplete(conversation.out());
        if (conversation.nativeMode().on()) {
            NativeMetadata.notice(conversation.out(), statement, sql);
        }
    }

    private Statement analyze(Session session, String sql, int[] given) {
        try {
            Statement statement = conversation.analyzer().analyze(session, sql, 0, given);
            if (!(statement instanceof Statement.Empty) && !conversation.nativeMode().on()
                    && new Lexer(sql, statement.end()).nextStatementBegins() < sql.length()) {
                throw PgError.error(SqlState.SYNTAX_ERROR, "cannot insert multiple commands into a prepared statement")
                        .raise();
            }
            conversation.rules().checkNotFailed(statement);
            return statement;
        } catch (SqldException failure) {
            throw SqlStates.of(failure, sql).raise();
        }
    }

    void bind() {
        String portalName = in.readString();
        String statementName = in.readString();
        Statement statement = conversation.statements().named(statementName);
        conversation.rules().checkNotFailed(statement);
        Formats formats = Formats.read(in);
        int count = in.readUnsignedShort();
        formats.check("parameter", count);
        ParameterTypes types = statement.parameters();
        if (count != types.count()) {
            throw PgError.error(
                    SqlState.PROTOCOL_VIOLATION,
                    "bind message supplies " + count + " parameters, but prepared statement \"" + statementName
                            + "\" requires " + types.count())
                    .raise();
        }
        BoundParameters values = ParameterDecoder.decode(in, formats, count, types,
                conversation.statements().isDescribed(statementName));
        Formats results = Formats.read(in);
        in.end();
        if (!statement.columns().isEmpty()) {
            results.check("result", statement.columns().size());
        }
        conversation.portals().checkFree(portalName);
        conversation.portals().put(portalName, new Portal(conversation, statement, values, results, false));
        Replies.bindComplete(conversation.out());
    }

    void describe() {
        int what = in.readByte();
        String name = in.readString();
        in.end();
        switch (what) {
            case 'S' -> {
                Statement statement = conversation.statements().named(name);
                checkDescribable(statement);
                conversation.statements().describe(name);
                Replies.parameterDescription(conversation.out(), statement.parameterOids());
                ResultColumn.describe(conversation.out(), statement.columns(), null);
            }
            case 'P' -> {
                Portal portal = conversation.portals().named(name);
                checkDescribable(portal.statement());
                ResultColumn.describe(conversation.out(), portal.statement().columns(), portal.formats());
            }
            default -> throw invalidSubtype("DESCRIBE", what);
        }
    }

    private void checkDescribable(Statement statement) {
        if (conversation.transaction().block() == Transaction.Block.FAILED && !statement.columns().isEmpty()) {
            throw TransactionRules.inFailedTransaction();
        }
    }

    void execute(Session session) {
        String name = in.readString();
        int rowsMax = in.readInt();
        in.end();
        Portal portal = conversation.portals().named(name);
        conversation.rules().checkRunnable(portal.statement());
        portal.limit(Math.max(0, rowsMax));
        // What is executed up to Sync is one transaction. If that is this statement alone, its own is enough.
        boolean grouped =
                TransactionRules.isTransactionalWrite(portal.statement()) && portal.fresh()
                        && (rowsMax > 0 || !in.syncFollows());
        conversation.execute(portal, grouped);
    }

    void close() {
        int what = in.readByte();
        String name = in.readString();
        in.end();
        switch (what) {
            case 'S' -> conversation.statements().close(name);
            case 'P' -> conversation.portals().close(name);
            default -> throw invalidSubtype("CLOSE", what);
        }
        Replies.closeComplete(conversation.out());
    }

    private static PgException invalidSubtype(String message, int what) {
        return PgError.error(SqlState.PROTOCOL_VIOLATION, "invalid " + message + " message subtype " + what).raise();
    }
}
