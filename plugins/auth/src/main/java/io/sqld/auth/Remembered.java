package io.sqld.auth;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A bounded memory of what has been proven already, so that a client that proves it with every request costs little.
 * Keys are digests of secrets. Thread-safe.
 *
 * @param <V> what was proven
 */
final class Remembered<V> {
    private final int entriesMax;
    private volatile Map<ByteBuffer, V> young = new ConcurrentHashMap<>();
    private volatile Map<ByteBuffer, V> old = Map.of();

    /** @param entriesMax about half as many may be forgotten at once */
    Remembered(int entriesMax) {
        this.entriesMax = entriesMax;
    }

    /** {@return what was remembered under the digest} */
    Optional<V> find(byte[] digest) {
        ByteBuffer key = ByteBuffer.wrap(digest);
        V known = young.get(key);
        if (known == null) {
            known = old.get(key);
            if (known != null) {
                put(key, known);
            }
        }
        return Optional.ofNullable(known);
    }

    /** Remembers. */
    void add(byte[] digest, V value) {
        put(ByteBuffer.wrap(digest.clone()), value);
    }

    private void put(ByteBuffer key, V value) {
        young.put(key, value);
        if (young.size() > entriesMax / 2) {
            turnOver();
        }
    }

    private synchronized void turnOver() {
        if (young.size() > entriesMax / 2) {
            old = young;
            young = new ConcurrentHashMap<>();
        }
    }
}
