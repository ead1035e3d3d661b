package io.sqld.frontend.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArrayTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "INT4_ARRAY | {1,-2,NULL} | [1,-2,null] | {1,-2,NULL}",
            "INT8_ARRAY | {} | [] | {}",
            "INT4_ARRAY | {{1,2},{3,4}} | [[1,2],[3,4]] | {{1,2},{3,4}}",
            "INT4_ARRAY | [0:1]={7,8} | [7,8] | {7,8}",
            "TEXT_ARRAY | {a,\"b c\",\"d\\\"e\\\\f\",\"\",\"NULL\",null}"
                    + " | [\"a\",\"b c\",\"d\\\"e\\\\f\",\"\",\"NULL\",null]"
                    + " | {a,\"b c\",\"d\\\"e\\\\f\",\"\",\"NULL\",NULL}",
            "BOOL_ARRAY | {t,false,NULL} | [true,false,null] | {t,f,NULL}",
            "FLOAT8_ARRAY | {1.5,NaN,-Infinity} | [1.5,\"NaN\",\"-Infinity\"] | {1.5,NaN,-Infinity}",
            "NUMERIC_ARRAY | {1.50,100000000000000000000.1}"
                    + " | [1.50,100000000000000000000.1] | {1.50,100000000000000000000.1}",
            "BYTEA_ARRAY | {\"\\\\x01ff\"} | [\"\\\\x01ff\"] | {\"\\\\x01ff\"}",
            "TIMESTAMP_ARRAY | {2024-02-29T12:00} | [\"2024-02-29 12:00:00\"] | {\"2024-02-29 12:00:00\"}",
            "DATE_ARRAY | {2024-02-29} | [\"2024-02-29\"] | {2024-02-29}",
            "JSON_ARRAY | {\"{\\\"a\\\": 1}\"} | [{\"a\": 1}] | {\"{\\\"a\\\": 1}\"}",
    })
    void arraysAreJsonInsideAndTheSameOutside(PgType type, String text, String json, String printed) {
        assertThat(ArrayText.toJson(type, text)).contains(json);
        assertThat(encoded(type, json, false)).isEqualTo(printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "{", "{1", "{1,}", "{,1}", "{a}", "{1}x", "{{1},2}x", "{\"1}", "[1]"})
    void whatIsNoArrayIsRefused(String text) {
        assertThat(ArrayText.toJson(PgType.INT4_ARRAY, text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "[", "[1", "[1,]", "[[1],2]", "[1,[2]]", "[[1],[2,3]]", "{\"a\":1}", "[1]x",
            "[\"a]"})
    void whatIsNoJsonArrayIsSentAsItIs(String json) {
        assertThat(encoded(PgType.INT4_ARRAY, json, false)).isEqualTo(json);
    }

    @Test
    void textsOfAnyKindComeBackInBothFormats() {
        long seed = Long.getLong("test.seed", System.nanoTime());
        var random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            var elements = new ArrayList<String>();
            for (int i = random.nextInt(5); i > 0; i--) {
                elements.add(random.ints(random.nextInt(6), 1, 0xd7ff)
                        .map(c -> random.nextBoolean() ? c : "{},\"\\ \tnul".charAt(c % 10))
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
            }
            var json = new StringBuilder("[");
            for (String element : elements) {
                json.append(json.length() > 1 ? "," : "");
                Json.string(json, element);
            }
            String stored = json.append(']').toString();
            String printed = encoded(PgType.TEXT_ARRAY, stored, false);
            String again = ArrayText.toJson(PgType.TEXT_ARRAY, printed).orElseThrow();
            assertThat(JsonArray.parse(again).orElseThrow().elements()).as("seed %d", seed).isEqualTo(elements);
            ByteBuf binary = cell(PgType.TEXT_ARRAY, stored, true);
            int bytes = binary.readInt();
            String decoded = ArrayBinary.decode(PgType.TEXT_ARRAY, binary, binary.readerIndex(), bytes, 0);
            assertThat(JsonArray.parse(decoded).orElseThrow().elements()).as("seed %d", seed).isEqualTo(elements);
        }
    }

    @Test
    void binaryArraysThatLieAreRefused() {
        for (int[] words : List.of(new int[] {1, 0, 23}, new int[] {7, 0, 23}, new int[] {1, 0, 23, 1 << 30, 1},
                new int[] {1, 0, 23, 2, 1, 4, 5}, new int[] {1, 0, 23, 1, 1, 4, 5, 6}, new int[] {1, 0, 23, -1, 1})) {
            ByteBuf in = Unpooled.buffer();
            for (int word : words) {
                in.writeInt(word);
            }
            assertThat(org.assertj.core.api.Assertions.catchThrowable(
                    () -> ArrayBinary.decode(PgType.INT4_ARRAY, in, 0, in.readableBytes(), 0)))
                    .isInstanceOf(PgException.class);
        }
    }

    private static String encoded(PgType type, String json, boolean binary) {
        ByteBuf cell = cell(type, json, binary);
        assertThat(cell.readInt()).isEqualTo(cell.readableBytes());
        return cell.toString(StandardCharsets.UTF_8);
    }

    private static ByteBuf cell(PgType type, String json, boolean binary) {
        ByteBuf out = Unpooled.buffer();
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        new CellEncoders(new TypeConflicts()).of(type, binary).text(out, MemorySegment.ofArray(utf8), 0, utf8.length);
        return out;
    }
}
