package io.sqld.storage.libsql;

import io.sqld.api.sql.ProgramSink;
import org.jspecify.annotations.Nullable;

/**
 * While a session is bounded: when the step that runs is given up, so that another thread runs it from its
 * beginning.
 */
final class StepBound {
    private @Nullable ProgramSink sink;
    private long endNanos;
    private boolean exceeded;

    /** From now on; {@code newSink} has what was sent of the step. */
    void begin(ProgramSink newSink, long nanos) {
        sink = newSink;
        endNanos = System.nanoTime() + nanos;
    }

    /** The thread is as good as any other. */
    void end() {
        sink = null;
    }

    boolean active() {
        return sink != null;
    }

    /** {@return whether the step is to be given up now: its time is over, and nothing of it has left the sink} */
    boolean exceed(boolean announced) {
        ProgramSink bounded = sink;
        if (bounded == null || System.nanoTime() - endNanos < 0) {
            return false;
        }
        sink = null;
        exceeded = !announced || bounded.withdrawStep();
        return exceeded;
    }

    /** {@return whether the step was given up, once} */
    boolean takeExceeded() {
        boolean was = exceeded;
        exceeded = false;
        return was;
    }
}
