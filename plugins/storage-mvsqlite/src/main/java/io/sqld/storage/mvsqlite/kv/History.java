package io.sqld.storage.mvsqlite.kv;

import io.sqld.storage.mvsqlite.kv.StoreException.Kind;
import java.util.concurrent.ConcurrentSkipListMap;
import org.h2.mvstore.MVMap;

/** The states of a local store that can still be read, by version. Thread-safe; one thread publishes. */
final class History {
    private final ConcurrentSkipListMap<Long, MVMap<byte[], byte[]>> states = new ConcurrentSkipListMap<>();
    private final long lifetimeMicros;

    /** Versions are microseconds, so that is how long a state can be read after the next was published. */
    History(long lifetimeMicros) {
        this.lifetimeMicros = lifetimeMicros;
    }

    void publish(long version, MVMap<byte[], byte[]> state) {
        states.put(version, state);
        var oldest = states.floorKey(version - lifetimeMicros);
        if (oldest != null) {
            states.headMap(oldest).clear();
        }
    }

    long newest() {
        return states.lastKey();
    }

    long oldest() {
        return states.firstKey();
    }

    MVMap<byte[], byte[]> at(long version) {
        if (version > newest()) {
            throw new StoreException(Kind.RETRY, "the version " + version + " is in the future");
        }
        var state = states.floorEntry(version);
        if (state == null) {
            throw new StoreException(Kind.RETRY, "the version " + version + " is too old");
        }
        return state.getValue();
    }
}
