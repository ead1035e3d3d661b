package io.sqld.frontend.pgwire;

/** Chooses the encoder of a column by its type and format. One for each connection: encoders share scratch memory. */
final class CellEncoders {
    private final Doubles doubles = new Doubles();
    private final CellEncoder text = new TextCell(doubles);
    private final CellEncoder number = new NumberTextCell(doubles, false);
    private final CellEncoder wholeNumber = new NumberTextCell(doubles, true);
    private final CellEncoder truth = new BooleanTextCell(doubles);
    private final CellEncoder uuid = new UuidCell(false, doubles);
    private final CellEncoder bytes = new ByteaCell(false);
    private final CellEncoder bytesBinary = new ByteaCell(true);

    /** {@return the encoder of values of {@code type}} */
    CellEncoder of(PgType type, boolean binary) {
        return binary ? inBinary(type) : inText(type);
    }

    private CellEncoder inText(PgType type) {
        return switch (type) {
            case TEXT, VARCHAR, BPCHAR, NAME, JSON, JSONB, UNKNOWN -> text;
            case INT2, INT4, INT8, OID -> wholeNumber;
            case FLOAT4, FLOAT8, NUMERIC -> number;
            case BOOL -> truth;
            case BYTEA -> bytes;
            case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> new DateTimeCell(type, false, doubles);
            case UUID -> uuid;
        };
    }

    private CellEncoder inBinary(PgType type) {
        return switch (type) {
            case TEXT, VARCHAR, BPCHAR, NAME, JSON, UNKNOWN -> text;
            case INT2, INT4, INT8, OID, FLOAT4, FLOAT8, NUMERIC, BOOL -> new NumberBinaryCell(type);
            case BYTEA -> bytesBinary;
            case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> new DateTimeCell(type, true, doubles);
            case UUID -> new UuidCell(true, doubles);
            case JSONB -> new JsonbBinaryCell(doubles);
        };
    }
}
