package io.sqld.frontend.pgwire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code ALTER TABLE} with several actions, and with actions that SQLite has under another name
 * (<a href="https://sqlite.org/lang_altertable.html">ALTER TABLE</a>).
 */
final class AlterTable {
    private final SqlEdits sql;
    private final List<String> statements = new ArrayList<>();
    private String table = "";
    private boolean rewritten;

    AlterTable(SqlEdits sql) {
        this.sql = sql;
    }

    /** {@return the command; empty if SQLite understands the statement by itself, or nobody does} */
    Optional<Command> command() {
        if (!sql.token(1).is("TABLE")) {
            return Optional.empty();
        }
        int at = 2;
        boolean ifExists = sql.token(at).is("IF") && sql.token(at + 1).is("EXISTS");
        at += ifExists ? 2 : 0;
        at += sql.token(at).is("ONLY") ? 1 : 0;
        int first = at;
        if (sql.token(at).text().equalsIgnoreCase("public") && sql.token(at + 1).isSign(".")) {
            first = at + 2;
            at = first;
        }
        while (sql.token(at + 1).isSign(".")) {
            at += 2;
        }
        table = sql.written(first, at);
        at++;
        while (at < sql.size()) {
            int end = actionEnd(at);
            Optional<Command> answer = action(at, end - 1);
            if (answer.isPresent()) {
                return answer;
            }
            at = end + 1;
        }
        return rewritten || statements.size() > 1
                ? Optional.of(new Command.Sequence(List.copyOf(statements), "ALTER TABLE"))
                : Optional.empty();
    }

    private int actionEnd(int from) {
        int at = from;
        while (at < sql.size() && !sql.token(at).isSign(",")) {
            at = sql.token(at).isSign("(") ? sql.closing(at) + 1 : at + 1;
        }
        return Math.min(at, sql.size());
    }

    /** Notes the statement for an action. {@return the answer to the whole command, if there is one already} */
    private Optional<Command> action(int first, int last) {
        if (sql.token(first).is("OWNER") || (sql.token(first).is("SET") && sql.token(first + 1).isSign("("))
                || sql.token(first).is("CLUSTER") || sql.token(first).is("REPLICA")) {
            return Optional.of(new Command.Noted("ALTER TABLE",
                    sql.token(first).text().toUpperCase(java.util.Locale.ROOT) + " has no effect"));
        }
        boolean add = sql.token(first).is("ADD");
        boolean named = add && sql.token(first + 1).is("CONSTRAINT");
        int constraint = named ? first + 3 : first + 1;
        if (add && (sql.token(constraint).is("PRIMARY") || sql.token(constraint).is("UNIQUE"))) {
            return unique(constraint, last, named ? sql.token(first + 2).text() : "");
        }
        if (add && (sql.token(constraint).is("FOREIGN") || sql.token(constraint).is("CHECK"))) {
            return Optional.of(new Command.Unsupported(
                    "a constraint cannot be added to a table that exists",
                    "Declare it in CREATE TABLE; to change a table, make a new one and copy the rows."));
        }
        int end = sql.token(last).is("CASCADE") || sql.token(last).is("RESTRICT") ? last - 1 : last;
        if (sql.token(last - 1).is("DELETE") || sql.token(last - 1).is("UPDATE")) {
            end = last;
        }
        statements.add("ALTER TABLE " + table + ' ' + sql.written(first, end));
        return Optional.empty();
    }

    private Optional<Command> unique(int constraint, int last, String name) {
        boolean primary = sql.token(constraint).is("PRIMARY");
        int open = primary ? constraint + 2 : constraint + 1;
        if (!sql.token(open).isSign("(")) {
            return Optional.empty();
        }
        int close = Math.min(sql.closing(open), last);
        String plain =
                sql.token(2).is("ONLY") || !table.startsWith("\"") ? table : table.substring(1, table.length() - 1);
        String made = primary ? plain + "_pkey" : plain + '_' + sql.token(open + 1).text() + "_key";
        String index = (name.isEmpty() ? made : name).replace("\"", "\"\"");
        statements.add("CREATE UNIQUE INDEX \"" + index + "\" ON " + table + ' ' + sql.written(open, close));
        rewritten = true;
        return Optional.empty();
    }
}
