package io.sqld.frontend.pgwire.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arrays as text: {@code {a,"b c",NULL}}, vectors as {@code 1 2}, and JSON, which SQLite can take apart. An element is
 * its text, or null.
 */
final class ArrayText {
    private ArrayText() {}

    /** {@return whether counting begins at 0, as in {@code int2vector}} */
    static boolean isVector(String text) {
        return !text.startsWith("{") && !text.startsWith("[");
    }

    /** {@return the elements of an array in any of the forms} */
    static List<@Nullable String> parse(String text) {
        String stripped = text.strip();
        if (stripped.startsWith("{")) {
            return elements(stripped.substring(1, Math.max(1, stripped.lastIndexOf('}'))), ',', false);
        }
        if (stripped.startsWith("[")) {
            return elements(stripped.substring(1, Math.max(1, stripped.lastIndexOf(']'))), ',', true);
        }
        return stripped.isEmpty() ? List.of() : Arrays.asList(stripped.split("\\s+", -1));
    }

    private static List<@Nullable String> elements(String inside, char separator, boolean json) {
        var elements = new ArrayList<@Nullable String>();
        var element = new StringBuilder();
        boolean quoted = false;
        boolean wasQuoted = false;
        int depth = 0;
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            if (c == '\\' && i + 1 < inside.length() && (quoted || !json)) {
                i++;
                i += unescape(inside, i, json, element);
            } else if (c == '"') {
                quoted = !quoted;
                wasQuoted = true;
            } else if (c == separator && !quoted && depth == 0) {
                elements.add(finish(element, wasQuoted));
                element.setLength(0);
                wasQuoted = false;
            } else {
                depth += quoted ? 0 : c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
                element.append(c);
            }
        }
        if (!element.isEmpty() || wasQuoted || !elements.isEmpty()) {
            elements.add(finish(element, wasQuoted));
        }
        return elements;
    }

    /** {@return how many chars of the escape follow the one at {@code at}} */
    private static int unescape(String inside, int at, boolean json, StringBuilder element) {
        char c = inside.charAt(at);
        if (json && c == 'u' && at + 4 < inside.length()) {
            element.append((char) Integer.parseInt(inside.substring(at + 1, at + 5), 16));
            return 4;
        }
        element.append(!json ? c : switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> c;
        });
        return 0;
    }

    private static @Nullable String finish(StringBuilder element, boolean quoted) {
        String text = quoted ? element.toString() : element.toString().strip();
        return !quoted && text.equalsIgnoreCase("null") ? null : text;
    }

    /** {@return as PostgreSQL writes an array} */
    static String format(List<@Nullable String> elements) {
        var text = new StringBuilder("{");
        for (@Nullable String element : elements) {
            text.append(text.length() > 1 ? "," : "");
            boolean plain = element == null || (!element.isEmpty() && !element.equalsIgnoreCase("null")
                    && element.chars().noneMatch(c -> "{}\",\\".indexOf(c) >= 0 || Character.isWhitespace(c)));
            text.append(plain ? element : '"' + element.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
        }
        return text.append('}').toString();
    }

    /** {@return as JSON, in which whole numbers are numbers} */
    static String json(List<@Nullable String> elements) {
        var text = new StringBuilder("[");
        for (@Nullable String element : elements) {
            text.append(text.length() > 1 ? "," : "");
            if (element == null) {
                text.append("null");
            } else if (element.matches("-?(0|[1-9]\\d{0,17})")) {
                text.append(element);
            } else {
                quote(element, text);
            }
        }
        return text.append(']').toString();
    }

    private static void quote(String element, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < element.length(); i++) {
            char c = element.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                default -> {
                    if (c < ' ') {
                        text.append("\\u00")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(
                                        Character.forDigit(c & 15, 16));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
