package io.sqld.storage.mvsqlite.kv;

import io.sqld.storage.mvsqlite.kv.StoreException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** A transaction of a {@link LocalStore}. */
final class LocalTransaction implements KeyValueTransaction {
    private final LocalStore store;
    private final WriteSet writeSet = new WriteSet();
    private OptionalLong readVersion = OptionalLong.empty();
    private boolean ended;

    LocalTransaction(LocalStore store) {
        this.store = store;
    }

    @Override
    public long readVersion() {
        check();
        if (readVersion.isEmpty()) {
            readVersion = OptionalLong.of(store.history().newest());
        }
        return readVersion.getAsLong();
    }

    @Override
    public void readVersion(long version) {
        check();
        if (readVersion.isPresent()) {
            throw new StoreException(Kind.MISUSE, "the transaction has a read version");
        }
        readVersion = OptionalLong.of(version);
    }

    @Override
    public List<Optional<byte[]>> get(List<Key> keys) {
        var state = store.history().at(readVersion());
        var values = new ArrayList<Optional<byte[]>>(keys.size());
        for (var key : keys) {
            values.add(Optional.ofNullable(state.get(key.bytes())));
        }
        return values;
    }

    @Override
    public List<Optional<KeyValue>> last(List<KeyRange> ranges) {
        var state = store.history().at(readVersion());
        var found = new ArrayList<Optional<KeyValue>>(ranges.size());
        for (var range : ranges) {
            var key = Optional.ofNullable(state.lowerKey(range.end().bytes()))
                    .map(Key::of)
                    .filter(last -> last.compareTo(range.begin()) >= 0);
            found.add(key.map(last -> new KeyValue(last, Objects.requireNonNull(state.get(last.bytes())))));
        }
        return found;
    }

    @Override
    public List<KeyValue> range(KeyRange range, int limit) {
        var state = store.history().at(readVersion());
        var found = new ArrayList<KeyValue>();
        var cursor = state.cursor(range.begin().bytes());
        while (found.size() < limit && cursor.hasNext()) {
            var key = Key.of(cursor.next());
            if (key.compareTo(range.end()) >= 0) {
                break;
            }
            found.add(new KeyValue(key, cursor.getValue()));
        }
        return found;
    }

    @Override
    public void readConflict(KeyRange range) {
        check();
        writeSet.readConflict(range);
    }

    @Override
    public void writeConflict(KeyRange range) {
        check();
        writeSet.writeConflict(range);
    }

    @Override
    public void set(Key key, byte[] value) {
        check();
        writeSet.set(key, value);
    }

    @Override
    public void clear(KeyRange range) {
        check();
        writeSet.clear(range);
    }

    @Override
    public void setStampedKey(Key before, Key after, byte[] value) {
        check();
        writeSet.setStampedKey(before, after, value);
    }

    @Override
    public void setStampedValue(Key key, byte[] before) {
        check();
        writeSet.setStampedValue(key, before);
    }

    @Override
    public int bytes() {
        return writeSet.bytes();
    }

    @Override
    public Versionstamp commit() {
        long version = readVersion();
        ended = true;
        return writeSet.empty() ? new Versionstamp(version, 0) : store.commit(version, writeSet);
    }

    @Override
    public void close() {
        ended = true;
    }

    private void check() {
        if (ended) {
            throw new StoreException(Kind.MISUSE, "the transaction is over");
        }
    }
}
