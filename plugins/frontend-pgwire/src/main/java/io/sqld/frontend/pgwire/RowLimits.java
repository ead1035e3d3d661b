package io.sqld.frontend.pgwire;

/**
 * The clauses that limit rows: SQLite has {@code LIMIT n OFFSET m}, in this order, and nothing else
 * (<a href="https://www.postgresql.org/docs/15/sql-select.html#SQL-LIMIT">LIMIT Clause</a>).
 */
final class RowLimits {
    private final SqlEdits sql;
    private int at;
    private String limit = "";
    private String offset = "";

    private RowLimits(SqlEdits sql, int at) {
        this.sql = sql;
        this.at = at;
    }

    /** Looks at the clauses that begin with token {@code index}. */
    static void apply(SqlEdits sql, int index) {
        if (!sql.isDone(index) && begins(sql, index)) {
            new RowLimits(sql, index).read(index);
        }
    }

    /** {@return whether this is a clause rather than a name} */
    private static boolean begins(SqlEdits sql, int index) {
        Token token = sql.token(index);
        Token next = sql.token(index + 1);
        if (token.is("FETCH")) {
            return index > 0 && (next.is("FIRST") || next.is("NEXT"));
        }
        boolean value = next.kind() == Token.Kind.NUMBER || next.kind() == Token.Kind.PARAMETER || next.isSign("(")
                || next.is("ALL") || next.is("NULL");
        return value && (token.is("LIMIT") || !sql.token(index - 1).isSign(","));
    }

    private void read(int first) {
        boolean plain = true;
        boolean comma = false;
        int clauses = 0;
        int last = first;
        while (at < sql.size() && (sql.token(at).is("LIMIT") || sql.token(at).is("OFFSET") || sql.token(at).is("FETCH"))
                && begins(sql, at)) {
            Token clause = sql.token(at++);
            if (clause.is("FETCH")) {
                at++;
                boolean one = sql.token(at).is("ROW") || sql.token(at).is("ROWS");
                limit = one ? "1" : value();
                at += sql.token(at).is("ROW") || sql.token(at).is("ROWS") ? 1 : 0;
                if (!sql.token(at).is("ONLY")) {
                    return;
                }
                at++;
                plain = false;
            } else if (clause.is("LIMIT")) {
                plain &= clauses == 0;
                boolean all = sql.token(at).is("ALL") || sql.token(at).is("NULL");
                limit = value();
                comma = sql.token(at).isSign(",");
                if (all) {
                    limit = "-1";
                    plain = false;
                }
            } else {
                plain &= clauses == 1;
                offset = value();
                if (sql.token(at).is("ROW") || sql.token(at).is("ROWS")) {
                    at++;
                    plain = false;
                }
            }
            clauses++;
            last = at - 1;
        }
        if (!plain && !comma) {
            sql.replace(first, last, "LIMIT " + (limit.isEmpty() ? "-1" : limit)
                    + (offset.isEmpty() ? "" : " OFFSET " + offset));
        }
    }

    /** {@return the expression at {@link #at}, up to the next clause} */
    private String value() {
        int first = at;
        while (at < sql.size()) {
            Token token = sql.token(at);
            boolean ends = token.isSign(")") || token.isSign(",") || token.is("LIMIT") || token.is("OFFSET")
                    || token.is("FETCH") || token.is("FOR") || token.is("ROW") || token.is("ROWS");
            if (ends) {
                break;
            }
            at = token.isSign("(") ? sql.closing(at) + 1 : at + 1;
        }
        return at > first ? sql.written(first, at - 1) : "";
    }
}
