package io.sqld.frontend.pgwire;

import java.util.Locale;

/**
 * Names the result columns whose expressions are spelled differently: SQLite names a column by the text of its
 * expression, and clients ask for the name that PostgreSQL gives it ({@code FigureColname} in
 * {@code parse_target.c}).
 */
final class ItemLabels {
    private final SqlEdits sql;

    ItemLabels(SqlEdits sql) {
        this.sql = sql;
    }

    /** Gives names to all that need one. */
    void apply() {
        for (int i = 0; i < sql.size(); i++) {
            Token token = sql.token(i);
            if (token.is("SELECT") || (token.is("RETURNING") && !sql.token(i - 1).isSign("."))) {
                int first = i + 1;
                if (sql.token(first).is("DISTINCT") || sql.token(first).is("ALL")) {
                    first++;
                }
                items(first);
            }
        }
    }

    private void items(int from) {
        int first = from;
        while (first < sql.size()) {
            int end = itemEnd(first);
            if (end > first && sql.changed(first, end - 1)) {
                name(first, end - 1);
            }
            if (!sql.token(end).isSign(",")) {
                return;
            }
            first = end + 1;
        }
    }

    private int itemEnd(int from) {
        int at = from;
        int cases = 0;
        while (at < sql.size()) {
            Token token = sql.token(at);
            if (token.isSign("(") || token.isSign("[")) {
                at = sql.closing(at);
            } else if (token.is("CASE")) {
                cases++;
            } else if (token.is("END")) {
                cases--;
            } else if (token.isSign(")") || token.isSign(";") || (cases == 0 && endsItem(at, token))) {
                return at;
            }
            at++;
        }
        return Math.min(at, sql.size());
    }

    private boolean endsItem(int at, Token token) {
        boolean distinctFrom = token.is("FROM") && sql.token(at - 1).is("DISTINCT");
        return token.isSign(",") || (Keywords.endsItems(token) && !distinctFrom);
    }

    private void name(int first, int last) {
        if (!isNamed(first, last)) {
            String name = figure(first, last);
            sql.behind(last, " AS \"" + (name.isEmpty() ? sql.written(first, last) : name).replace("\"", "\"\"") + '"');
        }
    }

    private boolean isNamed(int first, int last) {
        if (last == first || sql.isCastEnd(last)) {
            return false;
        }
        Token before = sql.token(last - 1);
        if (before.is("AS")) {
            return true;
        }
        boolean operand = switch (before.kind()) {
            case NAME, NUMBER, STRING, BLOB, PARAMETER -> true;
            case WORD -> Keywords.isName(before) || Keywords.isValue(before) || sql.isCastEnd(last - 1);
            case SIGN -> before.isSign(")") || before.isSign("]");
            case END -> false;
        };
        return operand && !before.is("COLLATE") && Keywords.isName(sql.token(last));
    }

    /** {@return PostgreSQL's name for an expression that is a cast, a call or a name; empty for any other} */
    private String figure(int first, int last) {
        if (sql.isCastEnd(last) && sql.operandStart(last) == first) {
            int colons = last;
            while (colons > first && !sql.token(colons).isSign("::")) {
                colons--;
            }
            if (colons == first) {
                boolean typed = sql.token(first).is("ARRAY") || TypeName.read(sql.tokens(), first).end() == last;
                return typed ? sql.token(first).text().toLowerCase(Locale.ROOT) : "";
            }
            String inner = figure(first, colons - 1);
            return inner.isEmpty() || sql.token(first).kind() == Token.Kind.STRING ? typeName(colons + 1) : inner;
        }
        Token token = sql.token(first);
        if (token.isSign("(") && sql.closing(first) == last) {
            return figure(first + 1, last - 1);
        }
        if (token.is("CASE") && sql.token(last).is("END")) {
            return "case";
        }
        if (token.is("CAST") && sql.token(first + 1).isSign("(") && sql.closing(first + 1) == last) {
            int as = last;
            while (as > first && !sql.token(as).is("AS")) {
                as--;
            }
            String inner = figure(first + 2, as - 1);
            return inner.isEmpty() ? typeName(as + 1) : inner;
        }
        return sql.operandStart(last) == first ? called(first, last) : "";
    }

    private String called(int first, int last) {
        int name = first;
        while (sql.token(name + 1).isSign(".")) {
            name += 2;
        }
        Token token = sql.token(name);
        if (name == first && sql.token(name).is("AT")) {
            return "";
        }
        boolean call = name < last && sql.token(name + 1).isSign("(") && endsCall(sql.closing(name + 1), last);
        if ((name != last && !call) || !token.isIdentifier() || token.is("NULL")) {
            return "";
        }
        return token.kind() == Token.Kind.NAME || !call ? token.text()
                : token.text().toLowerCase(Locale.ROOT);
    }

    private boolean endsCall(int close, int last) {
        return close == last || sql.token(close + 1).is("FILTER") || sql.token(close + 1).is("OVER");
    }

    private String typeName(int at) {
        TypeName name = TypeName.read(sql.tokens(), at);
        return DeclaredTypes.cast(name).map(type -> type.type().element().catalogName()).orElse(name.name());
    }
}
