package io.sqld.storage.mvsqlite.kv;

/**
 * How often a {@link FaultyStore} fails, as probabilities.
 *
 * @param conflict a commit is refused as if others had written
 * @param unknownApplied a commit is done, and then its answer is lost
 * @param unknownDropped a commit is not done, and its answer is lost
 * @param retry a call fails because its version is too old, or the store behind
 * @param throttled a call fails because the store is busy
 */
public record Faults(double conflict, double unknownApplied, double unknownDropped, double retry, double throttled) {
    /** None. */
    public static final Faults NONE = new Faults(0, 0, 0, 0, 0);
}
