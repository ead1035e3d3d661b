package io.sqld.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A SQLite value that compares by storage class and content, and prints as a literal of SQL. */
public sealed interface Value {
    /** NULL. */
    record Null() implements Value {
        @Override
        public String toString() {
            return "NULL";
        }
    }

    /** INTEGER. */
    record Int(long value) implements Value {
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    /** REAL; compares by bits, so {@code 0.0} and {@code -0.0} differ. */
    record Real(double value) implements Value {
        @Override
        public String toString() {
            return Double.toString(value);
        }
    }

    /** TEXT in well-formed UTF-8. */
    record Text(String value) implements Value {
        @Override
        public String toString() {
            return "'" + value.replace("'", "''") + "'";
        }
    }

    /** TEXT whose bytes are not UTF-8. */
    record MalformedText(String hex) implements Value {
        @Override
        public String toString() {
            return "CAST(X'" + hex + "' AS TEXT)";
        }
    }

    /** BLOB. */
    record Blob(String hex) implements Value {
        @Override
        public String toString() {
            return "X'" + hex + "'";
        }
    }

    /**
     * {@return the value that {@code object} stands for} {@code null}, a whole number, {@code Boolean} (1 or 0),
     * {@code Double}, {@code Float}, {@code String}, {@code byte[]} or a value itself.
     */
    static Value of(@Nullable Object object) {
        return switch (object) {
            case null -> new Null();
            case Value value -> value;
            case Long number -> new Int(number);
            case Integer number -> new Int(number);
            case Short number -> new Int(number);
            case Byte number -> new Int(number);
            case Boolean bool -> new Int(bool ? 1 : 0);
            case Double number -> new Real(number);
            case Float number -> new Real(number);
            case String text -> new Text(text);
            case byte[] bytes -> new Blob(hex(bytes));
            default -> throw new IllegalArgumentException("no SQLite value: " + object.getClass());
        };
    }

    /** {@return the blob written as {@code hex}} */
    static Value blob(String hex) {
        return new Blob(hex.toUpperCase(Locale.ROOT));
    }

    /** {@return the text with these bytes} */
    static Value text(byte[] utf8) {
        try {
            return new Text(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
        } catch (CharacterCodingException malformed) {
            return new MalformedText(hex(utf8));
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }
}
