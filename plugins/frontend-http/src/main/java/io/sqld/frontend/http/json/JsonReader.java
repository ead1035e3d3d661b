package io.sqld.frontend.http.json;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Pulls the parts of one JSON text (<a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>) out of an array, in
 * their order, without a tree. The caller says what it expects; anything else is a {@link JsonException} that says what
 * stands there instead. Strings without escapes are handed out where they are, so the array must stay unchanged.
 *
 * <p>Objects are read as {@code beginObject (nextMember value)*}, arrays as {@code beginArray (nextElement value)*}.
 * Not thread-safe.
 */
public final class JsonReader {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] data;
    private final int end;
    private final int depthMax;
    private int at;
    private int depth;
    /** Whether the container that is open has had no member yet. */
    private boolean first;
    private Bytes name = Bytes.of(new byte[0]);

    /** Reads {@code length} bytes of {@code data}, with at most {@code depthMax} containers in one another. */
    public JsonReader(byte[] data, int length, int depthMax) {
        this.data = data;
        this.end = length;
        this.depthMax = depthMax;
    }

    /** Reads the opening brace of an object. {@code expected} names what it stands for, in messages. */
    public void beginObject(String expected) {
        begin('{', expected);
    }

    /** {@return whether the object has another member} Its name has been read and its value comes next. */
    public boolean nextMember() {
        if (!next('}')) {
            return false;
        }
        if (end == at || data[at] != '"') {
            throw syntax(at == end ? "EOF while parsing an object" : "key must be a string");
        }
        name = string("a string");
        blanks();
        if (at == end || data[at] != ':') {
            throw syntax(at == end ? "EOF while parsing an object" : "expected `:`");
        }
        at++;
        return true;
    }

    /** {@return the name of the member whose value comes next} */
    public Bytes name() {
        return name;
    }

    /** Reads the opening bracket of an array. */
    public void beginArray() {
        begin('[', "a sequence");
    }

    /** {@return whether the array has another element, which comes next} */
    public boolean nextElement() {
        return next(']');
    }

    /**
     * Looks into the object that has just begun for the string called {@code tag}, wherever it stands, and goes back to
     * the beginning of the object.
     *
     * @return the string, or null if there is no such member
     */
    public @Nullable Bytes findTag(byte[] tag) {
        int start = at;
        int outer = depth;
        Bytes found = null;
        while (found == null && nextMember()) {
            if (name.matches(tag)) {
                found = string("variant identifier");
            } else {
                skip();
            }
        }
        at = start;
        depth = outer;
        first = true;
        return found;
    }

    /** {@return whether {@code null} stood here; if not, nothing was read} */
    public boolean isNull() {
        if (peek() != 'n') {
            return false;
        }
        literal("null");
        return true;
    }

    /** Reads {@code true} or {@code false}. */
    public boolean bool() {
        int next = peek();
        if (next != 't' && next != 'f') {
            throw unexpected("a boolean");
        }
        literal(next == 't' ? "true" : "false");
        return next == 't';
    }

    /** {@return what comes next, by its first character; nothing is read} */
    public JsonKind kind() {
        return switch (peek()) {
            case '{' -> JsonKind.OBJECT;
            case '[' -> JsonKind.ARRAY;
            case '"' -> JsonKind.STRING;
            case 't', 'f' -> JsonKind.BOOLEAN;
            case 'n' -> JsonKind.NULL;
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> JsonKind.NUMBER;
            default -> throw syntax("expected value");
        };
    }

    /** Reads a string, which is valid UTF-8. */
    public Bytes string(String expected) {
        if (peek() != '"') {
            throw unexpected(expected);
        }
        int start = ++at;
        boolean ascii = scan();
        if (data[at] == '"') {
            int length = at++ - start;
            if (!ascii) {
                check(start, length);
            }
            first = false;
            return new Bytes(data, start, length);
        }
        return unescape(start);
    }

    /** Reads a number. */
    public JsonNumber number(String expected) {
        int next = peek();
        if (next != '-' && (next < '0' || next > '9')) {
            throw unexpected(expected);
        }
        int start = at;
        boolean integer = numberEnd();
        first = false;
        return new JsonNumber(new Bytes(data, start, at - start), integer);
    }

    /** Reads over the next value, whatever it is. */
    public void skip() {
        switch (kind()) {
            case OBJECT -> {
                beginObject("a map");
                skipMembers();
            }
            case ARRAY -> {
                beginArray();
                while (nextElement()) {
                    skip();
                }
            }
            case STRING -> string("a string");
            case NUMBER -> number("a number");
            case BOOLEAN -> bool();
            case NULL -> isNull();
        }
    }

    /** Reads over the members that are left of the object that is open. */
    public void skipMembers() {
        while (nextMember()) {
            skip();
        }
    }

    /** Checks that nothing but blanks is left. */
    public void end() {
        blanks();
        if (at != end) {
            throw syntax("trailing characters");
        }
    }

    /** {@return an exception for something that stood before this point and has the wrong shape} */
    public JsonException invalid(String message) {
        return new JsonException(false, message + place(at));
    }

    /** {@return an exception that says that the value which comes next is not {@code expected}} */
    public JsonException unexpected(String expected) {
        String found = switch (kind()) {
            case OBJECT -> "map";
            case ARRAY -> "sequence";
            case NULL -> {
                literal("null");
                yield "null";
            }
            case BOOLEAN -> "boolean `" + bool() + "`";
            case STRING -> "string \"" + shown(string("a string")) + "\"";
            case NUMBER -> {
                JsonNumber number = number("a number");
                yield (number.integer() ? "integer `" : "floating point `") + shown(number.digits()) + "`";
            }
        };
        return invalid("invalid type: " + found + ", expected " + expected);
    }

    /** {@return the start of a text for a message; the rest may be long} */
    public static String shown(Bytes text) {
        int most = 100;
        String all = text.text();
        return all.length() <= most ? all : all.substring(0, most) + "…";
    }

    private void begin(char open, String expected) {
        if (peek() != open) {
            throw unexpected(expected);
        }
        if (depth == depthMax) {
            throw syntax("recursion limit exceeded");
        }
        depth++;
        at++;
        first = true;
    }

    private boolean next(char close) {
        blanks();
        if (at == end) {
            throw syntax(close == '}' ? "EOF while parsing an object" : "EOF while parsing a list");
        }
        if (data[at] == close) {
            at++;
            depth--;
            first = false;
            return false;
        }
        if (!first) {
            if (data[at] != ',') {
                throw syntax("expected `,` or `" + close + "`");
            }
            at++;
            blanks();
            if (at < end && data[at] == close) {
                throw syntax("trailing comma");
            }
        }
        first = false;
        return true;
    }

    private int peek() {
        blanks();
        if (at == end) {
            throw syntax("EOF while parsing a value");
        }
        return data[at];
    }

    private void blanks() {
        while (at < end && (data[at] == ' ' || data[at] == '\n' || data[at] == '\r' || data[at] == '\t')) {
            at++;
        }
    }

    private void literal(String word) {
        for (int i = 0; i < word.length(); i++, at++) {
            if (at == end || data[at] != word.charAt(i)) {
                throw syntax(at == end ? "EOF while parsing a value" : "expected ident");
            }
        }
        first = false;
    }

    /** Goes to the quote or backslash that ends a run of plain characters. Returns whether the run is ASCII. */
    private boolean scan() {
        boolean ascii = true;
        while (end - at >= Long.BYTES) {
            long word = (long) WORD.get(data, at);
            long special = Swar.special(word);
            if (special != 0) {
                break;
            }
            ascii &= !Swar.nonAscii(word);
            at += Long.BYTES;
        }
        while (at < end && data[at] != '"' && data[at] != '\\') {
            if (data[at] >= 0 && data[at] < ' ') {
                throw syntax("control character (\\u0000-\\u001F) found while parsing a string");
            }
            ascii &= data[at] >= 0;
            at++;
        }
        if (at == end) {
            throw syntax("EOF while parsing a string");
        }
        return ascii;
    }

    private void check(int start, int length) {
        long invalid = Utf8.firstInvalid(MemorySegment.ofArray(data), start, length);
        if (invalid >= 0) {
            at = start + (int) invalid;
            throw syntax("invalid unicode code point");
        }
    }

    private Bytes unescape(int start) {
        var out = new ByteBuilder(2 * (at - start) + 16);
        int run = start;
        while (true) {
            check(run, at - run);
            out.append(data, run, at - run);
            if (data[at++] == '"') {
                first = false;
                return out.bytes();
            }
            escape(out);
            run = at;
            scan();
        }
    }

    private void escape(ByteBuilder out) {
        if (at == end) {
            throw syntax("EOF while parsing a string");
        }
        switch (data[at++]) {
            case '"' -> out.append('"');
            case '\\' -> out.append('\\');
            case '/' -> out.append('/');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'u' -> out.appendCodePoint(codePoint());
            default -> throw syntax("invalid escape");
        }
    }

    private int codePoint() {
        char unit = hex4();
        if (Character.isLowSurrogate(unit)) {
            throw syntax("lone trailing surrogate in hex escape");
        }
        if (!Character.isHighSurrogate(unit)) {
            return unit;
        }
        if (end - at < 2 || data[at] != '\\' || data[at + 1] != 'u') {
            throw syntax("unexpected end of hex escape");
        }
        at += 2;
        char low = hex4();
        if (!Character.isLowSurrogate(low)) {
            throw syntax("lone leading surrogate in hex escape");
        }
        return Character.toCodePoint(unit, low);
    }

    private char hex4() {
        int value = 0;
        for (int i = 0; i < 4; i++, at++) {
            int digit = at == end ? -1 : Character.digit(data[at], 16);
            if (digit < 0) {
                throw syntax(at == end ? "EOF while parsing a string" : "invalid escape");
            }
            value = value << 4 | digit;
        }
        return (char) value;
    }

    /** Goes to the end of a number. Returns whether it has neither fraction nor exponent. */
    private boolean numberEnd() {
        if (data[at] == '-') {
            at++;
        }
        int start = at;
        digits();
        if (data[start] == '0' && at - start > 1) {
            at = start + 1;
            throw syntax("invalid number");
        }
        boolean integer = true;
        if (at < end && data[at] == '.') {
            at++;
            digits();
            integer = false;
        }
        if (at < end && (data[at] == 'e' || data[at] == 'E')) {
            at++;
            if (at < end && (data[at] == '+' || data[at] == '-')) {
                at++;
            }
            digits();
            integer = false;
        }
        return integer;
    }

    private void digits() {
        int start = at;
        while (at < end && data[at] >= '0' && data[at] <= '9') {
            at++;
        }
        if (at == start) {
            throw syntax(at == end ? "EOF while parsing a value" : "invalid number");
        }
    }

    private JsonException syntax(String message) {
        return new JsonException(true, message + place(Math.min(at + 1, end)));
    }

    private String place(int position) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < position; i++) {
            if (data[i] == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return " at line " + line + " column " + (position - lineStart);
    }
}
