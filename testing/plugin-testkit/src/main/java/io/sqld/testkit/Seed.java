package io.sqld.testkit;

import java.util.SplittableRandom;

/**
 * Where a random test gets its randomness from. Take it as a parameter of a test extended with {@link Seeded}: a test
 * that fails says with which seed, and {@code -Dtest.seed=<n>} runs it again.
 */
public record Seed(long value) {
    /** {@return a generator that only this seed decides} */
    public SplittableRandom random() {
        return new SplittableRandom(value);
    }

    /** {@return another seed, for part {@code n} of the test} */
    public Seed part(long n) {
        return new Seed(new SplittableRandom(value + n * 0x9E3779B97F4A7C15L).nextLong());
    }
}
