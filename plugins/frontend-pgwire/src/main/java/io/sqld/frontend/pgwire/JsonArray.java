package io.sqld.frontend.pgwire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The elements of an array that SQLite has as JSON, in order, and the lengths of its dimensions, outermost first; an
 * empty array has none.
 */
final class JsonArray {
    private static final int DIMENSIONS_MAX = 6;

    private final String json;
    private final List<@Nullable String> elements = new ArrayList<>();
    private final List<Integer> dimensions = new ArrayList<>();
    private int at;

    private JsonArray(String json) {
        this.json = json;
    }

    /** {@return the array that a text is; empty if it is none, or its rows differ in length} */
    static Optional<JsonArray> parse(String json) {
        var array = new JsonArray(json);
        array.blanks();
        boolean read = array.array(0);
        array.blanks();
        if (!read || array.at < json.length()) {
            return Optional.empty();
        }
        if (array.elements.isEmpty()) {
            array.dimensions.clear();
        }
        return Optional.of(array);
    }

    /** {@return the elements in their text form; null for NULL} */
    List<@Nullable String> elements() {
        return elements;
    }

    /** {@return the lengths of the dimensions} */
    List<Integer> dimensions() {
        return dimensions;
    }

    private boolean array(int depth) {
        if (depth >= DIMENSIONS_MAX || !take('[')) {
            return false;
        }
        int length = 0;
        boolean nested = false;
        blanks();
        while (!take(']')) {
            if (length > 0 && !take(',')) {
                return false;
            }
            blanks();
            boolean inner = peek() == '[';
            if (length > 0 && inner != nested) {
                return false;
            }
            nested = inner;
            if (dimensions.size() == depth) {
                dimensions.add(-1);
            }
            if (!(inner ? array(depth + 1) : element(depth))) {
                return false;
            }
            length++;
            blanks();
        }
        return measured(depth, length);
    }

    private boolean measured(int depth, int length) {
        if (dimensions.size() == depth) {
            dimensions.add(length);
            return true;
        }
        if (dimensions.get(depth) < 0) {
            dimensions.set(depth, length);
        }
        return dimensions.get(depth) == length;
    }

    private boolean element(int depth) {
        if (dimensions.size() > depth + 1) {
            return false;
        }
        return switch (peek()) {
            case '"' -> string();
            case '{' -> object();
            default -> word();
        };
    }

    private boolean word() {
        int start = at;
        while (at < json.length() && ",]} \t\r\n".indexOf(peek()) < 0) {
            at++;
        }
        String word = json.substring(start, at);
        elements.add(word.equals("null") ? null : word);
        return !word.isEmpty();
    }

    private boolean string() {
        at++;
        var text = new StringBuilder();
        while (at < json.length()) {
            char c = json.charAt(at++);
            if (c == '"') {
                elements.add(text.toString());
                return true;
            }
            if (c != '\\') {
                text.append(c);
            } else if (!escape(text)) {
                return false;
            }
        }
        return false;
    }

    private boolean escape(StringBuilder text) {
        char c = peek();
        at++;
        switch (c) {
            case 'n' -> text.append('\n');
            case 't' -> text.append('\t');
            case 'r' -> text.append('\r');
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case '"', '\\', '/' -> text.append(c);
            case 'u' -> {
                if (at + 4 > json.length()) {
                    return false;
                }
                int code = 0;
                for (int end = at + 4; at < end; at++) {
                    code = code * 16 + Character.digit(json.charAt(at), 16);
                }
                text.append((char) code);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** An element that is JSON itself. */
    private boolean object() {
        int start = at;
        int depth = 0;
        boolean quoted = false;
        while (at < json.length()) {
            char c = json.charAt(at++);
            if (quoted) {
                at += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if ((c == '}' || c == ']') && --depth == 0) {
                elements.add(json.substring(start, at));
                return true;
            }
        }
        return false;
    }

    private void blanks() {
        while (at < json.length() && Character.isWhitespace(peek())) {
            at++;
        }
    }

    private char peek() {
        return at < json.length() ? json.charAt(at) : '\0';
    }

    private boolean take(char expected) {
        if (peek() != expected) {
            return false;
        }
        at++;
        return true;
    }
}
