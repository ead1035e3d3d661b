package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.sqld.frontend.pgwire.BoundParameters.Kind;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.Optional;

/** Reads values with their storage class ({@code docs/NATIVE_MODE.md}); see {@link ValueCell}. */
final class ValueDecoder {
    private ValueDecoder() {}

    /**
     * Reads a byte for the storage class and the value.
     *
     * @throws PgException if it is none
     */
    static void binary(BoundParameters values, int index, ByteBuf in, int at, int bytes) {
        int tag = bytes < 1 ? 0 : in.getByte(at);
        int from = at + 1;
        int length = bytes - 1;
        switch (tag) {
            case ValueCell.INTEGER -> {
                checkSize(length, index);
                values.setInteger(index, in.getLong(from));
            }
            case ValueCell.REAL -> {
                checkSize(length, index);
                double value = in.getDouble(from);
                if (Double.isNaN(value)) {
                    values.setNull(index); // as sqlite3_bind_double does
                } else {
                    values.setReal(index, value);
                }
            }
            case ValueCell.TEXT -> values.setInMessage(index, Kind.TEXT, from, length);
            case ValueCell.BLOB -> values.setInMessage(index, Kind.BLOB, from, length);
            default -> throw ParameterDecoder.invalidBinary(index);
        }
    }

    private static void checkSize(int length, int index) {
        if (length != Long.BYTES) {
            throw ParameterDecoder.invalidBinary(index);
        }
    }

    /**
     * Reads a literal.
     *
     * @throws PgException if it is none
     */
    static void text(BoundParameters values, int index, String literal) {
        String text = literal.strip();
        var lexer = new Lexer(text, text.startsWith("-") ? 1 : 0);
        Token token = lexer.next();
        boolean alone = token.end() == text.length() && !text.isEmpty();
        boolean signed = text.startsWith("-");
        if (alone && !signed && token.kind() == Token.Kind.STRING && text.charAt(0) == '\'') {
            values.setText(index, token.text());
        } else if (alone && !signed && token.kind() == Token.Kind.BLOB && token.text().matches("([0-9A-Fa-f]{2})*")) {
            values.setBlob(index, HexFormat.of().parseHex(token.text()));
        } else if (alone && !signed && token.is("NULL")) {
            values.setNull(index);
        } else if (!(alone && token.kind() == Token.Kind.NUMBER && number(values, index, text))) {
            throw PgError.error(SqlState.INVALID_TEXT_REPRESENTATION,
                    "invalid input syntax for type sqlite_value: \"" + text.substring(0, Math.min(text.length(), 200))
                            + '"')
                    .withHint("Send a literal, for instance 1, 1.5, 'text', X'00' or NULL.")
                    .raise();
        }
    }

    private static boolean number(BoundParameters values, int index, String text) {
        boolean whole = text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '-');
        Optional<BigDecimal> number = whole ? Numerics.parse(text) : Optional.empty();
        if (number.isPresent() && Numerics.fitsLong(number.get())) {
            values.setInteger(index, number.get().longValueExact());
            return true;
        }
        var real = Numerics.parseDouble(text);
        real.ifPresent(value -> values.setReal(index, value));
        return real.isPresent();
    }
}
