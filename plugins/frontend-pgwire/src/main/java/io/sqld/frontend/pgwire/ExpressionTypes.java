package io.sqld.frontend.pgwire;

import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * The type of one expression, by recursive descent over its tokens with the
 * <a href="https://sqlite.org/lang_expr.html#operators_and_parse_affecting_attributes">precedence of SQLite</a>.
 * {@link PgType#UNKNOWN} is the type of NULL and of what cannot be told.
 */
final class ExpressionTypes {
    private static final int DEPTH_MAX = 100;

    private final List<Token> tokens;
    private final SqlScope scope;
    private final IntFunction<PgType> parameters;
    private final int end;
    private int at;
    private int depth;

    /**
     * Makes the reader of the tokens from {@code from} to before {@code end}.
     *
     * @param parameters the types of the parameters, by number
     */
    ExpressionTypes(List<Token> tokens, int from, int end, SqlScope scope, IntFunction<PgType> parameters) {
        this.tokens = tokens;
        this.at = from;
        this.end = end;
        this.scope = scope;
        this.parameters = parameters;
    }

    /** {@return the type of the expression; an alias may follow it} */
    PgType type() {
        return expression();
    }

    private PgType expression() {
        if (++depth > DEPTH_MAX) {
            at = end;
            return PgType.UNKNOWN;
        }
        PgType left = conjunction();
        while (take("OR")) {
            conjunction();
            left = scope.rules().truth();
        }
        depth--;
        return left;
    }

    private PgType conjunction() {
        PgType left = negation();
        while (take("AND")) {
            negation();
            left = scope.rules().truth();
        }
        return left;
    }

    private PgType negation() {
        if (take("NOT")) {
            negation();
            return scope.rules().truth();
        }
        return comparison();
    }

    private PgType comparison() {
        PgType left = bits();
        while (comparator()) {
            left = scope.rules().truth();
        }
        return left;
    }

    /** Takes a comparison and what it compares with. */
    private boolean comparator() {
        if (takeSign("=") || takeSign("==") || takeSign("<>") || takeSign("!=") || takeSign("<") || takeSign("<=")
                || takeSign(">")
                || takeSign(">=")) {
            bits();
            return true;
        }
        if (take("ISNULL") || take("NOTNULL")) {
            return true;
        }
        if (take("IS")) {
            take("NOT");
            if (take("DISTINCT")) {
                take("FROM");
            }
            bits();
            return true;
        }
        boolean not = take("NOT");
        if (not && take("NULL")) {
            return true;
        }
        if (take("BETWEEN")) {
            bits();
            take("AND");
            bits();
            return true;
        }
        if (take("IN") || take("LIKE") || take("ILIKE") || take("GLOB") || take("MATCH") || take("REGEXP")) {
            bits();
            if (take("ESCAPE")) {
                bits();
            }
            return true;
        }
        return not;
    }

    private PgType bits() {
        PgType left = sum();
        while (takeSign("<<") || takeSign(">>") || takeSign("&") || takeSign("|")) {
            sum();
            left = PgType.INT8;
        }
        return left;
    }

    private PgType sum() {
        PgType left = product();
        while (true) {
            if (takeSign("+") || takeSign("-")) {
                left = scope.rules().adjust(arithmetic(left, product()));
            } else {
                return left;
            }
        }
    }

    private PgType product() {
        PgType left = concatenation();
        while (true) {
            if (takeSign("*") || takeSign("/") || takeSign("%")) {
                left = scope.rules().adjust(arithmetic(left, concatenation()));
            } else {
                return left;
            }
        }
    }

    private PgType concatenation() {
        PgType left = unary();
        while (takeSign("||") || takeSign("->") || takeSign("->>")) {
            unary();
            left = PgType.TEXT;
        }
        return left;
    }

    private PgType unary() {
        if (takeSign("-") || takeSign("+")) {
            return unary();
        }
        if (takeSign("~")) {
            unary();
            return PgType.INT8;
        }
        PgType type = primary();
        while (at < end) {
            if (takeSign("::")) {
                type = castTo(type);
            } else if (takeSign("[")) {
                at = Brackets.closing(tokens, at, end) + 1;
                type = type.element();
            } else if (take("COLLATE")) {
                at++;
            } else if (at + 2 < end && tokens.get(at).is("AT") && tokens.get(at + 1).is("TIME")) {
                at = Math.min(at + 4, end);
                type = type == PgType.TIMESTAMPTZ ? PgType.TIMESTAMP : PgType.TIMESTAMPTZ;
            } else {
                break;
            }
        }
        return type;
    }

    /** {@code x::type}; of a type that nobody knows, SQLite will say so. */
    private PgType castTo(PgType operand) {
        TypeName name = TypeName.read(tokens, at);
        at = Math.max(at, Math.min(name.end(), end));
        return DeclaredTypes.cast(name).map(ColumnType::type).orElse(operand);
    }

    private PgType primary() {
        if (at >= end) {
            return PgType.UNKNOWN;
        }
        Token token = tokens.get(at++);
        return switch (token.kind()) {
            case NUMBER -> number(token.text());
            case STRING -> PgType.TEXT;
            case BLOB -> PgType.BYTEA;
            case PARAMETER -> parameters.apply(numberOf(token));
            case NAME -> column(token);
            case WORD -> word(token);
            case SIGN -> token.isSign("(") ? parenthesis() : PgType.UNKNOWN;
            case END -> PgType.UNKNOWN;
        };
    }

    private PgType parenthesis() {
        int close = Brackets.closing(tokens, at, end);
        if (at < end && (tokens.get(at).is("SELECT") || tokens.get(at).is("VALUES") || tokens.get(at).is("WITH"))) {
            List<PgType> types = new SelectTypes(tokens, at, close, scope, parameters).types(1);
            at = close + 1;
            return types.isEmpty() ? PgType.UNKNOWN : types.getFirst();
        }
        PgType type = expression();
        at = close + 1;
        return type;
    }

    private PgType word(Token token) {
        return switch (token.text().toUpperCase(Locale.ROOT)) {
            case "NULL" -> PgType.UNKNOWN;
            case "ARRAY" -> at < end && tokens.get(at).isSign("[") ? array() : column(token);
            case "BOOL", "BOOLEAN", "BYTEA", "DATE", "INTERVAL", "JSON", "JSONB", "TIME", "TIMESTAMP", "TIMESTAMPTZ",
                    "TIMETZ", "UUID" -> literal(token);
            case "TRUE", "FALSE" -> PgType.BOOL;
            case "CURRENT_DATE" -> scope.rules().adjust(PgType.DATE);
            case "CURRENT_TIME" -> scope.rules().adjust(PgType.TIMETZ);
            case "CURRENT_TIMESTAMP" -> scope.rules().adjust(PgType.TIMESTAMPTZ);
            case "CAST" -> cast();
            case "CASE" -> choice();
            case "EXISTS" -> {
                at++;
                at = Brackets.closing(tokens, at, end) + 1;
                yield scope.rules().truth();
            }
            default -> at < end && tokens.get(at).isSign("(") ? function(token) : column(token);
        };
    }

    /** {@code ARRAY[a, b]}. */
    private PgType array() {
        int close = Brackets.closing(tokens, at + 1, end);
        at++;
        PgType type = PgType.UNKNOWN;
        while (at < close) {
            PgType element = tokens.get(at).isSign("[") ? array() : expression();
            type = common(type, element.element());
            if (!takeSign(",")) {
                break;
            }
        }
        at = close + 1;
        return type.array().orElse(PgType.TEXT_ARRAY);
    }

    /** {@code type 'literal'}, or a name or function that is called like a type. */
    private PgType literal(Token token) {
        TypeName name = TypeName.read(tokens, at - 1);
        if (name.end() < end && tokens.get(name.end()).kind() == Token.Kind.STRING) {
            at = name.end() + 1;
            return DeclaredTypes.cast(name).map(ColumnType::type).orElse(PgType.TEXT);
        }
        return at < end && tokens.get(at).isSign("(") ? function(token) : column(token);
    }

    private PgType column(Token token) {
        String qualifier = "";
        String name = token.text();
        while (takeSign(".") && at < end) {
            qualifier = name;
            name = tokens.get(at++).text();
        }
        return scope.column(qualifier, name).orElse(PgType.UNKNOWN);
    }

    private PgType cast() {
        int close = Brackets.closing(tokens, at + 1, end);
        at++;
        expression();
        take("AS");
        var declaration = new StringBuilder();
        for (; at < close; at++) {
            boolean parenthesis = tokens.get(at).kind() == Token.Kind.SIGN;
            declaration.append(declaration.isEmpty() || parenthesis ? "" : " ").append(tokens.get(at).text());
        }
        at = close + 1;
        return scope.declared(declaration.toString());
    }

    private PgType choice() {
        PgType type = PgType.UNKNOWN;
        if (at < end && !tokens.get(at).is("WHEN")) {
            expression();
        }
        while (take("WHEN")) {
            expression();
            take("THEN");
            type = common(type, expression());
        }
        if (take("ELSE")) {
            type = common(type, expression());
        }
        take("END");
        return type;
    }

    private PgType function(Token name) {
        at++;
        int close = Brackets.closing(tokens, at, end);
        PgType type = scope.rules().adjust(FunctionTypes.of(name.text(), this, close));
        at = close + 1;
        if (take("FILTER") && takeSign("(")) {
            at = Brackets.closing(tokens, at, end) + 1;
        }
        if (take("OVER")) {
            at = takeSign("(") ? Brackets.closing(tokens, at, end) + 1 : at + 1;
        }
        return type;
    }

    /**
     * {@return the common type of the arguments up to {@code close}, from number {@code first}, at most {@code count}
     * of them}
     */
    PgType arguments(int close, int first, int count) {
        PgType type = PgType.UNKNOWN;
        take("DISTINCT");
        for (int i = 0; at < close; i++) {
            PgType argument = expression();
            if (i >= first && i < first + count) {
                type = common(type, argument);
            }
            if (!takeSign(",")) {
                break;
            }
        }
        return type;
    }

    private static PgType number(String text) {
        if (text.startsWith("0x") || text.startsWith("0X")) {
            return PgType.INT8;
        }
        if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            if (text.length() < 10 || (text.length() == 10 && Long.parseLong(text) <= Integer.MAX_VALUE)) {
                return PgType.INT4;
            }
            boolean fits = text.length() < 19 || (text.length() == 19 && text.compareTo("9223372036854775807") <= 0);
            return fits ? PgType.INT8 : PgType.FLOAT8;
        }
        return PgType.FLOAT8;
    }

    private static PgType arithmetic(PgType left, PgType right) {
        if (right == PgType.INTERVAL) {
            return left == PgType.INTERVAL || left == PgType.TIMESTAMPTZ ? left : PgType.TIMESTAMP;
        }
        if (left.isInteger() && right.isInteger()) {
            return PgType.INT8;
        }
        if (left == PgType.FLOAT8 || right == PgType.FLOAT8) {
            return PgType.FLOAT8;
        }
        return PgType.NUMERIC;
    }

    /** {@return a type that holds the values of both} */
    static PgType common(PgType left, PgType right) {
        if (left == right || right == PgType.UNKNOWN) {
            return left;
        }
        if (left == PgType.UNKNOWN) {
            return right;
        }
        boolean leftWhole = left.isInteger() || left == PgType.BOOL;
        boolean rightWhole = right.isInteger() || right == PgType.BOOL;
        if (leftWhole && rightWhole) {
            return left == PgType.INT8 || right == PgType.INT8 ? PgType.INT8 : PgType.INT4;
        }
        if (left.isNumber() && right.isNumber()) {
            return left == PgType.NUMERIC || right == PgType.NUMERIC ? PgType.NUMERIC : PgType.FLOAT8;
        }
        return PgType.TEXT;
    }

    /** {@return the number of a parameter as written, 0 if it has none} */
    static int numberOf(Token token) {
        String digits = token.text().substring(1);
        boolean small = !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return small ? Integer.parseInt(digits) : 0;
    }

    private boolean take(String keyword) {
        if (at < end && tokens.get(at).is(keyword)) {
            at++;
            return true;
        }
        return false;
    }

    private boolean takeSign(String sign) {
        if (at < end && tokens.get(at).isSign(sign)) {
            at++;
            return true;
        }
        return false;
    }
}
