package io.sqld.frontend.http.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.sqld.testkit.Seed;
import io.sqld.testkit.Seeded;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonWriterTest {
    @ParameterizedTest
    @CsvSource({
            "2.0, 2.0", "-0.0, -0.0", "0.0, 0.0", "1e15, 1000000000000000.0", "1e16, 1e16", "1e17, 1e17", "1e20, 1e20",
            "4.9E-324, 5e-324", "1e-5, 0.00001", "1e-6, 1e-6", "1.5e300, 1.5e300", "123456789.125, 123456789.125",
            "0.1, 0.1", "1e22, 1e22", "1e23, 1e23", "1.7976931348623157e308, 1.7976931348623157e308", "4.35, 4.35",
            "2e-310, 2e-310", "-12.5, -12.5", "1234567890123456.0, 1234567890123456.0",
            "0.3333333333333333, 0.3333333333333333",
            "12345678901234567.0, 1.2345678901234568e16", "123456789012345680.0, 1.2345678901234568e17", "1.05, 1.05",
            "100.001, 100.001", "0.000012345, 0.000012345", "9.999999999999999e22, 1e23",
            "9e15, 9000000000000000.0"
    })
    void aDoubleIsWrittenAsRustDoes(double value, String expected) {
        assertThat(written(json -> json.real(value))).isEqualTo(expected);
    }

    @Test
    void aDoubleThatJsonHasNoTextForIsNull() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThat(written(json -> json.real(value))).isEqualTo("null");
        }
    }

    @Test
    @ExtendWith(Seeded.class)
    void everyDoubleReadsBackAsItselfAndIsNotLongerThanJavasText(Seed seed) {
        SplittableRandom random = seed.random();
        for (int i = 0; i < 50_000; i++) {
            double value = switch (i % 4) {
                case 0 -> Double.longBitsToDouble(random.nextLong());
                case 1 -> random.nextInt(-1_000_000, 1_000_000) / 100.0;
                case 2 -> random.nextLong(1L << 53) / Math.pow(10, random.nextInt(20));
                default -> random.nextDouble();
            };
            if (Double.isFinite(value)) {
                String text = written(json -> json.real(value));
                assertThat(Double.parseDouble(text)).as(text).isEqualTo(value);
                assertThat(digits(text)).as(text).isLessThanOrEqualTo(digits(Double.toString(value)));
            }
        }
    }

    @Test
    void integersOfAllLengthsAreWritten() {
        for (long value = 1; value > 0 && value < Long.MAX_VALUE / 9; value = value * 9 + 1) {
            for (long number : new long[] {value, -value, value - 1}) {
                assertThat(written(json -> json.integer(number))).isEqualTo(Long.toString(number));
            }
        }
        assertThat(written(json -> json.integer(Long.MIN_VALUE))).isEqualTo(Long.toString(Long.MIN_VALUE));
        assertThat(written(json -> json.integer(Long.MAX_VALUE))).isEqualTo(Long.toString(Long.MAX_VALUE));
    }

    @Test
    void controlCharactersQuotesAndBackslashesAreEscapedAsUpstreamDoes() {
        String text = "\u0001\b\t\n\f\r\"\\/\u007f\u0080\u2028\ufffd\ud83d\ude00\u001f";
        assertThat(written(json -> json.string(text)))
                .isEqualTo("\"\\u0001\\b\\t\\n\\f\\r\\\"\\\\/\u007f\u0080\u2028\ufffd\ud83d\ude00\\u001f\"");
    }

    @Test
    @ExtendWith(Seeded.class)
    void textFromForeignMemoryReadsBackWhateverStandsWhere(Seed seed) {
        SplittableRandom random = seed.random();
        try (Arena arena = Arena.ofConfined()) {
            for (int i = 0; i < 5_000; i++) {
                String text = text(random, random.nextInt(60));
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                MemorySegment memory = arena.allocate(utf8.length + 16L);
                int offset = random.nextInt(9);
                MemorySegment.copy(utf8, 0, memory, ValueLayout.JAVA_BYTE, offset, utf8.length);
                String written = written(json -> assertThat(json.string(memory, offset, utf8.length)).isEqualTo(-1));
                byte[] bytes = written.getBytes(StandardCharsets.UTF_8);
                assertThat(new JsonReader(bytes, bytes.length, 1).string("a string").text()).isEqualTo(text);
            }
        }
    }

    @Test
    void textThatIsNotUtf8IsFoundWhereItIs() {
        byte[][] bad = {
                {(byte) 0xFF}, {'a', (byte) 0xC3}, {(byte) 0xC0, (byte) 0x80}, {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
                {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80}, {(byte) 0xE2, (byte) 0x82, 'x'}, {(byte) 0x80}
        };
        for (byte[] bytes : bad) {
            int at = bytes[0] == 'a' ? 1 : 0;
            written(json -> assertThat(json.string(MemorySegment.ofArray(bytes), 0, bytes.length)).isEqualTo(at));
        }
    }

    @Test
    @ExtendWith(Seeded.class)
    void base64HasNoPadding(Seed seed) {
        SplittableRandom random = seed.random();
        for (int length = 0; length < 100; length++) {
            byte[] data = new byte[length];
            random.nextBytes(data);
            String expected = Base64.getEncoder().withoutPadding().encodeToString(data);
            assertThat(written(json -> json.base64(MemorySegment.ofArray(data), 0, data.length)))
                    .isEqualTo('"' + expected + '"');
        }
    }

    private static String text(SplittableRandom random, int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(switch (random.nextInt(6)) {
                case 0 -> random.nextInt(0x20);
                case 1 -> random.nextInt(2) == 0 ? '"' : '\\';
                case 2 -> 0x80 + random.nextInt(0x700);
                case 3 -> random.nextInt(100) == 0 ? 0x1F600 : 0x20AC;
                default -> 'a' + random.nextInt(26);
            });
        }
        return text.toString();
    }

    private static int digits(String number) {
        int exponent = Math.max(number.indexOf('e'), number.indexOf('E'));
        String mantissa = (exponent < 0 ? number : number.substring(0, exponent)).replaceAll("[-.]", "");
        String significant = mantissa.replaceAll("^0+", "").replaceAll("0+$", "");
        return significant.length();
    }

    static String written(Consumer<JsonWriter> writing) {
        var buffer = new ChunkedBuffer(UnpooledByteBufAllocator.DEFAULT, new MemoryBudget(1 << 20));
        writing.accept(new JsonWriter(buffer));
        var text = new StringBuilder();
        for (ByteBuf chunk = buffer.take(); chunk != null; chunk = buffer.take()) {
            text.append(chunk.toString(StandardCharsets.UTF_8));
            chunk.release();
        }
        return text.toString();
    }
}
