package io.sqld.benchmark.load;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The medians of one cell's rounds, and the sums of what must not happen. */
record Summary(double perSecond, double p50Millis, double p99Millis, double serverCpuMicros, double clientCpuMicros,
        long busy, long failed, int stuck) {
    static Summary of(List<Measurement> rounds) {
        return new Summary(median(rounds, m -> m.tally().perSecond()),
                median(rounds, m -> m.tally().percentileMillis(50)),
                median(rounds, m -> m.tally().percentileMillis(99)), median(rounds, Measurement::serverCpuMicros),
                median(rounds, Measurement::clientCpuMicros), rounds.stream().mapToLong(m -> m.tally().busy()).sum(),
                rounds.stream().mapToLong(m -> m.tally().failed()).sum(),
                rounds.stream().mapToInt(m -> m.tally().stuck()).sum());
    }

    private static double median(List<Measurement> rounds, ToDoubleFunction<Measurement> figure) {
        return Median.of(rounds.stream().map(figure::applyAsDouble).toList());
    }
}
