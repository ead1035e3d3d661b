package io.sqld.storage.mvsqlite.kv;

import io.sqld.storage.mvsqlite.kv.StoreException.Kind;
import java.util.ArrayList;
import java.util.List;

/** What a transaction has declared and is going to write; keeps to the limits that every store has. */
final class WriteSet {
    private final List<Mutation> mutations = new ArrayList<>();
    private final List<KeyRange> reads = new ArrayList<>();
    private final List<KeyRange> writes = new ArrayList<>();
    private int bytes;

    void readConflict(KeyRange range) {
        count(range);
        reads.add(range);
    }

    void writeConflict(KeyRange range) {
        count(range);
        writes.add(range);
    }

    void set(Key key, byte[] value) {
        check(key.bytes().length, value.length);
        count(key.bytes().length + value.length);
        writeConflict(KeyRange.of(key));
        mutations.add(new Mutation.Set(new KeyValue(key, value)));
    }

    void clear(KeyRange range) {
        writeConflict(range);
        mutations.add(new Mutation.Clear(range));
    }

    void setStampedKey(Key before, Key after, byte[] value) {
        int length = before.bytes().length + Versionstamp.BYTES + after.bytes().length;
        check(length, value.length);
        count(length + value.length);
        mutations.add(new Mutation.StampedKey(before, after, new KeyValue(before, value)));
    }

    void setStampedValue(Key key, byte[] before) {
        check(key.bytes().length, before.length + Versionstamp.BYTES);
        count(key.bytes().length + before.length + Versionstamp.BYTES);
        writeConflict(KeyRange.of(key));
        mutations.add(new Mutation.StampedValue(key, Key.of(before)));
    }

    List<Mutation> mutations() {
        return mutations;
    }

    List<KeyRange> reads() {
        return reads;
    }

    List<KeyRange> writes() {
        return writes;
    }

    int bytes() {
        return bytes;
    }

    boolean empty() {
        return mutations.isEmpty() && writes.isEmpty();
    }

    private static void check(int keyBytes, int valueBytes) {
        if (keyBytes > KeyValueStore.KEY_BYTES_MAX) {
            throw new StoreException(Kind.TOO_LARGE, "a key has " + keyBytes + " bytes");
        }
        if (valueBytes > KeyValueStore.VALUE_BYTES_MAX) {
            throw new StoreException(Kind.TOO_LARGE, "a value has " + valueBytes + " bytes");
        }
    }

    private void count(KeyRange range) {
        count(range.begin().bytes().length + range.end().bytes().length);
    }

    private void count(int more) {
        bytes += more;
        if (bytes > KeyValueStore.TRANSACTION_BYTES_MAX) {
            throw new StoreException(Kind.TOO_LARGE, "a transaction writes and declares more than "
                    + KeyValueStore.TRANSACTION_BYTES_MAX + " bytes");
        }
    }
}
