package io.sqld.host.metric;

/** A figure at one moment. */
public sealed interface MetricSnapshot {
    /** {@return its name} */
    String name();

    /** {@return what it counts} */
    String help();

    /** A sum that only grows. */
    record Sum(String name, String help, long value) implements MetricSnapshot {}

    /** A value that goes up and down. */
    record Value(String name, String help, long value) implements MetricSnapshot {}

    /**
     * A distribution of durations.
     *
     * @param sumNanos of all durations
     * @param upperBoundsNanos where each bucket ends, itself excluded; the last never ends
     * @param counts durations in each bucket, not cumulated
     */
    // The arrays are made for this snapshot and nobody else holds them; equality is not asked for.
    @SuppressWarnings("ArrayRecordComponent")
    record Durations(String name, String help, long sumNanos, long[] upperBoundsNanos, long[] counts)
            implements
                MetricSnapshot {
        /** {@return how many durations there are} */
        public long count() {
            long count = 0;
            for (long bucket : counts) {
                count += bucket;
            }
            return count;
        }

        /**
         * {@return the end of the bucket in which the quantile lies, 0 if nothing was recorded; {@code q} in [0, 1]}
         */
        public long quantileNanos(double q) {
            long rank = (long) Math.ceil(q * count());
            long seen = 0;
            for (int i = 0; i < counts.length; i++) {
                seen += counts[i];
                if (seen >= rank && seen > 0) {
                    return upperBoundsNanos[i];
                }
            }
            return 0;
        }
    }
}
