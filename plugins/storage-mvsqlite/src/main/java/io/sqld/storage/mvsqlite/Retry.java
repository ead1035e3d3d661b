package io.sqld.storage.mvsqlite;

import io.sqld.storage.mvsqlite.kv.StoreException;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Tries again what a store could not do at once. For what may be done twice. Thread-safe. */
final class Retry {
    private final Duration timeout;
    private final Supplier<RandomGenerator> random;

    Retry(Duration timeout, Supplier<RandomGenerator> random) {
        this.timeout = timeout;
        this.random = random;
    }

    Backoff backoff() {
        return new Backoff(timeout, random.get());
    }

    Duration timeout() {
        return timeout;
    }

    /** {@return what an attempt returned} Throws what the last one threw when the time is up. */
    <T> T run(Supplier<T> attempt) {
        var backoff = backoff();
        while (true) {
            try {
                return attempt.get();
            } catch (StoreException e) {
                if (!worthwhile(e) || !backoff.again()) {
                    throw e;
                }
            }
        }
    }

    private static boolean worthwhile(StoreException e) {
        return switch (e.kind()) {
            case CONFLICT, MAYBE_COMMITTED, RETRY, THROTTLED -> true;
            case TOO_LARGE, UNAVAILABLE, MISUSE -> false;
        };
    }
}
