package io.sqld.api.sql;

import io.sqld.api.error.SqldException;

import java.util.List;

/**
 * Receives the results of a program, in order, on the session's thread. It is the wire encoder itself: no row or value
 * object stands between SQLite's memory and the network buffer. No call may block.
 *
 * <p>For each step, one of
 * <pre>
 * stepSkipped
 * beginStep (beginRow value* endRow)* endStep
 * beginStep (beginRow value* endRow)* stepFailed
 * stepFailed                             when it cannot be prepared, bound or begun
 * </pre>
 * with one value for each column. A step without columns has no rows. An exception thrown by the sink ends the
 * execution and reaches the caller of {@link Execution#advance}.
 */
public interface ProgramSink extends ValueSink {
    /** The step runs; its rows follow. {@code columns} is empty if it returns none, or if no rows are wanted. */
    void beginStep(int step, List<Column> columns);

    /** The values of one row follow. */
    void beginRow();

    /**
     * The row is complete.
     *
     * @return whether there is room for more now. If not, {@code advance} returns {@link Progress#MORE} at once: so a
     *     row limit, a full buffer or a slow client never occupies a thread
     */
    boolean endRow();

    /**
     * Takes back everything since the last {@link #beginStep}, which will be called again.
     *
     * @return whether it could; not if some of it may have reached the client
     */
    default boolean withdrawStep() {
        return false;
    }

    /** The step succeeded. What it wrote outside a transaction is durable, as the configured durability has it. */
    void endStep(int step, StepStats stats);

    /** The step did not run, because its condition was false. */
    void stepSkipped(int step);

    /** The step failed; the program goes on with the conditions of the steps that follow. */
    void stepFailed(int step, SqldException error);
}
