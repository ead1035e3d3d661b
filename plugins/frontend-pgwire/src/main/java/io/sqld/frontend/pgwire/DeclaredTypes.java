package io.sqld.frontend.pgwire;

import java.util.Locale;

/**
 * From the type that CREATE TABLE declares to the type that clients see. SQLite takes any words there; the common ones
 * are known by name, the rest by the <a
 * href="https://sqlite.org/datatype3.html#determination_of_column_affinity">affinity</a> that they give the column.
 */
final class DeclaredTypes {
    private static final int HEADER_BYTES = 4;

    private DeclaredTypes() {}

    /** {@return the type of a column declared as {@code declared}} */
    static ColumnType of(String declared) {
        int open = declared.indexOf('(');
        int close = open < 0 ? -1 : declared.indexOf(')', open);
        String words = close < 0 ? declared : declared.substring(0, open) + ' ' + declared.substring(close + 1);
        String name = words.toUpperCase(Locale.ROOT).strip().replaceAll("\\s+", " ");
        PgType type = named(name);
        String arguments = close < 0 ? "" : declared.substring(open + 1, close);
        return new ColumnType(type, modifier(type, arguments));
    }

    private static PgType named(String name) {
        return switch (name) {
            case "BOOL", "BOOLEAN" -> PgType.BOOL;
            case "DATE" -> PgType.DATE;
            case "TIME", "TIME WITHOUT TIME ZONE" -> PgType.TIME;
            case "DATETIME", "TIMESTAMP", "TIMESTAMP WITHOUT TIME ZONE" -> PgType.TIMESTAMP;
            case "TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE" -> PgType.TIMESTAMPTZ;
            case "NUMERIC", "DECIMAL", "DEC", "MONEY" -> PgType.NUMERIC;
            case "BYTEA", "BINARY", "VARBINARY" -> PgType.BYTEA;
            case "JSON" -> PgType.JSON;
            case "JSONB" -> PgType.JSONB;
            case "UUID" -> PgType.UUID;
            case "ROWID", "SERIAL", "BIGSERIAL", "SMALLSERIAL" -> PgType.INT8;
            case "", "ANY", "STRING" -> PgType.TEXT;
            default -> byAffinity(name);
        };
    }

    private static PgType byAffinity(String name) {
        if (name.contains("INT")) {
            return PgType.INT8;
        }
        if (name.contains("CHAR")) {
            return PgType.VARCHAR;
        }
        if (name.contains("CLOB") || name.contains("TEXT")) {
            return PgType.TEXT;
        }
        if (name.contains("BLOB")) {
            return PgType.BYTEA;
        }
        if (name.contains("REAL") || name.contains("FLOA") || name.contains("DOUB")) {
            return PgType.FLOAT8;
        }
        // NUMERIC affinity under a name that promises nothing: text can carry every storage class.
        return PgType.TEXT;
    }

    private static int modifier(PgType type, String arguments) {
        String[] numbers = arguments.split(",", -1);
        int first = number(numbers[0]);
        if (first < 0) {
            return -1;
        }
        return switch (type) {
            case VARCHAR -> first + HEADER_BYTES;
            case NUMERIC -> (first << 16 | (numbers.length > 1 ? Math.max(0, number(numbers[1])) : 0)) + HEADER_BYTES;
            case BOOL, BYTEA, NAME, INT8, INT2, INT4, TEXT, OID, JSON, FLOAT4, FLOAT8, UNKNOWN, BPCHAR, DATE, TIME,
                    TIMESTAMP,
                    TIMESTAMPTZ, UUID, JSONB ->
                    -1;
        };
    }

    /** {@return a small positive number, or -1} */
    private static int number(String text) {
        String digits = text.strip();
        boolean small = !digits.isEmpty() && digits.length() <= 4 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return small ? Integer.parseInt(digits) : -1;
    }
}
