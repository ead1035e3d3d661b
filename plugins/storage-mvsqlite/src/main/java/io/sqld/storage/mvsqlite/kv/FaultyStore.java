package io.sqld.storage.mvsqlite.kv;

import io.sqld.storage.mvsqlite.kv.StoreException.Kind;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A store that fails now and then, as a cluster does. For tests. Thread-safe. */
public final class FaultyStore implements KeyValueStore {
    private final KeyValueStore store;
    private final RandomGenerator random; // guarded by itself
    private volatile Faults faults;

    /** Creates one. Closing it closes {@code store}. */
    public FaultyStore(KeyValueStore store, Faults faults, RandomGenerator random) {
        this.store = store;
        this.faults = faults;
        this.random = random;
    }

    /** From now on. */
    public void faults(Faults newFaults) {
        faults = newFaults;
    }

    @Override
    public KeyValueTransaction begin() {
        return new FaultyTransaction(store.begin());
    }

    @Override
    public void close() {
        store.close();
    }

    private boolean happens(double probability) {
        synchronized (random) {
            return probability > 0 && random.nextDouble() < probability;
        }
    }

    private void fault() {
        if (happens(faults.retry())) {
            throw new StoreException(Kind.RETRY, "injected: too old");
        }
        if (happens(faults.throttled())) {
            throw new StoreException(Kind.THROTTLED, "injected: throttled");
        }
    }

    private final class FaultyTransaction implements KeyValueTransaction {
        private final KeyValueTransaction transaction;

        FaultyTransaction(KeyValueTransaction transaction) {
            this.transaction = transaction;
        }

        @Override
        public long readVersion() {
            fault();
            return transaction.readVersion();
        }

        @Override
        public void readVersion(long version) {
            transaction.readVersion(version);
        }

        @Override
        public List<Optional<byte[]>> get(List<Key> keys) {
            fault();
            return transaction.get(keys);
        }

        @Override
        public List<Optional<KeyValue>> last(List<KeyRange> ranges) {
            fault();
            return transaction.last(ranges);
        }

        @Override
        public List<KeyValue> range(KeyRange range, int limit) {
            fault();
            return transaction.range(range, limit);
        }

        @Override
        public void readConflict(KeyRange range) {
            transaction.readConflict(range);
        }

        @Override
        public void writeConflict(KeyRange range) {
            transaction.writeConflict(range);
        }

        @Override
        public void set(Key key, byte[] value) {
            transaction.set(key, value);
        }

        @Override
        public void clear(KeyRange range) {
            transaction.clear(range);
        }

        @Override
        public void setStampedKey(Key before, Key after, byte[] value) {
            transaction.setStampedKey(before, after, value);
        }

        @Override
        public void setStampedValue(Key key, byte[] before) {
            transaction.setStampedValue(key, before);
        }

        @Override
        public int bytes() {
            return transaction.bytes();
        }

        @Override
        public Versionstamp commit() {
            fault();
            if (happens(faults.conflict())) {
                throw new StoreException(Kind.CONFLICT, "injected: conflict");
            }
            if (happens(faults.unknownDropped())) {
                throw new StoreException(Kind.MAYBE_COMMITTED, "injected: the commit was lost");
            }
            var stamp = transaction.commit();
            if (happens(faults.unknownApplied())) {
                throw new StoreException(Kind.MAYBE_COMMITTED, "injected: the answer was lost");
            }
            return stamp;
        }

        @Override
        public void close() {
            transaction.close();
        }
    }
}
