package io.sqld.frontend.pgwire;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * Reads the text form of arrays
 * (<a href="https://www.postgresql.org/docs/15/arrays.html#ARRAYS-IO">Array Input and Output Syntax</a>). In SQLite an
 * array is JSON.
 */
final class ArrayText {
    private static final int DEPTH_MAX = 6;

    private final PgType element;
    private final String text;
    private final StringBuilder json = new StringBuilder();
    private int at;

    private ArrayText(PgType element, String text) {
        this.element = element;
        this.text = text;
    }

    /** {@return the JSON of an array of {@code type}'s; empty if the text is none} */
    static Optional<String> toJson(PgType type, String text) {
        var reader = new ArrayText(type.element(), text.strip());
        reader.skipBounds();
        boolean read = reader.array(1) && reader.at == reader.text.length();
        return read ? Optional.of(reader.json.toString()) : Optional.empty();
    }

    /** {@code [2:4]={1,2,3}}: where indices begin is not kept. */
    private void skipBounds() {
        if (text.startsWith("[")) {
            int equals = text.indexOf('=');
            at = equals < 0 ? text.length() : equals + 1;
        }
    }

    private boolean array(int depth) {
        if (depth > DEPTH_MAX || !take('{')) {
            return false;
        }
        json.append('[');
        blanks();
        boolean first = true;
        while (!take('}')) {
            if (!first) {
                if (!take(',')) {
                    return false;
                }
                json.append(',');
                blanks();
            }
            first = false;
            boolean read = peek() == '{' ? array(depth + 1) : peek() == '"' ? quoted() : bare();
            if (!read) {
                return false;
            }
            blanks();
        }
        json.append(']');
        return true;
    }

    private boolean quoted() {
        at++;
        var value = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return element(value.toString());
            }
            value.append(c == '\\' && at < text.length() ? text.charAt(at++) : c);
        }
        return false;
    }

    private boolean bare() {
        var value = new StringBuilder();
        while (at < text.length() && ",{}\"".indexOf(peek()) < 0) {
            char c = text.charAt(at++);
            value.append(c == '\\' && at < text.length() ? text.charAt(at++) : c);
        }
        String stripped = value.toString().strip();
        if (stripped.isEmpty()) {
            return false;
        }
        if (stripped.equalsIgnoreCase("null")) {
            json.append("null");
            return true;
        }
        return element(stripped);
    }

    private boolean element(String value) {
        return append(json, element, value);
    }

    /**
     * Appends an element, given in its text form, as SQLite's JSON.
     *
     * @return whether it is one of the type
     */
    static boolean append(StringBuilder json, PgType element, String value) {
        switch (element.form()) {
            case INTEGER, FLOAT, NUMERIC -> {
                Optional<BigDecimal> number = Numerics.parse(value.strip());
                if (number.isPresent()) {
                    json.append(plain(number.get()));
                } else if (element.isInteger() || Numerics.parseDouble(value).isEmpty()) {
                    return false;
                } else {
                    Json.string(json, value);
                }
            }
            case BOOLEAN -> {
                Booleans truth = Booleans.parse(value);
                if (truth == Booleans.NEITHER) {
                    return false;
                }
                json.append(truth == Booleans.TRUE);
            }
            case DATE_TIME -> Json.string(json, DateTimes.canonical(element, value).orElse(value));
            case JSON -> json.append(value);
            case CHARACTERS, BYTES, INTERVAL, UUID, ARRAY, VALUE -> Json.string(json, value);
        }
        return true;
    }

    /** JSON has neither a leading plus nor a bare point; a huge exponent stays one. */
    private static String plain(BigDecimal number) {
        return Math.abs(number.scale()) > 100 ? number.toString() : number.toPlainString();
    }

    private void blanks() {
        while (at < text.length() && Character.isWhitespace(peek())) {
            at++;
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private boolean take(char expected) {
        if (peek() != expected) {
            return false;
        }
        at++;
        return true;
    }
}
