package io.sqld.benchmark.sqlite;

/** One side of the comparison: a connection with prepared statements, used by one thread. */
interface Contestant extends AutoCloseable {
    /** {@return rows found} Looks up so many rows by key, and encodes them. */
    long select(long first, long count, boolean transaction);

    /** {@return rows read} Encodes the whole table. */
    long scan();

    /** {@return rows inserted} One transaction for all, or one for each. */
    long insert(long count, boolean transaction);

    /** {@return the messages that are in the buffer} */
    byte[] encoded();

    @Override
    void close();
}
