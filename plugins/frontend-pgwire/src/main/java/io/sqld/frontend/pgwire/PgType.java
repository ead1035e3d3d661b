package io.sqld.frontend.pgwire;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The types that results and parameters can have, with their OIDs and sizes (PostgreSQL's {@code pg_type.dat}). */
enum PgType {
    BOOL(16, 1, "boolean", Form.BOOLEAN),
    BYTEA(17, -1, "bytea", Form.BYTES),
    CHAR(18, 1, "\"char\"", Form.CHARACTERS),
    NAME(19, 64, "name", Form.CHARACTERS),
    INT8(20, 8, "bigint", Form.INTEGER),
    INT2(21, 2, "smallint", Form.INTEGER),
    INT2VECTOR(22, -1, "int2vector", Form.CHARACTERS),
    INT4(23, 4, "integer", Form.INTEGER),
    REGPROC(24, 4, "regproc", Form.INTEGER),
    TEXT(25, -1, "text", Form.CHARACTERS),
    OID(26, 4, "oid", Form.INTEGER),
    XID(28, 4, "xid", Form.INTEGER),
    OIDVECTOR(30, -1, "oidvector", Form.CHARACTERS),
    JSON(114, -1, "json", Form.JSON),
    PG_NODE_TREE(194, -1, "pg_node_tree", Form.CHARACTERS),
    FLOAT4(700, 4, "real", Form.FLOAT),
    FLOAT8(701, 8, "double precision", Form.FLOAT),
    UNKNOWN(705, -2, "unknown", Form.CHARACTERS),
    BPCHAR(1042, -1, "character", Form.CHARACTERS),
    VARCHAR(1043, -1, "character varying", Form.CHARACTERS),
    DATE(1082, 4, "date", Form.DATE_TIME),
    TIME(1083, 8, "time without time zone", Form.DATE_TIME),
    TIMESTAMP(1114, 8, "timestamp without time zone", Form.DATE_TIME),
    TIMESTAMPTZ(1184, 8, "timestamp with time zone", Form.DATE_TIME),
    INTERVAL(1186, 16, "interval", Form.INTERVAL),
    TIMETZ(1266, 12, "time with time zone", Form.DATE_TIME),
    NUMERIC(1700, -1, "numeric", Form.NUMERIC),
    REGCLASS(2205, 4, "regclass", Form.INTEGER),
    REGTYPE(2206, 4, "regtype", Form.INTEGER),
    VOID(2278, 4, "void", Form.CHARACTERS),
    UUID(2950, 16, "uuid", Form.UUID),
    JSONB(3802, -1, "jsonb", Form.JSON),

    BOOL_ARRAY(1000, BOOL),
    BYTEA_ARRAY(1001, BYTEA),
    CHAR_ARRAY(1002, CHAR),
    NAME_ARRAY(1003, NAME),
    INT2_ARRAY(1005, INT2),
    INT4_ARRAY(1007, INT4),
    TEXT_ARRAY(1009, TEXT),
    BPCHAR_ARRAY(1014, BPCHAR),
    VARCHAR_ARRAY(1015, VARCHAR),
    INT8_ARRAY(1016, INT8),
    FLOAT4_ARRAY(1021, FLOAT4),
    FLOAT8_ARRAY(1022, FLOAT8),
    OID_ARRAY(1028, OID),
    TIMESTAMP_ARRAY(1115, TIMESTAMP),
    DATE_ARRAY(1182, DATE),
    TIME_ARRAY(1183, TIME),
    TIMESTAMPTZ_ARRAY(1185, TIMESTAMPTZ),
    INTERVAL_ARRAY(1187, INTERVAL),
    NUMERIC_ARRAY(1231, NUMERIC),
    TIMETZ_ARRAY(1270, TIMETZ),
    JSON_ARRAY(199, JSON),
    UUID_ARRAY(2951, UUID),
    JSONB_ARRAY(3807, JSONB),

    /** A value of SQLite's with its storage class, for clients in native mode ({@code docs/NATIVE_MODE.md}). */
    SQLITE_VALUE(91_000, -1, "sqlite_value", Form.VALUE);

    /** How values are encoded. */
    enum Form {
        /** A truth value. */
        BOOLEAN,
        /** A whole number of fixed size. */
        INTEGER,
        /** A floating point number. */
        FLOAT,
        /** A decimal number. */
        NUMERIC,
        /** Characters, the same in either format. */
        CHARACTERS,
        /** Bytes. */
        BYTES,
        /** A point in time. */
        DATE_TIME,
        /** A span of time. */
        INTERVAL,
        /** 16 bytes. */
        UUID,
        /** JSON, in characters. */
        JSON,
        /** Values of another type; JSON in SQLite. */
        ARRAY,
        /** Any storage class. */
        VALUE
    }

    private static final Map<Integer, PgType> BY_OID =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(PgType::oid, Function.identity()));
    private static final Map<PgType, PgType> ARRAYS = Arrays.stream(values())
            .filter(type -> type.form == Form.ARRAY)
            .collect(Collectors.toUnmodifiableMap(PgType::element, Function.identity()));

    private final int oid;
    private final int sizeBytes;
    private final String sqlName;
    private final Form form;
    private final Optional<PgType> element;

    PgType(int oid, int sizeBytes, String sqlName, Form form) {
        this.oid = oid;
        this.sizeBytes = sizeBytes;
        this.sqlName = sqlName;
        this.form = form;
        this.element = Optional.empty();
    }

    PgType(int oid, PgType element) {
        this.oid = oid;
        this.sizeBytes = -1;
        this.sqlName = element.sqlName + "[]";
        this.form = Form.ARRAY;
        this.element = Optional.of(element);
    }

    /** {@return the OID} */
    int oid() {
        return oid;
    }

    /** {@return {@code typlen}: the size of the binary form, or -1 when it varies} */
    int sizeBytes() {
        return sizeBytes;
    }

    /** {@return the name that error messages use} */
    String sqlName() {
        return sqlName;
    }

    /** {@return its name in the catalog, {@code typname}} */
    String catalogName() {
        return form == Form.ARRAY ? '_' + element().catalogName() : name().toLowerCase(Locale.ROOT);
    }

    /** {@return how values are encoded} */
    Form form() {
        return form;
    }

    /** {@return the type of an array's elements; of anything else, itself} */
    PgType element() {
        return element.orElse(this);
    }

    /** {@return the type of arrays of this type, if there is one} */
    Optional<PgType> array() {
        return Optional.ofNullable(ARRAYS.get(this));
    }

    /** {@return whether values are numbers that SQLite stores as INTEGER} */
    boolean isInteger() {
        return form == Form.INTEGER;
    }

    /** {@return whether values are numbers} */
    boolean isNumber() {
        return isInteger() || form == Form.FLOAT || form == Form.NUMERIC;
    }

    /** {@return the type with this OID, if it is one of these} */
    static Optional<PgType> of(int oid) {
        return Optional.ofNullable(BY_OID.get(oid));
    }
}
