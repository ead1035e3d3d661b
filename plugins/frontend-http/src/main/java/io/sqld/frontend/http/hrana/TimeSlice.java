package io.sqld.frontend.http.hrana;

/** How long a task with many small parts keeps its thread before others have their turn. */
public final class TimeSlice {
    private static final long NANOS = 2_000_000;

    private final long beganNanos = System.nanoTime();

    /** A slice that begins now. */
    public TimeSlice() {}

    /** {@return whether it is others' turn} */
    public boolean over() {
        return System.nanoTime() - beganNanos >= NANOS;
    }
}
