package io.sqld.api.frontend;

import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;

/**
 * A piece of a session's work. Its calls never overlap, and each sees what the one before it wrote. It ends with the
 * {@code run} that returns {@link Progress#DONE}, or with {@code failed}.
 */
public interface SessionTask {
    /**
     * Works for a while, at most about one time slice. Must not block.
     *
     * @param resume makes the gateway call {@code run} again; to be called once, from any thread, after (or while)
     *     {@code run} returns {@link Progress#PARKED}: handed to {@link io.sqld.api.sql.Execution#onReady}, or kept
     *     until the client reads again
     * @return {@link Progress#MORE} to be called again after other sessions had their turn
     * @throws RuntimeException ends the task: {@link #failed} follows, with the exception itself if it is a
     *     {@link SqldException}, and {@code INTERNAL} with a number that the log explains otherwise
     */
    Progress run(Session session, Runnable resume);

    /**
     * {@return the text of the only statement that the task runs; empty if it runs none or several, or if its
     * {@code run} must not be called by the thread that submits it} The gateway learns from this which statements are
     * short, and may run a task that runs one within {@link ClientSession#submit}, under a
     * {@linkplain Session#bound bound}: the task's sink should be able to withdraw a step.
     */
    default String statement() {
        return "";
    }

    /** The task was refused, could not get its session, or threw. Must not throw. */
    void failed(SqldException error);
}
