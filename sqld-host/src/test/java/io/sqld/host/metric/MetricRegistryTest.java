package io.sqld.host.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sqld.api.service.Metrics;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricRegistryTest {
    private final MetricRegistry registry = new MetricRegistry();

    @Test
    void aCounterAskedForTwiceIsOne() {
        registry.counter("sqld_test_things_total", "Things.").add(2);
        registry.counter("sqld_test_things_total", "Things.").add(3);
        assertThat(registry.snapshot()).containsExactly(new MetricSnapshot.Sum("sqld_test_things_total", "Things.", 5));
    }

    @Test
    void aGaugeIsReadWhenSomebodyLooksAndALaterOneReplacesIt() {
        var value = new AtomicLong(1);
        registry.gauge("sqld_test_level", "Level.", value::get);
        value.set(7);
        assertThat(registry.snapshot()).containsExactly(new MetricSnapshot.Value("sqld_test_level", "Level.", 7));
        registry.gauge("sqld_test_level", "Level.", () -> 8);
        assertThat(registry.snapshot()).containsExactly(new MetricSnapshot.Value("sqld_test_level", "Level.", 8));
    }

    @Test
    void aGaugeThatFailsSpoilsNoOther() {
        registry.gauge("sqld_test_broken", "", () -> {
            throw new IllegalStateException("gone");
        });
        registry.gauge("sqld_test_fine", "", () -> 1);
        assertThat(registry.snapshot()).extracting(MetricSnapshot::name).containsExactly("sqld_test_fine");
    }

    @Test
    void oneNameCannotBeTwoKinds() {
        registry.counter("sqld_test_x", "");
        assertThatThrownBy(() -> registry.timer("sqld_test_x", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> registry.gauge("sqld_test_x", "", () -> 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "requests", "sqld_", "sqld_Upper", "sqld_a__b", "sqld_a-b"})
    void aNameOutsideTheConventionIsRefused(String name) {
        assertThatThrownBy(() -> registry.counter(name, "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void quantilesAreAtMostAQuarterTooHigh() {
        Metrics.Timer timer = registry.timer("sqld_test_seconds", "");
        for (long nanos = 1; nanos <= 10_000; nanos++) {
            timer.record(nanos * 1_000);
        }
        MetricSnapshot.Durations durations = durations();
        assertThat(durations.count()).isEqualTo(10_000);
        assertThat(durations.sumNanos()).isEqualTo(10_000L * 10_001 / 2 * 1_000);
        for (double q : List.of(0.01, 0.5, 0.9, 0.99, 1.0)) {
            long exact = (long) (q * 10_000_000);
            assertThat(durations.quantileNanos(q)).isBetween(exact, exact * 5 / 4 + 1_024);
        }
    }

    @Test
    void everyDurationHasABucketThatEndsAfterIt() {
        for (int bits = 0; bits < 63; bits++) {
            for (long nanos : new long[] {(1L << bits) - 1, 1L << bits, (1L << bits) + (1L << bits) / 3}) {
                var timer = new HistogramTimer("sqld_test_seconds", "");
                timer.record(nanos);
                var durations = (MetricSnapshot.Durations) timer.snapshot();
                assertThat(durations.count()).isOne();
                assertThat(durations.quantileNanos(0.5)).isGreaterThan(nanos);
            }
        }
        var timer = new HistogramTimer("sqld_test_seconds", "");
        timer.record(-5);
        assertThat(((MetricSnapshot.Durations) timer.snapshot()).sumNanos()).isZero();
    }

    @Test
    void anEmptyTimerHasNoQuantile() {
        registry.timer("sqld_test_seconds", "");
        assertThat(durations().quantileNanos(0.5)).isZero();
        assertThat(durations().upperBoundsNanos()).isSorted();
    }

    private MetricSnapshot.Durations durations() {
        return (MetricSnapshot.Durations) registry.snapshot().getFirst();
    }
}
