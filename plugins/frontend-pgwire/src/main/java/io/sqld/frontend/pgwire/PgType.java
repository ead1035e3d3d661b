package io.sqld.frontend.pgwire;

import java.util.Optional;

/** The types that results and parameters can have, with their OIDs and sizes (PostgreSQL's {@code pg_type.dat}). */
enum PgType {
    BOOL(16, 1, "boolean"),
    BYTEA(17, -1, "bytea"),
    NAME(19, 64, "name"),
    INT8(20, 8, "bigint"),
    INT2(21, 2, "smallint"),
    INT4(23, 4, "integer"),
    TEXT(25, -1, "text"),
    OID(26, 4, "oid"),
    JSON(114, -1, "json"),
    FLOAT4(700, 4, "real"),
    FLOAT8(701, 8, "double precision"),
    UNKNOWN(705, -2, "unknown"),
    BPCHAR(1042, -1, "character"),
    VARCHAR(1043, -1, "character varying"),
    DATE(1082, 4, "date"),
    TIME(1083, 8, "time without time zone"),
    TIMESTAMP(1114, 8, "timestamp without time zone"),
    TIMESTAMPTZ(1184, 8, "timestamp with time zone"),
    NUMERIC(1700, -1, "numeric"),
    UUID(2950, 16, "uuid"),
    JSONB(3802, -1, "jsonb");

    private final int oid;
    private final int sizeBytes;
    private final String sqlName;

    PgType(int oid, int sizeBytes, String sqlName) {
        this.oid = oid;
        this.sizeBytes = sizeBytes;
        this.sqlName = sqlName;
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

    /** {@return whether values are numbers that SQLite stores as INTEGER} */
    boolean isInteger() {
        return switch (this) {
            case INT2, INT4, INT8, OID -> true;
            case BOOL, BYTEA, NAME, TEXT, JSON, FLOAT4, FLOAT8, UNKNOWN, BPCHAR, VARCHAR, DATE, TIME, TIMESTAMP,
                    TIMESTAMPTZ,
                    NUMERIC, UUID, JSONB ->
                    false;
        };
    }

    /** {@return whether values are numbers} */
    boolean isNumber() {
        return isInteger() || this == FLOAT4 || this == FLOAT8 || this == NUMERIC;
    }

    /** {@return the type with this OID, if it is one of these} */
    static Optional<PgType> of(int oid) {
        return switch (oid) {
            case 16 -> Optional.of(BOOL);
            case 17 -> Optional.of(BYTEA);
            case 19 -> Optional.of(NAME);
            case 20 -> Optional.of(INT8);
            case 21 -> Optional.of(INT2);
            case 23 -> Optional.of(INT4);
            case 25 -> Optional.of(TEXT);
            case 26 -> Optional.of(OID);
            case 114 -> Optional.of(JSON);
            case 700 -> Optional.of(FLOAT4);
            case 701 -> Optional.of(FLOAT8);
            case 705 -> Optional.of(UNKNOWN);
            case 1042 -> Optional.of(BPCHAR);
            case 1043 -> Optional.of(VARCHAR);
            case 1082 -> Optional.of(DATE);
            case 1083 -> Optional.of(TIME);
            case 1114 -> Optional.of(TIMESTAMP);
            case 1184 -> Optional.of(TIMESTAMPTZ);
            case 1700 -> Optional.of(NUMERIC);
            case 2950 -> Optional.of(UUID);
            case 3802 -> Optional.of(JSONB);
            default -> Optional.empty();
        };
    }
}
