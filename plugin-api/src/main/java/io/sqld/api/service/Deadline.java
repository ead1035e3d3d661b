package io.sqld.api.service;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A point in time after which nobody waits any more. It is made once, where a request enters, and carried through;
 * no layer restarts it.
 *
 * @param atNanos on the scale of {@link System#nanoTime()}; {@link Long#MAX_VALUE} means never
 * @param limit the key of the setting that it comes from, for messages; empty if it comes from the client
 */
public record Deadline(long atNanos, String limit) {
    /** The deadline that never comes. */
    public static final Deadline NEVER = new Deadline(Long.MAX_VALUE);

    /** A deadline that no setting is the reason for. */
    public Deadline(long atNanos) {
        this(atNanos, "");
    }

    /** {@return the same deadline, as one that the setting {@code key} is the reason for} */
    public Deadline because(String key) {
        return new Deadline(atNanos, key);
    }

    /** {@return the deadline that comes when {@code duration} has passed; at once if it is not positive} */
    public static Deadline after(Duration duration) {
        return afterNanos(TimeUnit.NANOSECONDS.convert(duration));
    }

    /** {@return the deadline that comes when {@code nanos} have passed} */
    public static Deadline afterNanos(long nanos) {
        return nanos >= Long.MAX_VALUE / 2 ? NEVER : new Deadline(System.nanoTime() + Math.max(0, nanos));
    }

    /** {@return the nanoseconds left, 0 if it has come, {@link Long#MAX_VALUE} if it never comes} */
    public long remainingNanos() {
        return atNanos == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, atNanos - System.nanoTime());
    }

    /** {@return whether it has come} */
    public boolean expired() {
        return remainingNanos() == 0;
    }

    /** {@return whichever of the two comes first} */
    public Deadline earlier(Deadline other) {
        if (other.atNanos == Long.MAX_VALUE) {
            return this;
        }
        return atNanos == Long.MAX_VALUE || other.atNanos - atNanos < 0 ? other : this;
    }
}
