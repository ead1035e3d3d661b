package io.sqld.storage.mvsqlite.kv;

/** One write of a transaction. */
sealed interface Mutation {
    record Set(KeyValue entry) implements Mutation {}

    record Clear(KeyRange range) implements Mutation {}

    record StampedKey(Key before, Key after, KeyValue entry) implements Mutation {}

    record StampedValue(Key key, Key before) implements Mutation {}
}
