package io.sqld.frontend.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DoublesTest {
    private final Doubles doubles = new Doubles();
    private final ByteBuf out = Unpooled.buffer();

    @Test
    void numbersThatPeopleWriteArePrintedAsTheyWroteThem() {
        for (String text : new String[] {"0", "1", "-1", "10", "100", "0.1", "-0.25", "0.05", "1e-06", "1.5",
                "12.3456", "99.99", "1234567.891", "999999999999999", "123456789012345", "0.1234567", "1e+15",
                "1e-05", "0.0001", "-0", "1e+20", "1.7976931348623157e+308"}) {
            assertThat(printed(Double.parseDouble(text))).isEqualTo(text);
        }
    }

    @Test
    void everyNumberReadsBackAndIsAsShortAsJavas() {
        long seed = Long.getLong("test.seed", System.nanoTime());
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 100_000; i++) {
            double value = switch (i % 4) {
                case 0 -> random.nextInt() / 100.0;
                case 1 -> random.nextDouble() * 1000;
                case 2 -> random.nextLong(1_000_000_000_000_000L) / Math.pow(10, random.nextInt(12));
                default -> Double.longBitsToDouble(random.nextLong());
            };
            if (Double.isFinite(value)) {
                String text = printed(value);
                assertThat(Double.parseDouble(text)).as("seed %d", seed).isEqualTo(value);
                assertThat(new BigDecimal(text)).as("seed %d", seed)
                        .isEqualByComparingTo(new BigDecimal(Double.toString(value)));
            }
        }
    }

    @Test
    void aRealOfSqliteAlwaysHasAPoint() {
        doubles.appendSqlite(out, 5);
        assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo("5.0");
    }

    private String printed(double value) {
        out.clear();
        doubles.appendPostgres(out, value);
        return out.toString(StandardCharsets.US_ASCII);
    }
}
