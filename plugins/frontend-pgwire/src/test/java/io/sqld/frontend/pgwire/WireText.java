package io.sqld.frontend.pgwire;

import io.sqld.frontend.pgwire.WireClient.Body;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Messages as the wire scripts write them. */
final class WireText {
    private static final Pattern WORD = Pattern.compile("'((?:[^']|'')*)'|(\\S+)");

    private WireText() {}

    /** {@return a message of the server, in words} */
    static String render(WireClient.Message message) {
        ByteBuffer body = message.body();
        String text = switch (message.type()) {
            case 'C' -> "'" + string(body) + "'";
            case 'D' -> cells(row(body));
            case 'E', 'N' -> error(body);
            case 'R' -> Integer.toString(body.getInt());
            case 'S' -> string(body) + "=" + string(body);
            case 'T' -> columns(body);
            case 'Z' -> Character.toString((char) body.get());
            case 'K' -> skip(body, "");
            case 't' -> oids(body);
            case 'v' -> negotiation(body);
            case 'G', 'H' -> copy(body);
            case 'd' -> "x" + HexFormat.of().formatHex(rest(body));
            case 'A' -> notification(body);
            case 'V' -> skip(body, "");
            case '1', '2', '3', 'n', 's', 'I', 'c' -> "";
            default -> throw new AssertionError("the server sent a message of type '" + message.type() + "'");
        };
        if (body.hasRemaining()) {
            throw new AssertionError(body.remaining() + " bytes are left of message '" + message.type() + "' " + text);
        }
        return (message.type() + " " + text).strip();
    }

    private static String skip(ByteBuffer body, String text) {
        body.position(body.limit());
        return text;
    }

    private static String string(ByteBuffer body) {
        var bytes = new ByteArrayOutputStream();
        for (byte b = body.get(); b != 0; b = body.get()) {
            bytes.write(b);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** {@return the values of a DataRow} */
    static List<@Nullable String> row(ByteBuffer body) {
        int count = body.getShort();
        var cells = new ArrayList<@Nullable String>();
        for (int i = 0; i < count; i++) {
            int length = body.getInt();
            if (length < 0) {
                cells.add(null);
                continue;
            }
            var value = new byte[length];
            body.get(value);
            cells.add(printable(value));
        }
        if (body.hasRemaining()) {
            throw new AssertionError("a row has " + body.remaining() + " bytes too many");
        }
        return cells;
    }

    private static String printable(byte[] value) {
        for (byte b : value) {
            if (b >= 0 && b < ' ') {
                return "x" + HexFormat.of().formatHex(value);
            }
        }
        return new String(value, StandardCharsets.UTF_8);
    }

    private static String cells(List<@Nullable String> row) {
        var text = new StringBuilder();
        for (String cell : row) {
            text.append(text.isEmpty() ? "" : " ").append(cell == null ? "null" : "'" + cell + "'");
        }
        return text.toString();
    }

    private static String error(ByteBuffer body) {
        Map<Character, String> fields = new TreeMap<>();
        for (char code = (char) body.get(); code != 0; code = (char) body.get()) {
            fields.put(code, string(body));
        }
        var text = new StringBuilder(fields.get('S') + " " + fields.get('C') + " '" + fields.get('M') + "'");
        for (char code : "Pstcn".toCharArray()) {
            if (fields.containsKey(code)) {
                text.append(' ').append(code).append('=').append(fields.get(code));
            }
        }
        return text.toString();
    }

    private static String columns(ByteBuffer body) {
        var text = new StringBuilder();
        for (int left = body.getShort(); left > 0; left--) {
            String name = string(body);
            body.getInt();
            body.getShort();
            int oid = body.getInt();
            body.getShort();
            int modifier = body.getInt();
            text.append(text.isEmpty() ? "" : " ").append(name).append(':').append(oid);
            text.append(modifier == -1 ? "" : "/" + modifier).append(body.getShort() == 1 ? ":b" : "");
        }
        return text.toString();
    }

    private static byte[] rest(ByteBuffer body) {
        var bytes = new byte[body.remaining()];
        body.get(bytes);
        return bytes;
    }

    private static String copy(ByteBuffer body) {
        var text = new StringBuilder(Integer.toString(body.get()));
        for (int left = body.getShort(); left > 0; left--) {
            text.append(' ').append(body.getShort());
        }
        return text.toString();
    }

    private static String notification(ByteBuffer body) {
        body.getInt();
        return "'" + string(body) + "' '" + string(body) + "'";
    }

    private static String oids(ByteBuffer body) {
        var text = new StringBuilder();
        for (int left = body.getShort(); left > 0; left--) {
            text.append(text.isEmpty() ? "" : " ").append(body.getInt());
        }
        return text.toString();
    }

    private static String negotiation(ByteBuffer body) {
        var text = new StringBuilder(Integer.toHexString(body.getInt()));
        for (int left = body.getInt(); left > 0; left--) {
            text.append(' ').append(string(body));
        }
        return text.toString();
    }

    /** {@return the bytes of a message of the client, from words} */
    static byte[] parse(String line) {
        var words = new ArrayList<String>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(matcher.group(1) != null ? matcher.group(1).replace("''", "'") : matcher.group(2));
        }
        String type = words.removeFirst();
        return switch (type) {
            case "startup" -> startup(words);
            case "ssl" -> new Body().int32(80_877_103).packet();
            case "gss" -> new Body().int32(80_877_104).packet();
            case "oversized" -> oversized(words);
            case "raw" -> HexFormat.of().parseHex(String.join("", words));
            case "Q" -> new Body().string(words.get(0)).message('Q');
            case "P" -> prepare(words);
            case "B" -> bind(words);
            case "D", "C" -> new Body().int8(words.get(0).charAt(0)).string(words.get(1)).message(type.charAt(0));
            case "E" -> new Body().string(words.get(0)).int32(Integer.parseInt(words.get(1))).message('E');
            case "S", "H", "X", "c" -> new Body().message(type.charAt(0));
            case "d", "f" -> new Body().string(words.get(0)).message(type.charAt(0));
            case "F" -> new Body().int32(1).int16(0).int16(0).int16(0).message('F');
            default -> throw new AssertionError("the script sends a message of type " + type);
        };
    }

    /** A message of a length that includes itself, as the protocol counts. */
    private static byte[] oversized(List<String> words) {
        return new Body().raw(new byte[Integer.parseInt(words.get(1)) - 4]).message(words.get(0).charAt(0));
    }

    private static byte[] startup(List<String> words) {
        var parameters = new LinkedHashMap<String, String>();
        for (int i = 1; i + 1 < words.size(); i += 2) {
            parameters.put(words.get(i), words.get(i + 1));
        }
        return WireClient.startup(Integer.decode(words.get(0)), parameters);
    }

    /** Parse: name, text, OIDs. */
    private static byte[] prepare(List<String> words) {
        var body = new Body().string(words.get(0)).string(words.get(1)).int16(words.size() - 2);
        words.subList(2, words.size()).forEach(oid -> body.int32(Integer.parseInt(oid)));
        return body.message('P');
    }

    /**
     * Bind: portal, statement, values, {@code ->} and result formats. A value is {@code null}, text, {@code x0102} for
     * binary, or {@code text=x0102} for text given in bytes.
     */
    private static byte[] bind(List<String> words) {
        int arrow = words.indexOf("->");
        List<String> values = words.subList(2, arrow < 0 ? words.size() : arrow);
        List<String> formats = arrow < 0 ? List.of() : words.subList(arrow + 1, words.size());
        var body = new Body().string(words.get(0)).string(words.get(1)).int16(values.size());
        values.forEach(value -> body.int16(value.matches("x([0-9a-f]{2})*") ? 1 : 0));
        body.int16(values.size());
        for (String value : values) {
            if (value.equals("null")) {
                body.int32(-1);
                continue;
            }
            byte[] bytes = value.matches("x([0-9a-f]{2})*")
                    ? HexFormat.of().parseHex(value.substring(1))
                    : value.startsWith("text=x")
                            ? HexFormat.of().parseHex(value.substring(6))
                            : value.getBytes(StandardCharsets.UTF_8);
            body.int32(bytes.length).raw(bytes);
        }
        body.int16(formats.size());
        formats.forEach(format -> body.int16(Integer.parseInt(format)));
        return body.message('B');
    }
}
