package io.sqld.benchmark.load;

/**
 * One run of one cell.
 *
 * @param tally what the clients counted
 * @param serverCpuNanos user and system time of the server's processes during the run
 * @param clientCpuNanos the same of the one client thread
 * @param fault how the database differs afterwards from what was acknowledged, or nothing
 */
record Measurement(Tally tally, long serverCpuNanos, long clientCpuNanos, String fault) {
    double serverCpuMicros() {
        return serverCpuNanos / 1e3 / Math.max(1, tally.done());
    }

    double clientCpuMicros() {
        return clientCpuNanos / 1e3 / Math.max(1, tally.done());
    }
}
