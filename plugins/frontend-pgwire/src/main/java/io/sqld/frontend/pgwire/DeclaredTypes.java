package io.sqld.frontend.pgwire;

import java.util.Locale;
import java.util.Optional;

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
        if (name.indexOf('[') > 0 || name.endsWith(" ARRAY")) {
            String element = name.replaceAll("\\[\\d*\\]| ARRAY$", "").strip();
            return ColumnType.of(exactly(element).orElseGet(() -> named(element)).array().orElse(PgType.TEXT_ARRAY));
        }
        PgType type = named(name);
        String arguments = close < 0 ? "" : declared.substring(open + 1, close);
        return new ColumnType(type, modifier(type, arguments));
    }

    /** {@return the type of whole numbers that a declaration promises, where SQLite's all have 64 bits} */
    static PgType promised(String declared) {
        String name = declared.replaceAll("\\(.*", "").strip().toUpperCase(Locale.ROOT);
        return switch (name) {
            case "INT", "INTEGER", "INT4", "MEDIUMINT", "SERIAL", "SERIAL4" -> PgType.INT4;
            case "SMALLINT", "INT2", "TINYINT", "SMALLSERIAL" -> PgType.INT2;
            default -> PgType.INT8;
        };
    }

    /** {@return the type that {@code x::name} has, if it is one of PostgreSQL's} */
    static Optional<ColumnType> cast(TypeName name) {
        if (name.name().isEmpty() || name.name().equals("any")) {
            return Optional.empty();
        }
        Optional<PgType> type = exactly(name.name().toUpperCase(Locale.ROOT));
        if (name.array()) {
            return type.flatMap(PgType::array).map(ColumnType::of);
        }
        String modifiers = name.modifiers().toString();
        return type.map(
                found -> new ColumnType(found, modifier(found, modifiers.substring(1, modifiers.length() - 1))));
    }

    /** PostgreSQL's names, which promise a size: clients that write them know what they mean. */
    private static Optional<PgType> exactly(String name) {
        return Optional.ofNullable(switch (name) {
            case "INT", "INT4", "INTEGER", "SERIAL", "SERIAL4" -> PgType.INT4;
            case "BIGINT", "INT8", "BIGSERIAL", "SERIAL8" -> PgType.INT8;
            case "SMALLINT", "INT2", "SMALLSERIAL", "SERIAL2" -> PgType.INT2;
            case "REAL", "FLOAT4" -> PgType.FLOAT4;
            case "FLOAT", "FLOAT8", "DOUBLE PRECISION" -> PgType.FLOAT8;
            case "TEXT", "CITEXT", "INET", "CIDR", "MACADDR", "XML" -> PgType.TEXT;
            case "VARCHAR", "CHARACTER VARYING", "CHAR VARYING", "NCHAR VARYING" -> PgType.VARCHAR;
            case "CHAR", "CHARACTER", "NCHAR", "BPCHAR" -> PgType.BPCHAR;
            case "\"CHAR\"" -> PgType.CHAR;
            default -> byName(name);
        });
    }

    private static PgType named(String name) {
        PgType known = byName(name);
        return known != null ? known : byAffinity(name);
    }

    private static @org.jspecify.annotations.Nullable PgType byName(String name) {
        return switch (name) {
            case "BOOL", "BOOLEAN" -> PgType.BOOL;
            case "DATE" -> PgType.DATE;
            case "TIME", "TIME WITHOUT TIME ZONE" -> PgType.TIME;
            case "TIMETZ", "TIME WITH TIME ZONE" -> PgType.TIMETZ;
            case "DATETIME", "TIMESTAMP", "TIMESTAMP WITHOUT TIME ZONE" -> PgType.TIMESTAMP;
            case "TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE" -> PgType.TIMESTAMPTZ;
            case "INTERVAL" -> PgType.INTERVAL;
            case "NUMERIC", "DECIMAL", "DEC", "MONEY" -> PgType.NUMERIC;
            case "BYTEA", "BINARY", "VARBINARY" -> PgType.BYTEA;
            case "JSON" -> PgType.JSON;
            case "JSONB" -> PgType.JSONB;
            case "UUID" -> PgType.UUID;
            case "NAME" -> PgType.NAME;
            case "OID" -> PgType.OID;
            case "XID" -> PgType.XID;
            case "REGCLASS" -> PgType.REGCLASS;
            case "REGTYPE" -> PgType.REGTYPE;
            case "REGPROC", "REGPROCEDURE" -> PgType.REGPROC;
            case "INT2VECTOR" -> PgType.INT2VECTOR;
            case "OIDVECTOR" -> PgType.OIDVECTOR;
            case "PG_NODE_TREE" -> PgType.PG_NODE_TREE;
            case "\"CHAR\"" -> PgType.CHAR;
            case "VOID" -> PgType.VOID;
            case "ROWID", "SERIAL", "BIGSERIAL", "SMALLSERIAL" -> PgType.INT8;
            case "", "ANY", "STRING" -> PgType.TEXT;
            default -> null;
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
        if (type == PgType.VARCHAR || type == PgType.BPCHAR) {
            return first + HEADER_BYTES;
        }
        return type == PgType.NUMERIC
                ? (first << 16 | (numbers.length > 1 ? Math.max(0, number(numbers[1])) : 0)) + HEADER_BYTES
                : -1;
    }

    /** {@return a small positive number, or -1} */
    private static int number(String text) {
        String digits = text.strip();
        boolean small = !digits.isEmpty() && digits.length() <= 4 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return small ? Integer.parseInt(digits) : -1;
    }
}
