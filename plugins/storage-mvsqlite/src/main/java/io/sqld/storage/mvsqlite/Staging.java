package io.sqld.storage.mvsqlite;

import io.sqld.storage.mvsqlite.kv.Key;
import io.sqld.storage.mvsqlite.kv.KeyValueStore;
import io.sqld.storage.mvsqlite.kv.Versionstamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Puts the pages of a large transaction into the store before it commits, in transactions that the store can take. A
 * lease tells the collector of garbage that somebody is at it.
 */
final class Staging {
    private static final int CHUNK_BYTES = 1_000_000;

    private final KeyValueStore store;
    private final Keys keys;
    private final Retry retry;

    Staging(KeyValueStore store, Keys keys, Retry retry) {
        this.store = store;
        this.keys = keys;
        this.retry = retry;
    }

    void upload(Key staging, Change change) {
        var chunk = new ArrayList<Map.Entry<Integer, byte[]>>();
        int bytes = 0;
        for (var page : change.written().entrySet()) {
            chunk.add(page);
            bytes += page.getValue().length;
            if (bytes >= CHUNK_BYTES) {
                put(staging, change.namespace().id(), chunk);
                chunk.clear();
                bytes = 0;
            }
        }
        put(staging, change.namespace().id(), chunk);
    }

    private void put(Key staging, Versionstamp namespace, List<Map.Entry<Integer, byte[]>> pages) {
        retry.run(() -> {
            try (var transaction = store.begin()) {
                transaction.setStampedValue(keys.lease(namespace, staging), new byte[0]);
                for (var page : pages) {
                    transaction.set(keys.staged(namespace, staging, page.getKey()), page.getValue());
                }
                return transaction.commit();
            }
        });
    }
}
