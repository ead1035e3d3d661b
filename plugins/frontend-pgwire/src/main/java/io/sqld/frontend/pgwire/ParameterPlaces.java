package io.sqld.frontend.pgwire;

import java.util.ArrayList;
import java.util.List;

/**
 * The types of parameters by where they stand among others: the argument of a function, a branch of CASE or COALESCE, a
 * column of INSERT ... SELECT, a part of a row value.
 */
final class ParameterPlaces {
    private final List<Token> tokens;
    private final SqlScope scope;

    ParameterPlaces(List<Token> tokens, SqlScope scope) {
        this.tokens = tokens;
        this.scope = scope;
    }

    /** {@return the type of the parameter that is token {@code index}, as far as its place tells} */
    PgType type(int index) {
        Token before = token(index - 1);
        if (before.is("THEN") || before.is("ELSE")) {
            return branch(index);
        }
        boolean member = (before.isSign("(") || before.isSign(","))
                && (token(index + 1).isSign(")") || token(index + 1).isSign(","));
        int open = member ? opening(index) : -1;
        if (open < 0) {
            return before.is("SELECT") || before.isSign(",") ? inserted(index) : PgType.UNKNOWN;
        }
        int position = position(open, index);
        Token function = token(open - 1);
        if (isOperator(function) && token(open - 2).isSign(")")) {
            return rowPart(open - 2, position);
        }
        if (!function.isIdentifier() || Keywords.endsBefore(function)) {
            return PgType.UNKNOWN;
        }
        PgType wanted = FunctionTypes.argument(function.text(), position);
        boolean siblings = function.is("coalesce") || function.is("ifnull") || function.is("nullif")
                || function.is("max") || function.is("min") || (function.is("iif") && position > 0);
        return siblings ? siblings(open, index, function.is("iif")) : wanted;
    }

    /** {@code (a, b) > ($1, $2)}. */
    private PgType rowPart(int close, int position) {
        int open = close;
        int depth = 0;
        do {
            depth += token(open).isSign(")") ? 1 : token(open).isSign("(") ? -1 : 0;
            open--;
        } while (open >= 0 && depth > 0);
        int at = open + 2;
        for (int i = 0; i < position && at < close; i++) {
            at = itemEnd(at) + 1;
        }
        return at < close ? typeOf(at, Math.min(itemEnd(at), close)) : PgType.UNKNOWN;
    }

    private PgType siblings(int open, int index, boolean skipFirst) {
        PgType type = PgType.UNKNOWN;
        int close = Brackets.closing(tokens, open + 1, tokens.size());
        int at = skipFirst ? itemEnd(open + 1) + 1 : open + 1;
        while (at < close) {
            int end = Math.min(itemEnd(at), close);
            if (at > index || end <= index) {
                type = ExpressionTypes.common(type, typeOf(at, end));
            }
            at = end + 1;
        }
        return type;
    }

    /** {@code CASE WHEN a THEN $1 ELSE b END}: the other branches. */
    private PgType branch(int index) {
        PgType type = PgType.UNKNOWN;
        int start = index;
        int depth = 1;
        while (start > 0 && depth > 0) {
            start--;
            depth += token(start).is("END") ? 1 : token(start).is("CASE") ? -1 : 0;
        }
        for (int i = start + 1; i < tokens.size() && !token(i).is("END"); i++) {
            if ((token(i).is("THEN") || token(i).is("ELSE")) && i + 1 != index) {
                int end = i + 1;
                while (end < tokens.size() && !token(end).is("WHEN") && !token(end).is("ELSE")
                        && !token(end).is("END")) {
                    end++;
                }
                type = ExpressionTypes.common(type, typeOf(i + 1, end));
            }
        }
        return type;
    }

    /** {@code INSERT INTO t (a, b) SELECT $1, $2}. */
    private PgType inserted(int index) {
        int select = index - 1;
        int depth = 0;
        int position = 0;
        while (select >= 0 && !(depth == 0 && token(select).is("SELECT"))) {
            Token token = token(select);
            depth += token.isSign(")") ? 1 : token.isSign("(") ? -1 : 0;
            if (depth < 0) {
                return PgType.UNKNOWN;
            }
            position += depth == 0 && token.isSign(",") ? 1 : 0;
            select--;
        }
        int into = 0;
        while (into < select && !token(into).is("INTO")) {
            into++;
        }
        if (into >= select || select < 0) {
            return PgType.UNKNOWN;
        }
        int at = into + 1;
        String table = token(at).text();
        if (token(at + 1).isSign(".")) {
            at += 2;
            table = token(at).text();
        }
        var listed = new ArrayList<String>();
        boolean list = token(at + 1).isSign("(");
        for (int i = at + 2; list && i < select && !token(i).isSign(")"); i++) {
            if (token(i).isIdentifier()) {
                listed.add(token(i).text());
            }
        }
        List<PgType> types = scope.insertTypes(table, listed);
        return position < types.size() ? types.get(position) : PgType.UNKNOWN;
    }

    private PgType typeOf(int from, int to) {
        return new ExpressionTypes(tokens, from, to, scope, number -> PgType.UNKNOWN).type();
    }

    private int opening(int index) {
        int depth = 0;
        for (int i = index - 1; i >= 0; i--) {
            if (token(i).isSign(")")) {
                depth++;
            } else if (token(i).isSign("(") && depth-- == 0) {
                return i;
            }
        }
        return -1;
    }

    private int position(int open, int index) {
        int position = 0;
        for (int at = itemEnd(open + 1); at < index; at = itemEnd(at + 1)) {
            position++;
        }
        return position;
    }

    private int itemEnd(int from) {
        int at = from;
        while (at < tokens.size() && !token(at).isSign(",") && !token(at).isSign(")")) {
            at = token(at).isSign("(") ? Brackets.closing(tokens, at + 1, tokens.size()) + 1 : at + 1;
        }
        return Math.min(at, tokens.size());
    }

    private static boolean isOperator(Token token) {
        return token.isSign("=") || token.isSign("<") || token.isSign(">") || token.isSign("<=") || token.isSign(">=")
                || token.isSign("<>") || token.isSign("!=");
    }

    private Token token(int index) {
        return index >= 0 && index < tokens.size() ? tokens.get(index) : new Token(Token.Kind.END, "", 0, 0);
    }
}
