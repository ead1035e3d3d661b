package io.sqld.storage.libsql;

import io.sqld.sqlite.ResultCode;
import io.sqld.sqlite.SqliteException;

/** How long to wait before trying again what the lock of another process has prevented. */
final class Backoff {
    private static final long FIRST_NANOS = 1_000_000;
    private static final long MAX_NANOS = 50_000_000;

    private long sinceNanos;
    private long nanos;

    /** {@return whether trying again can help, and the time for that is not over} */
    boolean worthwhile(SqliteException e, long patienceNanos) {
        if (e.code() != ResultCode.BUSY && e.code() != ResultCode.BUSY_RECOVERY && e.code() != ResultCode.PROTOCOL) {
            return false;
        }
        long now = System.nanoTime();
        if (nanos == 0) {
            sinceNanos = now;
        }
        return now - sinceNanos < patienceNanos;
    }

    /** {@return how long to wait now: longer each time} */
    long nextNanos() {
        nanos = Math.clamp(nanos * 2, FIRST_NANOS, MAX_NANOS);
        return nanos;
    }

    /** It has worked, or failed for good. */
    void reset() {
        nanos = 0;
    }
}
