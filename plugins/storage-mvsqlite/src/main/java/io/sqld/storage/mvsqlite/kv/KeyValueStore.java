package io.sqld.storage.mvsqlite.kv;

/**
 * An ordered map of bytes with serializable transactions, as
 * <a href="https://apple.github.io/foundationdb/developer-guide.html">FoundationDB</a> has them. Thread-safe.
 *
 * <p>Every commit has a {@link Versionstamp}. A transaction reads the state at its read version: what was committed
 * before it asked for that version is in it. It commits if nothing in its read conflict ranges was in a write conflict
 * range of a transaction that committed after its read version.
 */
public interface KeyValueStore extends AutoCloseable {
    /** The longest key, in bytes. */
    int KEY_BYTES_MAX = 10_000;
    /** The longest value, in bytes. */
    int VALUE_BYTES_MAX = 100_000;
    /** The most that a transaction may write and declare, in bytes. */
    int TRANSACTION_BYTES_MAX = 10_000_000;

    /** {@return a new transaction, which the caller closes} */
    KeyValueTransaction begin();

    /** Closes it. Idempotent. Transactions under way fail. */
    @Override
    void close();
}
