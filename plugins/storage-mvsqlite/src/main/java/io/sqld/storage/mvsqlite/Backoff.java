package io.sqld.storage.mvsqlite;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** The pauses between the attempts of one thing, with an end. */
final class Backoff {
    private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RandomGenerator random;
    private final long timeoutNanos;
    private final long beganNanos = System.nanoTime();
    private long nextNanos = FIRST_NANOS;

    Backoff(Duration timeout, RandomGenerator random) {
        this.random = random;
        this.timeoutNanos = timeout.toNanos();
    }

    /** Waits, unless the time is up or the thread interrupted. {@return whether to try again} */
    boolean again() {
        long leftNanos = timeoutNanos - (System.nanoTime() - beganNanos);
        if (leftNanos <= 0 || Thread.currentThread().isInterrupted()) {
            return false;
        }
        LockSupport.parkNanos(Math.min(leftNanos, random.nextLong(nextNanos / 2, nextNanos)));
        nextNanos = Math.min(nextNanos * 2, LONGEST_NANOS);
        return true;
    }
}
