package io.sqld.frontend.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sqld.testkit.Seed;
import io.sqld.testkit.Seeded;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

class DigitsTest {
    private final ByteBuf out = Unpooled.buffer(1);

    @Test
    void numbersAtEveryChangeOfLengthAreJavas() {
        check(0);
        check(Long.MIN_VALUE);
        check(Long.MAX_VALUE);
        for (long power = 1; power <= 1_000_000_000_000_000_000L && power > 0; power *= 10) {
            for (long value = power - 2; value <= power + 2; value++) {
                check(value);
                check(-value);
            }
        }
    }

    @Test
    @ExtendWith(Seeded.class)
    void numbersOfEveryLengthAreJavas(Seed seed) {
        var random = seed.random();
        for (int i = 0; i < 200_000; i++) {
            check(random.nextLong() >> random.nextInt(64));
        }
    }

    @Test
    void everyNumberOfFourDigitsIsJavas() {
        for (int value = 0; value < 10_000; value++) {
            check(value);
            check(value * 10_000L + 9_999 - value);
        }
    }

    @Test
    void aFixedWidthHasZerosInFront() {
        for (int width = 1; width <= 8; width++) {
            out.clear();
            Digits.appendFixed(out, 7, width);
            assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo("0".repeat(width - 1) + "7");
        }
        out.clear();
        Digits.appendFixed(out, 99_999_999, 8);
        assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo("99999999");
    }

    private void check(long value) {
        out.clear();
        Digits.append(out, value);
        assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo(Long.toString(value));
    }
}
