package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.sqld.frontend.pgwire.BoundParameters.Kind;
import io.sqld.netty.Segments;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Decodes the values of a Bind message by type and format, into SQLite's storage classes. All checks happen here, so
 * that binding them later cannot fail.
 */
final class ParameterDecoder {
    private static final int INTEGER_CHARS_MAX = 40;

    private ParameterDecoder() {}

    /**
     * Reads the values from where {@code in} stands.
     *
     * @param described whether the client has been told the types, so that what it sends in binary is of these
     */
    static BoundParameters decode(
            MessageReader in, Formats formats, int count, ParameterTypes types, boolean described) {
        var values = new BoundParameters(count, in.bytes(), types.byIndex());
        for (int i = 0; i < count; i++) {
            int bytes = in.readInt();
            if (bytes == -1) {
                values.setNull(i);
                continue;
            }
            int at = in.advance(bytes);
            Optional<PgType> type = types.type(i);
            if (!formats.binary(i)) {
                Utf8.check(in.bytes(), at, bytes);
                text(values, i, type.orElse(PgType.TEXT), in.bytes(), at, bytes, types.given(i));
            } else if (type.isPresent()) {
                binary(values, i, type.get(), in.bytes(), at, bytes, described || types.given(i));
            } else {
                throw PgError.error(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "parameter $" + (i + 1) + " has type OID " + types.oids()[i]
                                + ", which is not supported in binary format")
                        .withHint("Send it in text format.")
                        .raise();
            }
        }
        return values;
    }

    /** Decodes a value in text format that lies in {@code in}. */
    static void text(BoundParameters values, int index, PgType type, ByteBuf in, int at, int bytes,
            boolean given) {
        switch (type.form()) {
            case INTEGER -> integerText(values, index, type, in, at, bytes, given);
            case FLOAT -> doubleText(values, index, type, in, at, bytes, given);
            case NUMERIC -> numericText(values, index, in, at, bytes, given);
            case BOOLEAN -> {
                Booleans truth = Booleans.parse(string(in, at, bytes));
                if (truth != Booleans.NEITHER) {
                    values.setInteger(index, truth == Booleans.TRUE ? 1 : 0);
                } else if (given) {
                    throw invalidText(type, string(in, at, bytes));
                } else {
                    values.setInMessage(index, Kind.TEXT, at, bytes);
                }
            }
            case BYTES -> Bytea.decodeText(values, index, in, at, bytes);
            case DATE_TIME -> dateTimeText(values, index, type, in, at, bytes, given);
            case ARRAY -> values.setText(index, ArrayText.toJson(type, string(in, at, bytes))
                    .orElseThrow(() -> invalidText(type, string(in, at, bytes))));
            case INTERVAL -> intervalText(values, index, in, at, bytes, given);
            case UUID -> {
                if (given && Bytea.uuid(string(in, at, Math.min(bytes, 50))).isEmpty()) {
                    throw invalidText(type, string(in, at, bytes));
                }
                values.setInMessage(index, Kind.TEXT, at, bytes);
            }
            case VALUE -> ValueDecoder.text(values, index, string(in, at, bytes));
            case CHARACTERS, JSON -> values.setInMessage(index, Kind.TEXT, at, bytes);
        }
    }

    private static void integerText(
            BoundParameters values, int index, PgType type, ByteBuf in, int at, int bytes, boolean given) {
        if (Digits.isShortInteger(in, at, bytes) && fits(type, Digits.parse(in, at, bytes))) {
            values.setInteger(index, Digits.parse(in, at, bytes));
            return;
        }
        if (bytes <= INTEGER_CHARS_MAX) {
            String text = string(in, at, bytes).strip();
            Optional<BigDecimal> number = isInteger(text) ? Numerics.parse(text) : Optional.empty();
            if (number.isPresent()) {
                BigDecimal value = number.get();
                if (!Numerics.fitsLong(value) || !fits(type, value.longValueExact())) {
                    if (given) {
                        throw PgError.error(
                                SqlState.NUMERIC_OUT_OF_RANGE,
                                "value \"" + text + "\" is out of range for type " + type.sqlName())
                                .raise();
                    }
                    values.setInMessage(index, Kind.TEXT, at, bytes);
                } else {
                    values.setInteger(index, value.longValueExact());
                }
                return;
            }
        }
        boolean named = type == PgType.REGCLASS || type == PgType.REGTYPE || type == PgType.REGPROC;
        if (given && !named) {
            throw invalidText(type, string(in, at, bytes));
        }
        // The type is only a guess from the column: its affinity decides what becomes of the text, as ever in SQLite.
        values.setInMessage(index, Kind.TEXT, at, bytes);
    }

    private static boolean isInteger(String text) {
        int from = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        return text.length() > from && text.chars().skip(from).allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean fits(PgType type, long value) {
        return switch (type) {
            case INT2 -> value == (short) value;
            case INT4 -> value == (int) value;
            case OID, XID -> value >= 0 && value <= 0xffff_ffffL;
            default -> true;
        };
    }

    private static void doubleText(
            BoundParameters values, int index, PgType type, ByteBuf in, int at, int bytes, boolean given) {
        String text = string(in, at, bytes);
        OptionalDouble number = Numerics.parseDouble(text);
        if (number.isPresent()) {
            real(values, index, number.getAsDouble());
        } else if (given) {
            throw invalidText(type, text);
        } else {
            values.setInMessage(index, Kind.TEXT, at, bytes);
        }
    }

    /** SQLite has no NaN: it would store NULL. As text it comes back. */
    private static void real(BoundParameters values, int index, double value) {
        if (Double.isNaN(value)) {
            values.setText(index, "NaN");
        } else {
            values.setReal(index, value);
        }
    }

    private static void numericText(BoundParameters values, int index, ByteBuf in, int at, int bytes, boolean given) {
        String text = string(in, at, bytes).strip();
        Optional<BigDecimal> number = Numerics.parse(text);
        if (number.isPresent()) {
            decimal(values, index, number.get(), text);
        } else if (given && Numerics.parseDouble(text).isEmpty()) {
            throw invalidText(PgType.NUMERIC, text);
        } else {
            values.setInMessage(index, Kind.TEXT, at, bytes);
        }
    }

    /** Chooses the storage class that keeps every digit. */
    private static void decimal(BoundParameters values, int index, BigDecimal number, String text) {
        if (number.scale() <= 0 && Numerics.fitsLong(number)) {
            values.setInteger(index, number.longValueExact());
            return;
        }
        double nearest = number.doubleValue();
        if (Double.isFinite(nearest) && new BigDecimal(Double.toString(nearest)).compareTo(number) == 0) {
            values.setReal(index, nearest);
        } else {
            values.setText(index, text);
        }
    }

    /** Decodes a value in binary format that lies in {@code in}. */
    static void binary(
            BoundParameters values, int index, PgType type, ByteBuf in, int at, int bytes, boolean given) {
        switch (type.form()) {
            case INTEGER, BOOLEAN -> {
                // Of an untyped binary value only the length tells whether the guess is right.
                if (given || bytes == type.sizeBytes()) {
                    values.setInteger(index, integer(type, in, at, bytes, index));
                } else {
                    values.setInMessage(index, Kind.BLOB, at, bytes);
                }
            }
            case FLOAT -> {
                int from = sized(type, at, bytes, index);
                real(values, index, type == PgType.FLOAT4 ? in.getFloat(from) : in.getDouble(from));
            }
            case NUMERIC -> {
                String text = Numerics.decode(in, at, bytes);
                Numerics.parse(text)
                        .ifPresentOrElse(
                                number -> decimal(values, index, number, text), () -> values.setText(index, text));
            }
            case CHARACTERS -> characters(values, index, type, in, at, bytes, given);
            case BYTES -> values.setInMessage(index, Kind.BLOB, at, bytes);
            case JSON -> json(values, index, type, in, at, bytes);
            case UUID -> values.setText(index, Bytea.uuid(in, sized(type, at, bytes, index)));
            case DATE_TIME -> values.setText(index, dateTime(type, in, at, bytes, index));
            case INTERVAL -> values.setText(index, interval(in, sized(type, at, bytes, index)));
            case ARRAY -> values.setText(index, ArrayBinary.decode(type, in, at, bytes, index));
            case VALUE -> ValueDecoder.binary(values, index, in, at, bytes);
        }
    }

    /** Bytes of which nobody has said that they are characters are bytes. */
    private static void characters(
            BoundParameters values, int index, PgType type, ByteBuf in, int at, int bytes, boolean given) {
        if (given && type != PgType.UNKNOWN) {
            Utf8.check(in, at, bytes);
            values.setInMessage(index, Kind.TEXT, at, bytes);
        } else {
            values.setInMessage(index, Kind.BLOB, at, bytes);
        }
    }

    private static void json(BoundParameters values, int index, PgType type, ByteBuf in, int at, int bytes) {
        int version = type == PgType.JSONB ? 1 : 0;
        if (version == 1 && (bytes < 1 || in.getByte(at) != 1)) {
            throw invalidBinary(index);
        }
        Utf8.check(in, at + version, bytes - version);
        values.setInMessage(index, Kind.TEXT, at + version, bytes - version);
    }

    /**
     * {@return the text form of a binary value, such as the element of an array}
     *
     * @throws PgException if it is none of the type
     */
    static String binaryAsText(PgType type, ByteBuf in, int at, int bytes, int index) {
        return switch (type.form()) {
            case INTEGER, BOOLEAN -> Long.toString(integer(type, in, at, bytes, index));
            case FLOAT -> {
                int from = sized(type, at, bytes, index);
                yield type == PgType.FLOAT4 ? Float.toString(in.getFloat(from)) : Double.toString(in.getDouble(from));
            }
            case NUMERIC -> Numerics.decode(in, at, bytes);
            case BYTES -> "\\x" + ByteBufUtil.hexDump(in, at, bytes);
            case UUID -> Bytea.uuid(in, sized(type, at, bytes, index));
            case DATE_TIME -> dateTime(type, in, at, bytes, index);
            case INTERVAL -> interval(in, sized(type, at, bytes, index));
            case CHARACTERS, JSON, ARRAY, VALUE -> {
                int version = type == PgType.JSONB ? Math.min(1, bytes) : 0;
                Utf8.check(in, at + version, bytes - version);
                yield string(in, at + version, bytes - version);
            }
        };
    }

    private static String interval(ByteBuf in, int at) {
        return new Interval(in.getInt(at + 12), in.getInt(at + 8), in.getLong(at)).text();
    }

    private static void intervalText(
            BoundParameters values, int index, ByteBuf in, int at, int bytes, boolean given) {
        Optional<Interval> interval = Interval.parse(string(in, at, bytes));
        if (interval.isPresent()) {
            values.setText(index, interval.get().text());
        } else if (given) {
            throw invalidDateTime(PgType.INTERVAL, string(in, at, bytes));
        } else {
            values.setInMessage(index, Kind.TEXT, at, bytes);
        }
    }

    private static long integer(PgType type, ByteBuf in, int at, int bytes, int index) {
        int from = sized(type, at, bytes, index);
        return switch (type) {
            case INT2 -> in.getShort(from);
            case INT4 -> in.getInt(from);
            case OID, XID, REGCLASS, REGTYPE, REGPROC -> in.getUnsignedInt(from);
            case BOOL -> in.getByte(from) == 0 ? 0 : 1;
            default -> in.getLong(from);
        };
    }

    /**
     * Stores what it understands in the one form that SQLite's functions read and that sorts; anything else as it is.
     */
    private static void dateTimeText(
            BoundParameters values, int index, PgType type, ByteBuf in, int at, int bytes, boolean given) {
        if (type == PgType.TIMETZ) {
            values.setText(index, DateTimes.canonical(type, string(in, at, bytes)).orElse(string(in, at, bytes)));
            return;
        }
        long micros = DateTimes.parseLiteral(type, Segments.view(in, at, bytes), 0, bytes);
        boolean whole = type != PgType.DATE || Math.floorMod(micros, DateTimes.MICROS_PER_DAY) == 0;
        if (micros != DateTimes.NONE && whole && DateTimes.printable(type, micros)) {
            values.setText(index, DateTimes.text(type, micros));
        } else if (given && !string(in, at, Math.min(bytes, 20)).strip().endsWith("infinity")) {
            throw invalidDateTime(type, string(in, at, bytes));
        } else {
            values.setInMessage(index, Kind.TEXT, at, bytes);
        }
    }

    private static String dateTime(PgType type, ByteBuf in, int at, int bytes, int index) {
        int from = sized(type, at, bytes, index);
        if (type == PgType.TIMETZ) {
            return new ZonedTime(in.getLong(from), -in.getInt(from + 8)).text();
        }
        long raw = type == PgType.DATE ? in.getInt(from) : in.getLong(from);
        long infinity = type == PgType.DATE ? Integer.MAX_VALUE : Long.MAX_VALUE;
        if (raw == infinity || raw == -infinity - 1) {
            return raw > 0 ? "infinity" : "-infinity";
        }
        long micros = type == PgType.DATE ? raw * DateTimes.MICROS_PER_DAY : raw;
        if (!DateTimes.printable(type, micros)) {
            throw PgError.error("22008", type.sqlName() + " out of range").raise();
        }
        return DateTimes.text(type, micros);
    }

    private static int sized(PgType type, int at, int bytes, int index) {
        if (bytes < type.sizeBytes()) {
            throw PgError.error(SqlState.PROTOCOL_VIOLATION, "insufficient data left in message").raise();
        }
        if (bytes != type.sizeBytes()) {
            throw invalidBinary(index);
        }
        return at;
    }

    private static String string(ByteBuf in, int at, int bytes) {
        return in.toString(at, bytes, StandardCharsets.UTF_8);
    }

    private static PgException invalidDateTime(PgType type, String text) {
        return PgError.error("22007", invalidText(type, text).error().message()).raise();
    }

    private static PgException invalidText(PgType type, String text) {
        String shown = text.length() > 200 ? text.substring(0, 200) + "..." : text;
        return PgError.error(
                SqlState.INVALID_TEXT_REPRESENTATION,
                "invalid input syntax for type " + type.sqlName() + ": \"" + shown + "\"")
                .raise();
    }

    /** {@return the error of a value that is none of its type} */
    static PgException invalidBinary(int index) {
        return PgError.error(
                SqlState.INVALID_BINARY_REPRESENTATION,
                "incorrect binary data format in bind parameter " + (index + 1))
                .raise();
    }
}
