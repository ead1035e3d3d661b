package io.sqld.frontend.pgwire;

import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Begins COPY: finds its columns, and has rows sent or taken. */
final class CopyCommands {
    private static final Pattern GENERATED = Pattern.compile("cannot INSERT into generated column \"(.*)\"");
    private static final int[] NO_TYPES = new int[0];

    private final Conversation conversation;

    CopyCommands(Conversation conversation) {
        this.conversation = conversation;
    }

    /** Begins COPY. */
    void copy(Command.Copy copy, Statement.Answered answered, Portal portal, Session session) {
        switch (copy.source()) {
            case Command.Copy.Query _ -> {
                Statement.Sql query = answered.inner().orElseThrow();
                conversation.rules().checkRunnable(query);
                conversation.next(new CopyOut(conversation, query, portal.parameters(), copy.options()));
                if (TransactionRules.isTransactionalWrite(query)) {
                    conversation.group();
                }
            }
            case Command.Copy.Table table -> {
                try {
                    if (copy.in()) {
                        in(copy, table, session);
                    } else {
                        out(copy, table, session);
                    }
                } catch (SqldException failure) {
                    throw SqlStates.of(failure, "").raise();
                }
            }
        }
    }

    private void out(Command.Copy copy, Command.Copy.Table table, Session session) {
        List<Column> columns = columns(table, session);
        checkForced(copy.options(), columns);
        String sql = "SELECT " + names(columns) + " FROM " + table.name().sql();
        Statement statement = conversation.analyzer().analyze(session, sql, 0, NO_TYPES);
        conversation.next(new CopyOut(conversation, (Statement.Sql) statement, BoundParameters.none(), copy.options()));
    }

    private void in(Command.Copy copy, Command.Copy.Table table, Session session) {
        conversation.rules().checkWritable("COPY FROM");
        List<Column> columns = columns(table, session);
        checkForced(copy.options(), columns);
        String places = columns.stream().map(column -> "?").collect(Collectors.joining(", "));
        String sql = "INSERT INTO " + table.name().sql() + " (" + names(columns) + ") VALUES (" + places + ')';
        var _ = session.describe(sql, 0);
        PgType[] types = columns.stream()
                .map(column -> column.declaredType()
                        .map(declared -> conversation.analyzer().declaredType(declared).type())
                        .orElse(PgType.TEXT))
                .toArray(PgType[]::new);
        List<String> labels = columns.stream().map(Column::name).toList();
        var batch = new CopyBatch(table.name().name(), labels, types, copy.options(),
                conversation.settings().rowBytesMax());
        conversation.next((ignored, resume) -> {
            Replies.copyResponse(conversation.out(), 'G', copy.options(), columns.size());
            // The client waits for this before it sends rows.
            conversation.outbox().handOver();
            conversation.beginCopy(new CopyIn(conversation, sql, batch, CopyReader.of(copy.options(), batch)));
            return Progress.DONE;
        });
        conversation.group();
    }

    private static String names(List<Column> columns) {
        return columns.stream().map(column -> TableName.quote(column.name())).collect(Collectors.joining(", "));
    }

    /** {@return the columns to copy: those named, or all that are stored} */
    private static List<Column> columns(Command.Copy.Table table, Session session) {
        List<Column> all = session.describe("SELECT * FROM " + table.name().sql(), 0).columns();
        return table.columns().isEmpty() ? stored(table.name(), all, session) : named(table, all);
    }

    private static List<Column> named(Command.Copy.Table table, List<Column> all) {
        var columns = new ArrayList<Column>();
        for (String name : table.columns()) {
            Column found = all.stream()
                    .filter(column -> column.name().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> PgError.error(SqlState.UNDEFINED_COLUMN,
                            "column \"" + name + "\" of relation \"" + table.name().name() + "\" does not exist")
                            .raise());
            if (columns.contains(found)) {
                throw PgError.error(SqlState.DUPLICATE_COLUMN, "column \"" + name + "\" specified more than once")
                        .raise();
            }
            columns.add(found);
        }
        return columns;
    }

    /** Generated columns are not copied; SQLite tells which these are when somebody would store them. */
    private static List<Column> stored(TableName table, List<Column> all, Session session) {
        var columns = new ArrayList<>(all);
        while (!columns.isEmpty()) {
            try {
                String nulls = columns.stream().map(column -> "NULL").collect(Collectors.joining(", "));
                var _ = session.describe(
                        "INSERT INTO " + table.sql() + " (" + names(columns) + ") VALUES (" + nulls + ')', 0);
                return columns;
            } catch (SqldException failure) {
                Matcher generated = GENERATED.matcher(failure.message());
                if (!generated.find()
                        || !columns.removeIf(column -> column.name().equalsIgnoreCase(generated.group(1)))) {
                    return columns;
                }
            }
        }
        return all;
    }

    private static void checkForced(CopyOptions options, List<Column> columns) {
        List<String> names = columns.stream().map(column -> column.name().toLowerCase(Locale.ROOT)).toList();
        for (var forced : List.of(options.forceQuote(), options.forceNotNull(), options.forceNull())) {
            for (String name : forced) {
                if (!names.contains(name.toLowerCase(Locale.ROOT))) {
                    throw PgError.error(SqlState.UNDEFINED_COLUMN, "column \"" + name + "\" is not copied").raise();
                }
            }
        }
    }
}
