package io.sqld.auth;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Lets so many through each second, and as many at once after a quiet second. Thread-safe. */
final class AttemptLimit {
    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private long freeAtNanos;

    AttemptLimit(int perSecond, LongSupplier nanoTime) {
        this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.nanoTime = nanoTime;
        this.freeAtNanos = nanoTime.getAsLong() - TimeUnit.SECONDS.toNanos(1);
    }

    /** {@return whether one more may pass now} */
    synchronized boolean take() {
        long now = nanoTime.getAsLong();
        long earliest = now - TimeUnit.SECONDS.toNanos(1);
        long from = freeAtNanos - earliest < 0 ? earliest : freeAtNanos;
        if (from - now > 0) {
            return false;
        }
        freeAtNanos = from + intervalNanos;
        return true;
    }
}
