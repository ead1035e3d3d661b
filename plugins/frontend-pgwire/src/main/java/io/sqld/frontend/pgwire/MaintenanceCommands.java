package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Carries out the commands that look after tables, with statements of SQLite's. */
final class MaintenanceCommands {
    /** What EXPLAIN returns. */
    static final List<ResultColumn> PLAN = List.of(ResultColumn.of("QUERY PLAN", PgType.TEXT));

    private static final int PLAN_BYTES_MAX = 1 << 24;
    private static final int ID = 0;
    private static final int PARENT = 1;
    private static final int DETAIL = 3;

    private final Conversation conversation;

    MaintenanceCommands(Conversation conversation) {
        this.conversation = conversation;
    }

    /** Whoever writes has SQLite's only lock; so there is nothing to be done but to see that the tables exist. */
    void lock(Command.Lock lock, Session session) {
        if (!conversation.transaction().inBlock()) {
            throw PgError.error(SqlState.NO_ACTIVE_TRANSACTION, "LOCK TABLE can only be used in transaction blocks")
                    .raise();
        }
        lock.tables().forEach(table -> exists(table, session));
        Replies.commandComplete(conversation.out(), "LOCK TABLE");
    }

    private static void exists(TableName table, Session session) {
        boolean catalog = table.schema().equalsIgnoreCase("pg_catalog") || table.name().startsWith("pg_");
        if (catalog) {
            return;
        }
        try {
            var _ = session.describe("SELECT 1 FROM " + table.sql(), 0);
        } catch (SqldException failure) {
            throw SqlStates.of(failure, "").raise();
        }
    }

    /** Empties tables, all or none. */
    void truncate(Command.Truncate truncate, Session session) {
        conversation.rules().checkWritable("TRUNCATE TABLE");
        var statements = new ArrayList<String>();
        for (TableName table : truncate.tables()) {
            exists(table, session);
            statements.add("DELETE FROM " + table.sql());
            if (truncate.restartIdentity() && hasSequences(session)) {
                statements.add("DELETE FROM sqlite_sequence WHERE name = '" + table.name().replace("'", "''") + '\'');
            }
        }
        run(statements, "TRUNCATE TABLE");
        conversation.group();
    }

    /** The table of sequences exists when there has been a table with AUTOINCREMENT. */
    private static boolean hasSequences(Session session) {
        try {
            return !session.describe("SELECT name FROM sqlite_sequence", 0).columns().isEmpty();
        } catch (SqldException _) {
            return false;
        }
    }

    /** Rewrites the file, or looks at tables. */
    void vacuum(Command.Vacuum vacuum) {
        if (conversation.transaction().block() != Transaction.Block.NONE) {
            throw PgError.error(SqlState.ACTIVE_TRANSACTION, "VACUUM cannot run inside a transaction block").raise();
        }
        var statements = new ArrayList<String>();
        if (vacuum.rewrite()) {
            statements.add("VACUUM");
        }
        if (vacuum.analyze()) {
            statements.addAll(analyses(vacuum.tables()));
        }
        run(statements, "VACUUM");
    }

    /** Looks at tables. */
    void analyze(Command.Analyze analyze) {
        run(analyses(analyze.tables()), "ANALYZE");
    }

    private static List<String> analyses(List<TableName> tables) {
        return tables.isEmpty() ? List.of("ANALYZE") : tables.stream().map(t -> "ANALYZE " + t.sql()).toList();
    }

    /** Queues statements, before everything else, and the tag that completes them. */
    private void run(List<String> statements, String tag) {
        conversation.next((session, resume) -> {
            Replies.commandComplete(conversation.out(), tag);
            return Progress.DONE;
        });
        statements.reversed().forEach(sql -> conversation.next(new Control(sql, () -> {})));
    }

    /** Shows the plan of {@code statement}. */
    void explain(Statement.Sql statement, Portal portal) {
        conversation.next(new Collect(conversation, "EXPLAIN QUERY PLAN " + statement.sql(), portal.parameters(),
                PLAN_BYTES_MAX, plan -> send(plan, portal)));
    }

    private void send(RowStore plan, Portal portal) {
        ByteBuf out = conversation.out();
        if (portal.simple()) {
            ResultColumn.describe(out, PLAN, null);
        }
        Map<String, Integer> depths = new HashMap<>();
        for (int row = 0; row < plan.rows(); row++) {
            int depth = depths.getOrDefault(plan.text(row, PARENT), -1) + 1;
            depths.put(plan.text(row, ID), depth);
            int message = Replies.begin(out, 'D');
            out.writeShort(1);
            int cell = CellEncoder.begin(out);
            ByteBufUtil.writeUtf8(out, (depth == 0 ? "" : "  ".repeat(depth) + "->  ") + plan.text(row, DETAIL));
            CellEncoder.end(out, cell);
            Replies.end(out, message);
        }
        Replies.commandComplete(out, "EXPLAIN");
    }
}
