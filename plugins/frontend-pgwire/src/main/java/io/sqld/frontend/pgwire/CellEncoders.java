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
        return switch (type.form()) {
            case CHARACTERS, JSON, INTERVAL, ARRAY, VALUE -> text;
            case INTEGER -> wholeNumber;
            case FLOAT, NUMERIC -> number;
            case BOOLEAN -> truth;
            case BYTES -> bytes;
            case DATE_TIME -> type == PgType.TIMETZ ? text : new DateTimeCell(type, false, doubles);
            case UUID -> uuid;
        };
    }

    private CellEncoder inBinary(PgType type) {
        return switch (type.form()) {
            case CHARACTERS, INTERVAL, ARRAY, VALUE -> text;
            case JSON -> type == PgType.JSONB ? new JsonbBinaryCell(doubles) : text;
            case INTEGER, FLOAT, NUMERIC, BOOLEAN -> new NumberBinaryCell(type);
            case BYTES -> bytesBinary;
            case DATE_TIME -> type == PgType.TIMETZ ? text : new DateTimeCell(type, true, doubles);
            case UUID -> new UuidCell(true, doubles);
        };
    }
}
