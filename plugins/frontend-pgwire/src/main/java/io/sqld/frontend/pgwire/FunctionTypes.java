package io.sqld.frontend.pgwire;

import java.util.Locale;

/**
 * The types of <a href="https://sqlite.org/lang_corefunc.html">SQLite's functions</a>; others give text, which carries
 * every value.
 */
final class FunctionTypes {
    private FunctionTypes() {}

    /** {@return the type of a call, whose arguments {@code reader} stands before and which ends at {@code close}} */
    static PgType of(String name, ExpressionTypes reader, int close) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "count", "length", "octet_length", "instr", "unicode", "changes", "total_changes", "last_insert_rowid",
                    "random",
                    "row_number", "rank", "dense_rank", "ntile", "unixepoch", "json_array_length", "sign" ->
                    PgType.INT8;
            case "avg", "total", "round", "sqrt", "pow", "power", "exp", "ln", "log", "log10", "log2", "sin", "cos",
                    "tan", "asin",
                    "acos", "atan", "atan2", "pi", "radians", "degrees", "julianday", "percent_rank", "cume_dist",
                    "median",
                    "percentile" ->
                    PgType.FLOAT8;
            case "zeroblob", "randomblob", "unhex", "jsonb" -> PgType.BYTEA;
            case "sum" -> sum(reader.arguments(close, 0, 1));
            case "abs", "first_value", "last_value", "nth_value", "nullif", "ceil", "ceiling", "floor", "trunc" ->
                    reader.arguments(close, 0, 1);
            case "min", "max", "coalesce", "ifnull" -> reader.arguments(close, 0, Integer.MAX_VALUE);
            case "lag", "lead" -> reader.arguments(close, 0, 1);
            case "iif", "if" -> reader.arguments(close, 1, 2);
            default -> PgType.TEXT;
        };
    }

    private static PgType sum(PgType argument) {
        if (argument.isInteger() || argument == PgType.BOOL) {
            return PgType.INT8;
        }
        return argument == PgType.FLOAT8 ? PgType.FLOAT8 : PgType.NUMERIC;
    }
}
