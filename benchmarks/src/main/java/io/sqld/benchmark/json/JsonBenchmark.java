package io.sqld.benchmark.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sqld.frontend.http.json.Decimal;
import io.sqld.frontend.http.json.JsonKind;
import io.sqld.frontend.http.json.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reads the body of a Hrana request from start to end, with every string taken out, as the decoders do: with our
 * reader, and with Jackson's streaming parser of bytes.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Thread)
public class JsonBenchmark {
    private static final int DEPTH_MAX = 128;
    private static final int ROWS = 100;
    private static final int SHORTEST = 8;

    /** Which body. */
    @Param({"execute", "batch", "text", "floats"}) public String body = "";

    private final JsonFactory jackson = new JsonFactory();
    private byte[] json = {};

    /** Makes the body. */
    @Setup
    public void make() {
        json = switch (body) {
            case "execute" -> pipeline(statement("SELECT id, name FROM t WHERE id = ?", integer(42)));
            case "batch" -> pipeline(statement("INSERT INTO t (a, b) VALUES (?, ?)", integer(123_456_789)
                    + ",{\"type\":\"text\",\"value\":\"some short text\"}").repeat(ROWS).replace("}{", "},{"));
            case "text" -> pipeline(statement("INSERT INTO t VALUES (?)", "{\"type\":\"text\",\"value\":\""
                    + "Lorem ipsum dolor sit amet, \\\"consectetur\\\" adipiscing elit. ".repeat(ROWS) + "\"}"));
            case "floats" -> pipeline(statement("INSERT INTO t VALUES (?)", "{\"type\":\"float\",\"value\":"
                    + "3.141592653589793}").repeat(ROWS).replace("}{", "},{"));
            default -> throw new IllegalArgumentException(body);
        };
    }

    private static byte[] pipeline(String requests) {
        return ("{\"baton\":null,\"requests\":[" + requests + "]}").getBytes(StandardCharsets.UTF_8);
    }

    private static String statement(String sql, String arguments) {
        return "{\"type\":\"execute\",\"stmt\":{\"sql\":\"" + sql + "\",\"args\":[" + arguments
                + "],\"want_rows\":true}}";
    }

    private static String integer(int value) {
        return "{\"type\":\"integer\",\"value\":\"" + value + "\"}";
    }

    /** {@return a sum over all that was read} */
    @Benchmark
    public long ours() {
        var reader = new JsonReader(json, json.length, DEPTH_MAX);
        long sum = value(reader);
        reader.end();
        return sum;
    }

    private static long value(JsonReader reader) {
        JsonKind kind = reader.kind();
        return switch (kind) {
            case OBJECT -> {
                long sum = 0;
                reader.beginObject("an object");
                while (reader.nextMember()) {
                    sum += reader.name().length() + value(reader);
                }
                yield sum;
            }
            case ARRAY -> {
                long sum = 0;
                reader.beginArray();
                while (reader.nextElement()) {
                    sum += value(reader);
                }
                yield sum;
            }
            case STRING -> {
                var text = reader.string("a string");
                yield text.length() < SHORTEST ? text.length() : Decimal.parseLong(text).orElse(text.length());
            }
            case NUMBER -> (long) reader.number("a number").asDouble();
            case BOOLEAN -> reader.bool() ? 1 : 0;
            case NULL -> {
                reader.isNull();
                yield 0;
            }
        };
    }

    /** {@return a sum over all that was read} */
    @Benchmark
    public long jackson() throws IOException {
        long sum = 0;
        try (JsonParser parser = jackson.createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                sum += switch (token) {
                    case FIELD_NAME -> parser.currentName().length();
                    case VALUE_STRING -> {
                        int length = parser.getTextLength();
                        yield length < SHORTEST ? length : parser.getText().length();
                    }
                    case VALUE_NUMBER_FLOAT, VALUE_NUMBER_INT -> (long) parser.getDoubleValue();
                    default -> 1;
                };
            }
        }
        return sum;
    }
}
