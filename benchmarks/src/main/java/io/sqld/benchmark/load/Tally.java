package io.sqld.benchmark.load;

import org.HdrHistogram.Histogram;

/**
 * What the clients counted in one run.
 *
 * @param latency in nanoseconds, of operations that succeeded
 * @param elapsedNanos from the first request to the last answer
 * @param least operations of the client that got the fewest done
 * @param most operations of the client that got the most done
 * @param busy operations that the server refused because the database was busy
 * @param failed operations with another error, a wrong answer, or a lost connection
 * @param stuck clients without an answer long after the run's end
 * @param complaint the first thing that was wrong, or nothing
 */
record Tally(Histogram latency, long elapsedNanos, long least, long most, long busy, long failed, int stuck,
        String complaint) {
    long done() {
        return latency.getTotalCount();
    }

    double perSecond() {
        return done() * 1e9 / Math.max(1, elapsedNanos);
    }

    double percentileMillis(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1e6;
    }
}
