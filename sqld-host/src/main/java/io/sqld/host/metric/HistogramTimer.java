package io.sqld.host.metric;

import io.sqld.api.service.Metrics;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/**
 * A histogram of durations whose buckets double from 1 µs to about an hour, each divided in four: a quantile read from
 * it is at most a quarter too high.
 */
final class HistogramTimer implements Metrics.Timer, Instrument {
    private static final int SUBDIVISION_BITS = 2;
    private static final int SUBDIVISIONS = 1 << SUBDIVISION_BITS;
    private static final int SMALLEST_BITS = 10;
    private static final int OCTAVES = 32;
    private static final int BUCKETS = 1 + OCTAVES * SUBDIVISIONS;

    private final String name;
    private final String help;
    private final LongAdder sumNanos = new LongAdder();
    private final LongAdder[] counts = new LongAdder[BUCKETS];

    HistogramTimer(String name, String help) {
        this.name = name;
        this.help = help;
        Arrays.setAll(counts, i -> new LongAdder());
    }

    @Override
    public void record(long nanos) {
        long duration = Math.max(0, nanos);
        sumNanos.add(duration);
        counts[bucket(duration)].increment();
    }

    @Override
    public MetricSnapshot snapshot() {
        var buckets = new long[BUCKETS];
        var bounds = new long[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            buckets[i] = counts[i].sum();
            bounds[i] = upperBound(i);
        }
        return new MetricSnapshot.Durations(name, help, sumNanos.sum(), bounds, buckets);
    }

    /** The first bucket ends at 2^10 ns; bucket 1 + 4o + s ends at 2^(10 + o) * (5 + s) / 4 ns. */
    private static int bucket(long nanos) {
        if (nanos < 1L << SMALLEST_BITS) {
            return 0;
        }
        int octave = 63 - Long.numberOfLeadingZeros(nanos) - SMALLEST_BITS;
        if (octave >= OCTAVES) {
            return BUCKETS - 1;
        }
        int subdivision = (int) (nanos >>> (octave + SMALLEST_BITS - SUBDIVISION_BITS)) & (SUBDIVISIONS - 1);
        return 1 + octave * SUBDIVISIONS + subdivision;
    }

    private static long upperBound(int bucket) {
        if (bucket == 0) {
            return 1L << SMALLEST_BITS;
        }
        if (bucket == BUCKETS - 1) {
            return Long.MAX_VALUE;
        }
        int octave = (bucket - 1) / SUBDIVISIONS;
        long subdivision = (bucket - 1L) % SUBDIVISIONS;
        return (SUBDIVISIONS + 1 + subdivision) << (octave + SMALLEST_BITS - SUBDIVISION_BITS);
    }
}
