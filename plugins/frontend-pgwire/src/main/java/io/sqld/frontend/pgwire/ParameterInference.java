package io.sqld.frontend.pgwire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The types of parameters that the client leaves open, by what stands around them: the column that they are compared
 * with, assigned to or inserted into, the other operand, LIMIT, CAST. The first hint that is not text counts.
 */
final class ParameterInference {
    private final List<Token> tokens;
    private final SqlScope scope;
    private final Map<Integer, PgType> types = new HashMap<>();

    ParameterInference(List<Token> tokens, SqlScope scope) {
        this.tokens = tokens;
        this.scope = scope;
        inserted();
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).kind() == Token.Kind.PARAMETER) {
                note(tokens.get(i), around(i));
            }
        }
    }

    /** {@return the type of a parameter} */
    PgType type(int number) {
        return types.getOrDefault(number, PgType.TEXT);
    }

    private void note(Token parameter, PgType type) {
        int number = ExpressionTypes.numberOf(parameter);
        PgType known = types.getOrDefault(number, PgType.UNKNOWN);
        if (type != PgType.UNKNOWN && (known == PgType.UNKNOWN || known == PgType.TEXT)) {
            // A truth value compared with a parameter may be compared with 2 as well.
            types.put(number, type);
        }
    }

    /** Goes through {@code INSERT INTO t (a, b) VALUES ($1, $2), ...}. */
    private void inserted() {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (!tokens.get(i).is("INTO") || !tokens.get(i + 1).isIdentifier()) {
                continue;
            }
            int at = i + 1;
            String table = tokens.get(at++).text();
            if (at + 1 < tokens.size() && tokens.get(at).isSign(".")) {
                table = tokens.get(at + 1).text();
                at += 2;
            }
            var listed = new ArrayList<String>();
            while (at < tokens.size() && !tokens.get(at).is("VALUES") && !tokens.get(at).is("SELECT")) {
                if (tokens.get(at).isIdentifier() && !tokens.get(at).is("AS") && !tokens.get(at - 1).is("AS")) {
                    listed.add(tokens.get(at).text());
                }
                at++;
            }
            if (at < tokens.size() && tokens.get(at).is("VALUES")) {
                rows(at + 1, scope.insertTypes(table, listed));
            }
        }
    }

    private void rows(int from, List<PgType> columns) {
        int depth = 0;
        int column = 0;
        for (int i = from; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.isSign("(")) {
                depth++;
                column = depth == 1 ? 0 : column;
            } else if (token.isSign(")")) {
                depth--;
            } else if (token.isSign(",") && depth == 1) {
                column++;
            } else if (depth == 0 && !token.isSign(",")) {
                return;
            } else if (token.kind() == Token.Kind.PARAMETER && depth == 1 && column < columns.size()
                    && (tokens.get(i - 1).isSign("(") || tokens.get(i - 1).isSign(","))) {
                note(token, columns.get(column));
            }
        }
    }

    private PgType around(int index) {
        Token before = token(index - 1);
        Token after = token(index + 1);
        if (before.is("LIMIT") || before.is("OFFSET") || (before.isSign(",") && token(index - 3).is("LIMIT"))) {
            return PgType.INT8;
        }
        if (after.isSign("::")) {
            return DeclaredTypes.cast(TypeName.read(tokens, index + 2)).map(ColumnType::type).orElse(PgType.UNKNOWN);
        }
        if (before.isSign("(") && (token(index - 2).is("ANY") || token(index - 2).is("SOME")
                || token(index - 2).is("ALL")) && isOperator(token(index - 3))) {
            return operandBefore(index - 3).array().orElse(PgType.TEXT_ARRAY);
        }
        if (before.is("LIKE") || before.is("ILIKE") || before.is("GLOB") || before.is("MATCH") || before.isSign("||")
                || after.isSign("||")) {
            return PgType.TEXT;
        }
        if (after.is("AS") && before.isSign("(") && token(index - 2).is("CAST")) {
            return cast(index + 2);
        }
        if (isOperator(before)) {
            return operandBefore(index - 1);
        }
        if (before.is("BETWEEN")) {
            return operandBefore(token(index - 2).is("NOT") ? index - 2 : index - 1);
        }
        if (before.is("AND") && token(index - 3).is("BETWEEN")) {
            return operandBefore(index - 3);
        }
        PgType listed = inList(index);
        if (listed != PgType.UNKNOWN) {
            return listed;
        }
        if (after.is("BETWEEN") || (after.is("IN") && token(index + 2).isSign("("))) {
            return operandAfter(after.is("IN") && !isQuery(token(index + 3)) ? index + 3 : index + 2);
        }
        if (isOperator(after)) {
            return operandAfter(index + 2);
        }
        PgType argument = new ParameterPlaces(tokens, scope).type(index);
        return widened(argument);
    }

    private PgType cast(int from) {
        var declaration = new StringBuilder();
        for (int i = from; i < tokens.size() && !tokens.get(i).isSign(")"); i++) {
            declaration.append(declaration.isEmpty() ? "" : " ").append(tokens.get(i).text());
        }
        return scope.declared(declaration.toString());
    }

    /** Looks back over {@code x IN (1, $2, }. */
    private PgType inList(int index) {
        int at = index - 1;
        while (at >= 0) {
            Token token = tokens.get(at);
            boolean element =
                    token.isSign(",") || token.kind() == Token.Kind.PARAMETER || token.kind() == Token.Kind.NUMBER
                            || token.kind() == Token.Kind.STRING;
            if (token.isSign("(")) {
                boolean in = token(at - 1).is("IN");
                return in ? operandBefore(token(at - 2).is("NOT") ? at - 2 : at - 1) : PgType.UNKNOWN;
            }
            if (!element) {
                return PgType.UNKNOWN;
            }
            at--;
        }
        return PgType.UNKNOWN;
    }

    private static boolean isQuery(Token token) {
        return token.is("SELECT") || token.is("WITH") || token.is("VALUES");
    }

    private static boolean isOperator(Token token) {
        if (token.kind() != Token.Kind.SIGN) {
            return token.is("IS");
        }
        return switch (token.text()) {
            case "=", "==", "<>", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%" -> true;
            default -> false;
        };
    }

    /** {@return the type of the operand that ends before the operator at {@code operator}} */
    private PgType operandBefore(int operator) {
        int last = operator - 1;
        if (last < 0) {
            return PgType.UNKNOWN;
        }
        for (int i = last - 1; i > 0 && i > last - 8; i--) {
            if (tokens.get(i).isSign("::") && TypeName.read(tokens, i + 1).end() == last + 1) {
                return DeclaredTypes.cast(TypeName.read(tokens, i + 1))
                        .map(ColumnType::type)
                        .orElse(PgType.UNKNOWN);
            }
        }
        int first = last;
        if (tokens.get(last).is("END")) {
            first = caseOf(last);
        } else if (tokens.get(last).isSign(")")) {
            int open = 1;
            while (first > 0 && open > 0) {
                first--;
                open += tokens.get(first).isSign(")") ? 1 : tokens.get(first).isSign("(") ? -1 : 0;
            }
            if (first > 0 && tokens.get(first - 1).kind() == Token.Kind.WORD && !isKeyword(tokens.get(first - 1))) {
                first--;
            }
        }
        while (first > 1 && tokens.get(first - 1).isSign(".")) {
            first -= 2;
        }
        return widened(new ExpressionTypes(tokens, first, last + 1, scope, number -> PgType.UNKNOWN).type());
    }

    /** {@return the CASE that ends at token {@code end}} */
    private int caseOf(int end) {
        int first = end;
        int depth = 1;
        while (first > 0 && depth > 0) {
            first--;
            depth += tokens.get(first).is("END") ? 1 : tokens.get(first).is("CASE") ? -1 : 0;
        }
        return first;
    }

    private PgType operandAfter(int first) {
        int last = first;
        if (first >= tokens.size()) {
            return PgType.UNKNOWN;
        }
        while (last + 2 < tokens.size() && tokens.get(last + 1).isSign(".")) {
            last += 2;
        }
        if (tokens.get(first).isSign("(")) {
            last = Brackets.closing(tokens, first + 1, tokens.size());
        } else if (last + 1 < tokens.size() && tokens.get(last + 1).isSign("(")) {
            last = Brackets.closing(tokens, last + 2, tokens.size());
        }
        int end = Math.min(last + 1, tokens.size());
        return widened(new ExpressionTypes(tokens, first, end, scope, number -> PgType.UNKNOWN).type());
    }

    /** A parameter may be larger than the literal that it meets. */
    private static PgType widened(PgType type) {
        return type == PgType.INT4 ? PgType.INT8 : type;
    }

    private static boolean isKeyword(Token token) {
        return token.is("AND") || token.is("OR") || token.is("NOT") || token.is("WHERE") || token.is("ON")
                || token.is("IN")
                || token.is("SELECT") || token.is("THEN") || token.is("ELSE") || token.is("WHEN")
                || token.is("BETWEEN");
    }

    private Token token(int index) {
        return index >= 0 && index < tokens.size() ? tokens.get(index) : new Token(Token.Kind.END, "", 0, 0);
    }
}
