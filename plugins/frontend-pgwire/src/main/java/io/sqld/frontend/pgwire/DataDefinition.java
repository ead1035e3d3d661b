package io.sqld.frontend.pgwire;

import java.util.Locale;

/** CREATE, ALTER and DROP: leaves out what SQLite has no use for, and makes keys that number themselves. */
final class DataDefinition {
    private final SqlEdits sql;

    DataDefinition(SqlEdits sql) {
        this.sql = sql;
    }

    /** Notes what is spelled differently. */
    void apply() {
        switch (sql.token(0).text().toUpperCase(Locale.ROOT)) {
            case "CREATE" -> create();
            case "DROP" -> drop();
            case "ALTER" -> alter();
            default -> {
                // Not a definition.
            }
        }
    }

    private void create() {
        int at = 1;
        while (sql.token(at).is("UNLOGGED") || sql.token(at).is("LOCAL") || sql.token(at).is("GLOBAL")) {
            sql.remove(at, at);
            at++;
        }
        while (sql.token(at).is("TEMP") || sql.token(at).is("TEMPORARY") || sql.token(at).is("UNIQUE")) {
            at++;
        }
        if (sql.token(at).is("TABLE")) {
            table(at + 1);
        } else if (sql.token(at).is("INDEX")) {
            index(at + 1);
        }
    }

    private int name(int from) {
        int at = from;
        if (sql.token(at).is("IF")) {
            at += 3;
        }
        while (sql.token(at + 1).isSign(".")) {
            at += 2;
        }
        return at;
    }

    private void table(int from) {
        int at = name(from) + 1;
        if (sql.token(at).isSign("(")) {
            int close = sql.closing(at);
            new ColumnDefinitions(sql).apply(at, close);
            storage(close + 1);
        } else {
            storage(at);
        }
    }

    /** Leaves out how and where PostgreSQL would store something. */
    private void storage(int from) {
        int at = from;
        while (at < sql.size() && !sql.token(at).is("AS") && !sql.token(at).is("SELECT")) {
            Token token = sql.token(at);
            if (token.is("WITH") && sql.token(at + 1).isSign("(")) {
                sql.remove(at, sql.closing(at + 1));
            } else if (token.is("WITHOUT") && sql.token(at + 1).is("OIDS")) {
                sql.remove(at, at + 1);
            } else if (token.is("TABLESPACE")) {
                sql.remove(at, at + 1);
            } else if (token.is("ON") && sql.token(at + 1).is("COMMIT") && sql.token(at + 2).is("PRESERVE")) {
                sql.remove(at, at + 3);
            } else if (token.is("USING") && sql.token(at + 1).is("heap")) {
                sql.remove(at, at + 1);
            }
            at++;
        }
    }

    private void index(int from) {
        int at = from;
        if (sql.token(at).is("CONCURRENTLY")) {
            sql.remove(at, at);
            at++;
        }
        boolean unnamed = sql.token(at).is("ON");
        int on = unnamed ? at : name(at) + 1;
        if (!sql.token(on).is("ON")) {
            return;
        }
        at = on + 1;
        if (sql.token(at).is("ONLY")) {
            sql.remove(at, at);
            at++;
        }
        int table = name(at);
        at = table + 1;
        if (sql.token(at).is("USING")) {
            sql.remove(at, at + 1);
            at += 2;
        }
        if (!sql.token(at).isSign("(")) {
            return;
        }
        int close = sql.closing(at);
        operatorClasses(at, close);
        if (unnamed) {
            String column = sql.token(at + 1).isIdentifier() ? sql.token(at + 1).text() : "expr";
            String name = sql.token(table).text() + '_' + column + "_idx";
            sql.before(on, '"' + name.replace("\"", "\"\"") + "\" ");
        }
        if (sql.token(close + 1).is("INCLUDE") && sql.token(close + 2).isSign("(")) {
            int end = sql.closing(close + 2);
            sql.remove(close + 1, end);
            close = end;
        }
        storage(close + 1);
    }

    /** {@code (a text_pattern_ops, b DESC NULLS LAST)}: SQLite has one order for each collation. */
    private void operatorClasses(int open, int close) {
        for (int i = open + 1; i < close; i++) {
            Token token = sql.token(i);
            if (token.isSign("(")) {
                i = sql.closing(i);
            } else if (token.kind() == Token.Kind.WORD && token.text().toLowerCase(Locale.ROOT).endsWith("_ops")
                    && !sql.token(i - 1).isSign("(") && !sql.token(i - 1).isSign(",")) {
                sql.remove(i, i);
            }
        }
    }

    private void drop() {
        for (int i = 1; i < sql.size(); i++) {
            if (sql.token(i).is("CONCURRENTLY") && i == 2) {
                sql.remove(i, i);
            }
        }
        leaveOutBehaviour();
    }

    private void alter() {
        if (sql.token(1).is("TABLE") && sql.token(2).is("ONLY")) {
            sql.remove(2, 2);
        }
        if (sql.token(1).is("TABLE")) {
            leaveOutBehaviour();
        }
    }

    private void leaveOutBehaviour() {
        int last = sql.size() - 1;
        if (last > 2 && (sql.token(last).is("CASCADE") || sql.token(last).is("RESTRICT"))
                && !sql.token(last - 1).is("DELETE") && !sql.token(last - 1).is("UPDATE")) {
            sql.remove(last, last);
        }
    }
}
