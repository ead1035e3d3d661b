package io.sqld.api.service;

/**
 * A part of the server with a life of its own.
 *
 * <p>The host calls, from one thread at a time: {@link #start()} once; then {@link #drain} at most once; then
 * {@link #close()} once, also after a start that failed or never happened. Services start in the order storage,
 * replication, front ends, and stop in the reverse order. A constructor acquires nothing that needs release.
 */
public interface Service extends AutoCloseable {
    /**
     * Acquires what the service needs and begins to serve. Returns when it is ready.
     *
     * @throws io.sqld.api.error.SqldException with {@code START_FAILED} and one line that says what to change
     */
    void start();

    /**
     * Takes no new work, lets the work in hand end, and returns when it has or when the deadline comes. A service that
     * has nothing to wait for keeps this default.
     */
    default DrainResult drain(Deadline deadline) {
        return DrainResult.DRAINED;
    }

    /** Releases everything, work in hand included. Idempotent; works after a failed {@link #start()}. */
    @Override
    void close();
}
