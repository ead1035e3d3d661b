package io.sqld.api.sql;

import io.sqld.api.service.Deadline;

/**
 * A program under way. Confined to its session's thread, but for the callback of {@link #onReady}. The caller of
 * {@link Session#start} closes it; so does the session.
 *
 * <p>Several executions of one session may be open at once (portals), each advanced in turn.
 */
public interface Execution extends AutoCloseable {
    /**
     * Runs until the program is done, the sink is full, a time slice ends, or there is something to wait for. Never
     * blocks for another client.
     *
     * <p>A deadline that comes, or {@link Session#interrupt()}, fails the running step with {@code DEADLINE_EXCEEDED}
     * or {@code INTERRUPTED} and every later step with the same error, whatever its condition says.
     *
     * @throws io.sqld.api.error.SqldException if the session can no longer run anything
     */
    Progress advance(ProgramSink sink, Deadline deadline);

    /**
     * After {@link Progress#PARKED}: {@code resume} is called once, from any thread and possibly at once, when
     * {@link #advance} is worth calling again; at the latest when the deadline has come or the session is interrupted.
     * {@code resume} must be short and must not throw.
     */
    void onReady(Runnable resume);

    /** Ends the program where it stands; steps that have not begun never do. Idempotent. */
    @Override
    void close();
}
