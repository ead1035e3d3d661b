package io.sqld.frontend.pgwire;

import java.util.Locale;
import java.util.Optional;

/** Finds {@code x::type}, {@code CAST(x AS type)}, {@code type 'literal'}, arrays and arithmetic with intervals. */
final class CastSpellings {
    private final SqlEdits sql;

    CastSpellings(SqlEdits sql) {
        this.sql = sql;
    }

    /** Notes them all. */
    void apply() {
        for (int i = 0; i < sql.size(); i++) {
            Token token = sql.token(i);
            if (token.isSign("::") && !sql.isDone(i)) {
                suffix(i);
            } else if (token.is("CAST") && sql.token(i + 1).isSign("(")) {
                function(i);
            } else if (token.is("ARRAY") && sql.token(i + 1).isSign("[") && !sql.isDone(i)) {
                array(i);
            } else if (token.isSign("[") && !sql.isDone(i)) {
                subscript(i);
            } else if (token.kind() == Token.Kind.WORD && !sql.isDone(i)) {
                typed(i);
            }
        }
    }

    /** {@code x::type}. */
    private void suffix(int colons) {
        TypeName name = TypeName.read(sql.tokens(), colons + 1);
        Optional<ColumnType> target = DeclaredTypes.cast(name);
        if (target.isEmpty() || colons == 0) {
            return;
        }
        int first = sql.operandStart(colons - 1);
        int last = name.end() - 1;
        PgType type = target.get().type();
        boolean single = first == colons - 1;
        Token operand = sql.token(first);
        sql.cast(first, last);
        boolean literalOperand = single && operand.kind() == Token.Kind.STRING;
        if (isCalculated(type, first, last, literalOperand, operand.text())) {
            return;
        }
        if (literalOperand) {
            if (type == PgType.INTERVAL && interval(first, last, operand.text())) {
                return;
            }
            Optional<String> literal = CastSpelling.literal(type, operand.text());
            if (literal.isPresent()) {
                sql.replace(first, last, literal.get());
                return;
            }
        }
        if (sql.token(colons - 1).isSign("]") && type.form() == PgType.Form.ARRAY) {
            sql.remove(colons, last);
            return;
        }
        var spelling = CastSpelling.of(target.get(), name, single && operand.kind() == Token.Kind.PARAMETER);
        String open = isDefault(first) && !spelling.isNone() ? "(" : "";
        String close = open.isEmpty() ? "" : ")";
        sql.replace(colons, last, spelling.suffix() + close);
        sql.before(first, open + spelling.prefix());
    }

    /** {@code a[1]}: the elements of an array are counted from 1, those of JSON from 0. */
    private void subscript(int open) {
        Token number = sql.token(open + 1);
        boolean table = sql.token(0).is("CREATE") && !sql.token(1).is("VIEW");
        if (table || sql.token(0).is("ALTER") || open == 0 || !sql.token(open + 2).isSign("]")
                || !number.text().matches("[1-9]\\d{0,8}")
                || !endsOperand(open - 1)) {
            return;
        }
        int first = sql.operandStart(open - 1);
        sql.replace(open, open + 2, ", '$[" + (Integer.parseInt(number.text()) - 1) + "]')");
        sql.before(first, "json_extract(");
        sql.cast(first, open + 2);
    }

    /** SQLite takes an expression for a default only in parentheses. */
    private boolean isDefault(int first) {
        return sql.token(first - 1).is("DEFAULT");
    }

    /** {@code CAST(x AS type)}, where SQLite's own would make a number of a date or a text. */
    private void function(int index) {
        int close = sql.closing(index + 1);
        int as = close - 1;
        while (as > index && !sql.token(as).is("AS")) {
            as--;
        }
        TypeName name = TypeName.read(sql.tokens(), as + 1);
        Optional<ColumnType> target = DeclaredTypes.cast(name);
        if (as == index || target.isEmpty() || name.end() != close || close >= sql.size()) {
            return;
        }
        PgType type = target.get().type();
        boolean single = as == index + 3;
        switch (type.form()) {
            case BOOLEAN, DATE_TIME, INTERVAL, UUID, JSON, ARRAY, BYTES -> {
                Token operand = sql.token(index + 2);
                Optional<String> literal = single && operand.kind() == Token.Kind.STRING
                        ? CastSpelling.literal(type, operand.text())
                        : Optional.empty();
                if (literal.isPresent()) {
                    sql.replace(index, close, literal.get());
                    return;
                }
                var spelling = CastSpelling.of(target.get(), name, single && operand.kind() == Token.Kind.PARAMETER);
                sql.replace(index, index + 1, spelling.isNone() ? "(" : spelling.prefix());
                sql.replace(as, close, spelling.isNone() ? ")" : spelling.suffix());
            }
            case INTEGER, FLOAT, NUMERIC, CHARACTERS, VALUE -> {
                // SQLite knows these by the same names, or by similar ones.
            }
        }
    }

    /** {@code type 'literal'}. */
    private void typed(int index) {
        boolean known = switch (sql.token(index).text().toUpperCase(Locale.ROOT)) {
            case "BOOL", "BOOLEAN", "BYTEA", "DATE", "INTERVAL", "JSON", "JSONB", "TIME", "TIMESTAMP", "TIMESTAMPTZ",
                    "TIMETZ", "UUID" ->
                    true;
            default -> false;
        };
        if (!known || sql.token(index - 1).isSign(".") || sql.token(index - 1).isSign("::")
                || sql.token(index - 1).is("AS")) {
            return;
        }
        TypeName name = TypeName.read(sql.tokens(), index);
        Token value = sql.token(name.end());
        Optional<ColumnType> target = DeclaredTypes.cast(name);
        if (value.kind() != Token.Kind.STRING || target.isEmpty()) {
            return;
        }
        int last = name.end();
        PgType type = target.get().type();
        if (isCalculated(type, index, last, true, value.text())
                || (type == PgType.INTERVAL && interval(index, last, value.text()))) {
            return;
        }
        Optional<String> literal = CastSpelling.literal(target.get().type(), value.text());
        if (literal.isPresent()) {
            sql.replace(index, last, literal.get());
            sql.cast(index, last);
        } else {
            var spelling = CastSpelling.of(target.get(), name, false);
            sql.replace(index, last - 1, spelling.prefix());
            sql.behind(last, spelling.suffix());
            sql.cast(index, last);
        }
    }

    /**
     * {@return whether something is calculated with a time or an interval that SQLite cannot calculate with the text of
     * one, or with nonsense} It is left to refuse it. What it can is {@code time + interval 'literal'}.
     */
    private boolean isCalculated(PgType type, int first, int last, boolean literal, String text) {
        Token before = sql.token(first - 1);
        Token after = sql.token(last + 1);
        boolean added = (before.isSign("+") || before.isSign("-")) && first > 1 && endsOperand(first - 2);
        boolean addedTo = after.isSign("+") || after.isSign("-");
        boolean nonsense = type == PgType.INTERVAL && literal && Interval.parse(text).isEmpty();
        boolean multiplied = after.isSign("*") || after.isSign("/") || before.isSign("*") || before.isSign("/");
        return switch (type.form()) {
            case INTERVAL -> nonsense || multiplied || (addedTo && !added) || (added && !literal);
            case DATE_TIME -> multiplied || added || (addedTo && !isInterval(last + 2));
            default -> false;
        };
    }

    /** {@return whether an interval literal begins here} */
    private boolean isInterval(int at) {
        boolean literal = sql.token(at).kind() == Token.Kind.STRING && sql.token(at + 1).isSign("::");
        return sql.token(at).is("INTERVAL") || (literal && sql.token(at + 2).is("INTERVAL"));
    }

    /**
     * {@code x + interval '1 day'} is a date function in SQLite.
     *
     * @return whether the interval is added to or taken from something
     */
    private boolean interval(int first, int last, String text) {
        Token sign = sql.token(first - 1);
        Optional<Interval> interval = Interval.parse(text);
        if (interval.isEmpty() || first < 2 || !(sign.isSign("+") || sign.isSign("-"))
                || !endsOperand(first - 2)) {
            return false;
        }
        int operand = sql.operandStart(first - 2);
        sql.replace(first - 1, last, ", 'auto'" + interval.get().modifiers(sign.isSign("-")) + ")");
        sql.before(operand, "datetime(");
        sql.cast(operand, last);
        return true;
    }

    private boolean endsOperand(int index) {
        Token token = sql.token(index);
        return switch (token.kind()) {
            case WORD -> !Keywords.endsBefore(token);
            case NAME, STRING, NUMBER, PARAMETER -> true;
            case SIGN -> token.isSign(")") || token.isSign("]");
            case BLOB, END -> false;
        };
    }

    /** {@code ARRAY[a, b]}. */
    private void array(int index) {
        int close = sql.closing(index + 1);
        sql.replace(index, index + 1, "json_array(");
        for (int i = index + 2; i < close; i++) {
            if (sql.token(i).isSign("[")) {
                sql.replace(i, i, "json_array(");
            } else if (sql.token(i).isSign("]")) {
                sql.replace(i, i, ")");
            }
        }
        sql.replace(close, close, ")");
        sql.cast(index, close);
    }
}
