package io.sqld.storage.mvsqlite.kv;

import java.util.List;
import java.util.Optional;

/**
 * A transaction of a {@link KeyValueStore}. Used by one thread. It never sees its own writes.
 *
 * <p>Reads add no conflict ranges: what must not change is declared. Everything may throw {@link StoreException}; the
 * transaction is of no use afterwards. Reads may block, up to the deadline that the store was made with.
 */
public interface KeyValueTransaction extends AutoCloseable {
    /** {@return the version that it reads at; asks for the newest the first time} */
    long readVersion();

    /** Makes it read at a version that another read or committed at, not long ago. Before the first read. */
    void readVersion(long version);

    /** {@return the values of some keys, read together} */
    List<Optional<byte[]>> get(List<Key> keys);

    /** {@return the last key, and its value, in each of some ranges, read together} */
    List<Optional<KeyValue>> last(List<KeyRange> ranges);

    /** {@return the first keys of a range, in order} */
    List<KeyValue> range(KeyRange range, int limit);

    /** It must not commit if a key in the range is written in between. */
    void readConflict(KeyRange range);

    /** Others that declared to read in the range, and began before, must not commit. */
    void writeConflict(KeyRange range);

    /** Sets a value, and adds a write conflict. */
    void set(Key key, byte[] value);

    /** Removes a range, and adds a write conflict. */
    void clear(KeyRange range);

    /** Sets the value of a key with the versionstamp of the commit between its parts. Adds no conflict. */
    void setStampedKey(Key before, Key after, byte[] value);

    /** Sets a value with the versionstamp of the commit after some bytes. Adds a write conflict. */
    void setStampedValue(Key key, byte[] before);

    /** {@return what its writes and declarations amount to, in bytes} */
    int bytes();

    /**
     * Commits. Returns when it is durable.
     *
     * @return when; the read version if nothing was written
     */
    Versionstamp commit();

    /** Ends it; without commit, nothing of it happens. Idempotent. */
    @Override
    void close();
}
