package io.sqld.frontend.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sqld.testkit.Seed;
import io.sqld.testkit.Seeded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    private static final String[] SAMPLES = {
            "{\"a\":[1,2.5e-3,-0,true,false,null,\"x\\u00e9\\ud83d\\ude00\\n\"],\"b\":{\"c\":{}},\"d\":[]}",
            "[[[[]]],{\"long\":\"" + "0123456789".repeat(10) + "\"},123456789012345678901234567890]",
            " \t\r\n[ \"é€😀\" , {\"\":\"\\\"\\\\\\/\\b\\f\\r\\t\"} ] "
    };

    @ParameterizedTest
    @ValueSource(strings = {
            "", " ", "nojson", "tru", "{", "[", "{\"a\"", "{\"a\":", "{\"a\":1", "[1", "[1,", "{\"a\":1,}", "[1,]",
            "{,}", "[,]",
            "{a:1}", "'x'", "\"x", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "01",
            "1.", ".5",
            "1e", "+1", "-", "--1", "1 2", "{} x", "[1 2]", "{\"a\" 1}", "\"\n\"", "\"\u0001\"", "nul", "NaN",
            "Infinity", "\ufeff1"
    })
    void whatIsNoJsonIsRefused(String text) {
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> skipAll(text.getBytes(StandardCharsets.UTF_8)))
                .matches(JsonException::syntax)
                .withMessageMatching("(?s).* at line \\d+ column \\d+");
    }

    @Test
    void bytesThatAreNotUtf8AreRefusedInEveryString() {
        byte[] text = "{\"k?\":\"v?\"}".getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '?') {
                byte[] bad = text.clone();
                bad[i] = (byte) 0xFF;
                assertThatExceptionOfType(JsonException.class).isThrownBy(() -> skipAll(bad))
                        .withMessageContaining("invalid unicode code point");
            }
        }
    }

    @Test
    void anErrorSaysWhereItIs() {
        byte[] text = "{\"a\":1,\n \"b\":tru}".getBytes(StandardCharsets.UTF_8);
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> skipAll(text))
                .withMessage("expected ident at line 2 column 9");
    }

    @Test
    void containersMayBeInOneAnotherOnlySoDeep() {
        byte[] deep = ("[".repeat(101) + "]".repeat(101)).getBytes(StandardCharsets.UTF_8);
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> skipAll(deep))
                .withMessageStartingWith("recursion limit exceeded");
        byte[] fine = ("[".repeat(100) + "]".repeat(100)).getBytes(StandardCharsets.UTF_8);
        skipAll(fine);
    }

    @Test
    void aTagIsFoundWhereverItStands() {
        for (String text : new String[] {
                "{\"type\":\"x\",\"v\":1}", "{\"v\":{\"type\":\"y\"},\"type\":\"x\"}", "{\"v\":1,\"t\\u0079pe\":\"x\"}"
        }) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            var reader = new JsonReader(bytes, bytes.length, 10);
            reader.beginObject("an object");
            Bytes tag = reader.findTag("type".getBytes(StandardCharsets.UTF_8));
            assertThat(tag).as(text).isNotNull().hasToString("x");
            reader.skipMembers();
            reader.end();
        }
    }

    @Test
    @ExtendWith(Seeded.class)
    void itAcceptsAndRefusesWhatJacksonDoes(Seed seed) {
        SplittableRandom random = seed.random();
        for (int i = 0; i < 100_000; i++) {
            byte[] text = SAMPLES[random.nextInt(SAMPLES.length)].getBytes(StandardCharsets.UTF_8);
            for (int j = random.nextInt(3); j >= 0; j--) {
                text[random.nextInt(text.length)] = (byte) "{}[]\",:0x\\u\u0001\u00ff ".charAt(random.nextInt(14));
            }
            String shown = new String(text, StandardCharsets.ISO_8859_1);
            boolean accepted = accepts(text);
            if (accepted) {
                assertThat(jackson(text)).as(shown).isTrue();
            } else if (jackson(text)) {
                // Jackson lets lone surrogates through, and numbers that end where a control character begins.
                assertThat(shown).containsAnyOf("\\u", "\u0001");
            }
        }
    }

    @Test
    void aPrefixOfAMessageIsNeverAMessage() {
        for (String sample : SAMPLES) {
            byte[] text = sample.strip().getBytes(StandardCharsets.UTF_8);
            for (int length = 0; length < text.length; length++) {
                var reader = new JsonReader(text, length, 100);
                assertThatExceptionOfType(JsonException.class).isThrownBy(() -> {
                    reader.skip();
                    reader.end();
                });
            }
        }
    }

    @Test
    void numbersKeepTheirValue() {
        assertThat(number("9223372036854775807").asLong()).hasValue(Long.MAX_VALUE);
        assertThat(number("-9223372036854775808").asLong()).hasValue(Long.MIN_VALUE);
        assertThat(number("9223372036854775808").asLong()).isEmpty();
        assertThat(number("9223372036854775808").asDouble()).isEqualTo(0x1p63);
        assertThat(number("-0").asDouble()).isEqualTo(-0.0);
        assertThat(number("1e999").asDouble()).isInfinite();
        assertThat(number("2.5e-3").asDouble()).isEqualTo(0.0025);
    }

    private static JsonNumber number(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new JsonReader(bytes, bytes.length, 1).number("a number");
    }

    private static void skipAll(byte[] text) {
        var reader = new JsonReader(text, text.length, 100);
        reader.skip();
        reader.end();
    }

    private static boolean accepts(byte[] text) {
        try {
            skipAll(text);
            return true;
        } catch (JsonException e) {
            return false;
        }
    }

    private static boolean jackson(byte[] text) {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            int depth = 0;
            JsonToken token = parser.nextToken();
            if (token == null) {
                return false;
            }
            while (token != null) {
                parser.getText();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                token = parser.nextToken();
                if (depth == 0 && token != null) {
                    return false;
                }
            }
            return depth == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
