package io.sqld.frontend.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sqld.testkit.Seed;
import io.sqld.testkit.Seeded;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers, dates and times: printed, read, and in binary. */
class NumbersTest {
    private static final int ROUNDS = 5_000;

    private final Doubles doubles = new Doubles();

    private static String printed(Consumer<ByteBuf> printer) {
        ByteBuf out = Unpooled.buffer();
        printer.accept(out);
        return out.toString(StandardCharsets.US_ASCII);
    }

    @Test
    @ExtendWith(Seeded.class)
    void integersArePrintedAsJavaPrintsThem(Seed seed) {
        SplittableRandom random = seed.random();
        for (int i = 0; i < ROUNDS; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            assertThat(printed(out -> Digits.append(out, value))).isEqualTo(Long.toString(value));
        }
        for (long value : new long[] {0, 9, 10, 99, 100, -1, -10, -100, Long.MAX_VALUE, Long.MIN_VALUE,
                999_999_999_999_999_999L,
                1_000_000_000_000_000_000L, -1_000_000_000_000_000_000L}) {
            assertThat(printed(out -> Digits.append(out, value))).isEqualTo(Long.toString(value));
        }
    }

    @Test
    @ExtendWith(Seeded.class)
    void doublesReadBackAsTheSameValue(Seed seed) {
        SplittableRandom random = seed.random();
        for (int i = 0; i < ROUNDS; i++) {
            double value = random.nextBoolean()
                    ? Double.longBitsToDouble(random.nextLong())
                    : random.nextInt(-1_000_000, 1_000_000) / 1000.0;
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(printed(out -> doubles.appendPostgres(out, value)))).isEqualTo(value);
                assertThat(Double.parseDouble(printed(out -> doubles.appendSqlite(out, value)))).isEqualTo(value);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0,0,0.0", "1,1,1.0", "-2.5,-2.5,-2.5", "1e14,100000000000000,100000000000000.0", "1e15,1e+15,1.0e+15",
            "0.0001,0.0001,0.0001", "0.00001,1e-05,1.0e-05", "1.5e-7,1.5e-07,1.5e-07", "1e300,1e+300,1.0e+300",
            "123456.789,123456.789,123456.789", "Infinity,Infinity,Inf", "-Infinity,-Infinity,-Inf", "NaN,NaN,NaN"})
    void doublesLookAsInPostgresAndInSqlite(double value, String postgres, String sqlite) {
        assertThat(printed(out -> doubles.appendPostgres(out, value))).isEqualTo(postgres);
        assertThat(printed(out -> doubles.appendSqlite(out, value))).isEqualTo(sqlite);
    }

    @Test
    @ExtendWith(Seeded.class)
    void decimalNumbersSurviveTheBinaryFormat(Seed seed) {
        SplittableRandom random = seed.random();
        for (int i = 0; i < ROUNDS; i++) {
            var digits = new byte[random.nextInt(1, 20)];
            random.nextBytes(digits);
            var value = new BigDecimal(new BigInteger(digits), random.nextInt(-10, 30));
            ByteBuf out = Unpooled.buffer();
            Numerics.appendCell(out, value);
            assertThat(out.readInt()).isEqualTo(out.readableBytes());
            String text = Numerics.decode(out, out.readerIndex(), out.readableBytes());
            assertThat(new BigDecimal(text)).isEqualByComparingTo(value);
        }
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "-1,-1", "10000,10000", "0.0001,0.0001", "12.340,12.340", "-0.5,-0.5", "1e5,100000"})
    void theBinaryFormatKeepsTheScale(String value, String text) {
        ByteBuf out = Unpooled.buffer();
        Numerics.appendCell(out, new BigDecimal(value));
        assertThat(Numerics.decode(out, 4, out.readableBytes() - 4)).isEqualTo(text);
    }

    @Test
    @ExtendWith(Seeded.class)
    void timestampsAreReadAndPrintedAsTheCalendarHasThem(Seed seed) {
        SplittableRandom random = seed.random();
        LocalDateTime epoch = LocalDateTime.of(2000, 1, 1, 0, 0);
        for (int i = 0; i < ROUNDS; i++) {
            long micros = random.nextLong(-62_000_000_000_000_000L, 90_000_000_000_000_000L);
            LocalDateTime expected =
                    epoch.plusSeconds(Math.floorDiv(micros, 1_000_000L))
                            .plusNanos(Math.floorMod(micros, 1_000_000L) * 1000);
            String text = printed(out -> DateTimes.append(out, PgType.TIMESTAMP, micros));
            assertThat(LocalDateTime.parse(text.replace(' ', 'T'))).isEqualTo(expected);
            assertThat(parse(PgType.TIMESTAMP, text)).isEqualTo(micros);
            assertThat(DateTimes.ofInteger(expected.toEpochSecond(ZoneOffset.UTC)))
                    .isEqualTo(Math.floorDiv(micros, 1_000_000L) * 1_000_000);
        }
    }

    @ParameterizedTest
    @CsvSource({"2024-02-29,2024-02-29 00:00:00", "2024-02-29T12:30,2024-02-29 12:30:00",
            "2024-02-29 12:30:15.25Z,2024-02-29 12:30:15.25", "2024-02-29 12:30:15+02,2024-02-29 10:30:15",
            "2024-02-29 12:30:15-05:30,2024-02-29 18:00:15", "0001-01-01 00:00:00,0001-01-01 00:00:00"})
    void theUsualFormsOfTimestampsAreUnderstood(String text, String canonical) {
        long micros = parse(PgType.TIMESTAMP, text);
        assertThat(printed(out -> DateTimes.append(out, PgType.TIMESTAMP, micros))).isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource({"2023-02-29", "2024-13-01", "2024-00-01", "2024-1-1", "soon", "''", "2024-02-29 25:00:00",
            "2024-02-29 12:60:00",
            "2024-02-29 12:30:15 x", "2024-02-29 12:30:15+99", "2024-02-29x"})
    void whatIsNoTimestampIsNotUnderstood(String text) {
        assertThat(parse(PgType.TIMESTAMP, text)).isEqualTo(DateTimes.NONE);
    }

    private static long parse(PgType type, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return DateTimes.parse(type, MemorySegment.ofArray(utf8), 0, utf8.length);
    }

    @Test
    @ExtendWith(Seeded.class)
    void exactlyWellFormedUtf8IsAccepted(Seed seed) {
        SplittableRandom random = seed.random();
        for (int i = 0; i < ROUNDS; i++) {
            var bytes = new byte[random.nextInt(1, 12)];
            random.nextBytes(bytes);
            if (random.nextBoolean()) {
                bytes = new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
            }
            boolean wellFormed = new String(bytes, StandardCharsets.UTF_8).indexOf('\ufffd') < 0 || roundTrips(bytes);
            boolean zero = new String(bytes, StandardCharsets.ISO_8859_1).indexOf('\0') >= 0;
            assertThat(accepted(bytes)).as("%s", Arrays.toString(bytes)).isEqualTo(wellFormed && !zero);
        }
    }

    private static boolean roundTrips(byte[] bytes) {
        return Arrays.equals(new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8), bytes);
    }

    private static boolean accepted(byte[] bytes) {
        try {
            Utf8.check(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
            return true;
        } catch (PgException refused) {
            return false;
        }
    }
}
