package io.sqld.api.service;

import java.util.function.LongSupplier;

/**
 * A registry of figures. Names follow {@code sqld_<part>_<what>_<unit>} and are unique in the process; asking for a
 * name again returns the same instrument. Thread-safe, as are the instruments; recording takes no lock and allocates
 * nothing.
 */
public interface Metrics {
    /** {@return a sum that only grows} */
    Counter counter(String name, String help);

    /** {@return a distribution of durations} */
    Timer timer(String name, String help);

    /** Registers a value that is read when somebody looks. */
    void gauge(String name, String help, LongSupplier value);

    /** A sum that only grows. */
    interface Counter {
        /** Adds {@code amount}, which is not negative. */
        void add(long amount);
    }

    /** A distribution of durations. */
    interface Timer {
        /** Records one duration. */
        void record(long nanos);
    }
}
