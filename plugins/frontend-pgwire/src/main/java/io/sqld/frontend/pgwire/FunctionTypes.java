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
                    "row_number", "rank", "dense_rank", "ntile", "unixepoch", "json_array_length", "sign", "lastval",
                    "json_valid",
                    "json_error_position", "like", "glob" ->
                    PgType.INT8;
            case "avg", "total", "round", "sqrt", "pow", "power", "exp", "ln", "log", "log10", "log2", "sin", "cos",
                    "tan", "asin",
                    "acos", "atan", "atan2", "pi", "radians", "degrees", "julianday", "percent_rank", "cume_dist",
                    "median",
                    "percentile" ->
                    PgType.FLOAT8;
            case "now" -> PgType.TIMESTAMPTZ;
            case "extract" -> PgType.NUMERIC;
            case "date_part" -> PgType.FLOAT8;
            case "date_trunc" -> reader.arguments(close, 1, 1) == PgType.TIMESTAMPTZ ? PgType.TIMESTAMPTZ
                    : PgType.TIMESTAMP;
            case "bool_and", "bool_or", "every" -> PgType.BOOL;
            case "gen_random_uuid" -> PgType.UUID;
            case "array_agg" -> reader.arguments(close, 0, 1).array().orElse(PgType.TEXT_ARRAY);
            case "date" -> PgType.DATE;
            case "zeroblob", "randomblob", "unhex", "jsonb" -> PgType.BYTEA;
            case "sum" -> sum(reader.arguments(close, 0, 1));
            case "abs", "first_value", "last_value", "nth_value", "nullif", "ceil", "ceiling", "floor", "trunc" ->
                    reader.arguments(close, 0, 1);
            case "min", "max", "coalesce", "ifnull", "greatest", "least" ->
                    reader.arguments(close, 0, Integer.MAX_VALUE);
            case "lag", "lead" -> reader.arguments(close, 0, 1);
            case "iif", "if" -> reader.arguments(close, 1, 2);
            default -> PgType.TEXT;
        };
    }

    /** {@return the type that a function takes for argument {@code index}; {@code UNKNOWN} if it takes any} */
    static PgType argument(String name, int index) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "substr", "substring" -> index == 0 ? PgType.TEXT : PgType.INT8;
            case "char", "zeroblob", "randomblob", "ntile" -> PgType.INT8;
            case "round" -> index == 1 ? PgType.INT8 : PgType.UNKNOWN;
            case "nth_value", "lag", "lead" -> index == 1 ? PgType.INT8 : PgType.UNKNOWN;
            case "avg", "total", "sqrt", "pow", "power", "exp", "ln", "log", "log10", "log2", "sin", "cos", "tan",
                    "asin", "acos", "atan", "atan2", "radians", "degrees", "mod" ->
                    PgType.FLOAT8;
            case "hex", "unhex", "length", "lower", "upper", "trim", "ltrim", "rtrim", "replace", "instr", "unicode",
                    "like", "glob", "printf", "format", "group_concat", "string_agg", "date", "time", "datetime",
                    "julianday", "strftime", "unixepoch", "json", "jsonb", "json_extract", "json_type", "json_valid",
                    "json_each", "json_tree", "json_array_length" ->
                    PgType.TEXT;
            default -> PgType.UNKNOWN;
        };
    }

    private static PgType sum(PgType argument) {
        if (argument.isInteger() || argument == PgType.BOOL) {
            return PgType.INT8;
        }
        return argument == PgType.FLOAT8 ? PgType.FLOAT8 : PgType.NUMERIC;
    }
}
