package io.sqld.frontend.pgwire;

import java.util.Locale;

/**
 * The columns of CREATE TABLE. In SQLite, a key that numbers itself is an
 * <a href="https://sqlite.org/lang_createtable.html#rowid">INTEGER PRIMARY KEY</a> by exactly this name.
 */
final class ColumnDefinitions {
    private final SqlEdits sql;

    ColumnDefinitions(SqlEdits sql) {
        this.sql = sql;
    }

    /** Looks at the definitions between two parentheses. */
    void apply(int open, int close) {
        String key = tableKey(open, close);
        int first = open + 1;
        while (first < close) {
            int last = definitionEnd(first, close) - 1;
            if (!isConstraint(first)) {
                column(first, last, sql.token(first).text().equalsIgnoreCase(key));
            }
            first = last + 2;
        }
    }

    private int definitionEnd(int from, int close) {
        int at = from;
        while (at < close && !sql.token(at).isSign(",")) {
            at = sql.token(at).isSign("(") ? sql.closing(at) + 1 : at + 1;
        }
        return Math.min(at, close);
    }

    private boolean isConstraint(int first) {
        Token token = sql.token(first);
        return token.kind() == Token.Kind.WORD && switch (token.text().toUpperCase(Locale.ROOT)) {
            case "CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "EXCLUDE", "LIKE" -> true;
            default -> false;
        };
    }

    /** {@return the one column of the table's own PRIMARY KEY clause, if there is such a clause with one column} */
    private String tableKey(int open, int close) {
        int first = open + 1;
        while (first < close) {
            int end = definitionEnd(first, close);
            int at = sql.token(first).is("CONSTRAINT") ? first + 2 : first;
            boolean key = isConstraint(first) && sql.token(at).is("PRIMARY") && sql.token(at + 2).isSign("(");
            if (key && sql.token(at + 4).isSign(")")) {
                return sql.token(at + 3).text();
            }
            first = end + 1;
        }
        return "";
    }

    private void column(int name, int last, boolean tableKey) {
        TypeName type = TypeName.read(sql.tokens(), name + 1);
        int typeEnd = Math.min(type.end() - 1, last);
        boolean key = tableKey;
        boolean numbered = type.name().contains("serial");
        int identity = -1;
        for (int i = typeEnd + 1; i <= last; i++) {
            Token token = sql.token(i);
            key |= token.is("PRIMARY") && sql.token(i + 1).is("KEY");
            if (token.is("GENERATED") && identityEnd(i) >= 0) {
                identity = i;
            } else if (token.is("DEFAULT") && sql.token(i + 1).is("nextval")) {
                identity = i;
            } else if (token.is("DEFAULT") && sql.token(i + 1).isIdentifier() && sql.token(i + 2).isSign("(")
                    && !sql.token(i + 1).is("now")) {
                sql.before(i + 1, "(");
                sql.behind(sql.closing(i + 2), ")");
            }
        }
        if (key && (numbered || identity >= 0)) {
            sql.replace(name + 1, typeEnd, "INTEGER");
            if (identity >= 0) {
                int end = sql.token(identity).is("DEFAULT") ? sql.closing(identity + 2) : identityEnd(identity);
                sql.remove(identity, end);
            }
        } else {
            length(name + 1, typeEnd, type);
        }
    }

    /** {@return the last token of {@code GENERATED ALWAYS AS IDENTITY (..)}; -1 if it is another clause} */
    private int identityEnd(int generated) {
        int at = generated + 1;
        if (sql.token(at).is("BY") && sql.token(at + 1).is("DEFAULT")) {
            at += 2;
        } else if (sql.token(at).is("ALWAYS")) {
            at++;
        }
        if (!sql.token(at).is("AS") || !sql.token(at + 1).is("IDENTITY")) {
            return -1;
        }
        return sql.token(at + 2).isSign("(") ? sql.closing(at + 2) : at + 1;
    }

    /** SQLite takes a length only at the very end of a type. */
    private void length(int first, int last, TypeName type) {
        boolean inside = !type.modifiers().isEmpty() && !sql.token(last).isSign(")");
        if (inside || sql.token(last).isSign("]")) {
            String name = type.name() + (type.array() ? "[]" : "");
            sql.replace(first, last, name);
        }
    }
}
