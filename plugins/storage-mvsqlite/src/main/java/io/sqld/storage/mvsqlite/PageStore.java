package io.sqld.storage.mvsqlite;

import io.sqld.storage.mvsqlite.kv.Key;
import io.sqld.storage.mvsqlite.kv.KeyRange;
import io.sqld.storage.mvsqlite.kv.KeyValueStore;
import io.sqld.storage.mvsqlite.kv.Versionstamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** The databases of a store, as one node uses them. Thread-safe. Does not close the store. */
final class PageStore {
    private static final int NAMES_MAX = 1000;

    private final KeyValueStore store;
    private final Keys keys;
    private final PageCache cache;
    private final Retry retry;
    private final ConflictMode mode;
    private final RandomGenerator random; // guarded by itself
    private final ConcurrentHashMap<Versionstamp, Namespace> namespaces = new ConcurrentHashMap<>();

    /** Creates one; {@code random} must give every node other numbers: tokens are made of it. */
    PageStore(KeyValueStore store, Keys keys, PageCache cache, Retry retry, ConflictMode mode,
            RandomGenerator random) {
        this.store = store;
        this.keys = keys;
        this.cache = cache;
        this.retry = retry;
        this.mode = mode;
        this.random = random;
    }

    /** {@return the database of a name, if there is one} */
    Optional<Namespace> find(String name) {
        return retry.run(() -> {
            try (var transaction = store.begin()) {
                return transaction.get(List.of(keys.name(name)))
                        .getFirst()
                        .map(value -> at(Versionstamp.read(value, 0)));
            }
        });
    }

    /** {@return the database of a name, made if there is none} */
    Namespace create(String name) {
        return retry.run(() -> {
            var present = find(name);
            if (present.isPresent()) {
                return present.get();
            }
            var id = reserve(name);
            try (var transaction = store.begin()) {
                transaction.readConflict(KeyRange.of(keys.name(name)));
                if (transaction.get(List.of(keys.name(name))).getFirst().isEmpty()) {
                    transaction.set(keys.record(id), new NamespaceRecord(id).encode());
                    transaction.set(keys.name(name), id.bytes());
                    transaction.commit();
                    return at(id);
                }
            }
            return find(name).orElseThrow(() -> new FormatException("the database " + name + " was just removed"));
        });
    }

    /** The versionstamp of a commit identifies the database, so one is made just for that. */
    private Versionstamp reserve(String name) {
        try (var transaction = store.begin()) {
            transaction.writeConflict(KeyRange.of(keys.name(name)));
            return transaction.commit();
        }
    }

    /** {@return the names of all databases, sorted} */
    List<String> names() {
        return retry.run(() -> {
            var names = new ArrayList<String>();
            try (var transaction = store.begin()) {
                var range = keys.names();
                var found = transaction.range(range, NAMES_MAX);
                while (!found.isEmpty()) {
                    found.forEach(entry -> names.add(keys.namespace(entry.key())));
                    range = new KeyRange(found.getLast().key().next(), range.end());
                    found = transaction.range(range, NAMES_MAX);
                }
            }
            return names;
        });
    }

    /** Commits; see {@link Commit#run}. */
    Versionstamp commit(List<Change> changes) {
        var version = new Commit(store, keys, retry, mode, token(), changes).run();
        for (var change : changes) {
            change.written().forEach((page, content) -> change.namespace().committed(version, page, content));
        }
        return version;
    }

    private Namespace at(Versionstamp id) {
        return namespaces.computeIfAbsent(id, key -> new Namespace(key, store, keys, cache, retry));
    }

    private Key token() {
        var bytes = new byte[Head.TOKEN_BYTES];
        synchronized (random) {
            random.nextBytes(bytes);
        }
        return Key.of(bytes);
    }
}
