package io.sqld.storage.mvsqlite;

import io.sqld.storage.mvsqlite.kv.KeyRange;
import io.sqld.storage.mvsqlite.kv.KeyValue;
import io.sqld.storage.mvsqlite.kv.KeyValueStore;
import io.sqld.storage.mvsqlite.kv.KeyValueTransaction;
import io.sqld.storage.mvsqlite.kv.StoreException;
import io.sqld.storage.mvsqlite.kv.StoreException.Kind;
import io.sqld.storage.mvsqlite.kv.Versionstamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One database as this node sees it: shared by all connections to it. Thread-safe. */
final class Namespace {
    /** More commits than that since the last look are not followed one by one. */
    private static final int FOLLOW_MAX = 1000;

    private final Versionstamp id;
    private final KeyValueStore store;
    private final Keys keys;
    private final PageCache cache;
    private final Retry retry;
    private final ChangeWindow window; // guarded by itself

    Namespace(Versionstamp id, KeyValueStore store, Keys keys, PageCache cache, Retry retry) {
        this.id = id;
        this.store = store;
        this.keys = keys;
        this.cache = cache;
        this.retry = retry;
        this.window = new ChangeWindow(id);
    }

    Versionstamp id() {
        return id;
    }

    /** {@return the newest state: with everything that was acknowledged before the call} */
    Snapshot snapshot() {
        return retry.run(() -> {
            try (var transaction = store.begin()) {
                long readVersion = transaction.readVersion();
                var found = transaction.get(List.of(keys.head(id), keys.record(id)));
                var record = record(found.get(1));
                var version = Head.of(found.getFirst()).map(Head::version).orElse(id);
                follow(transaction, version, record);
                return new Snapshot(version, readVersion);
            }
        });
    }

    /**
     * {@return the state at a version in the past}
     *
     * @throws StoreException {@code MISUSE} if it is no longer kept, or was never there
     */
    Snapshot snapshotAt(Versionstamp version) {
        return retry.run(() -> {
            try (var transaction = store.begin()) {
                long readVersion = transaction.readVersion();
                var record = record(transaction.get(List.of(keys.record(id))).getFirst());
                if (version.version() > readVersion || version.compareTo(record.oldest()) < 0) {
                    throw new StoreException(Kind.MISUSE, "there is no state at version " + version
                            + "; the oldest is " + record.oldest());
                }
                return new Snapshot(version, readVersion);
            }
        });
    }

    /** {@return whether none of the pages was changed between two versions, for all that this node knows} */
    boolean unchanged(PageSet pages, Versionstamp from, Versionstamp to) {
        synchronized (window) {
            var unchanged = new boolean[] {true};
            pages.forEach(page -> unchanged[0] &= window.unchanged(page, from, to));
            return unchanged[0];
        }
    }

    /** {@return a page, which must not be changed; empty if it was never written} */
    Optional<byte[]> page(Snapshot snapshot, int page) {
        var cached = cache.get(id, page).filter(found -> covers(found, page, snapshot.version()));
        if (cached.isPresent()) {
            return cached.map(CachedPage::image);
        }
        var loaded = load(snapshot, page);
        loaded.ifPresent(found -> cache.put(id, page, found));
        return loaded.map(CachedPage::image);
    }

    /** What a transaction of this node wrote. */
    void committed(Versionstamp version, int page, byte[] image) {
        cache.put(id, page, new CachedPage(version, version, image));
    }

    /** {@return the commits after one version and up to another, oldest first} */
    List<ChangelogEntry> changelog(KeyValueTransaction transaction, Versionstamp after, Versionstamp last, int limit) {
        var range = keys.changelog(id, after, last);
        var entries = new ArrayList<ChangelogEntry>();
        List<KeyValue> found;
        do {
            int wanted = limit - entries.size();
            found = transaction.range(range, wanted);
            found.forEach(entry -> entries.add(ChangelogEntry.decode(entry)));
            if (!found.isEmpty()) {
                range = new KeyRange(found.getLast().key().next(), range.end());
            }
        } while (!found.isEmpty() && entries.size() < limit);
        return entries;
    }

    private static NamespaceRecord record(Optional<byte[]> value) {
        return value.map(NamespaceRecord::decode)
                .orElseThrow(() -> new StoreException(Kind.MISUSE, "the database was removed"));
    }

    private void follow(KeyValueTransaction transaction, Versionstamp version, NamespaceRecord record) {
        synchronized (window) {
            if (version.compareTo(window.end()) <= 0) {
                return;
            }
            if (window.end().compareTo(record.oldest()) < 0) {
                window.reset(version);
                return;
            }
            var entries = changelog(transaction, window.end(), version, FOLLOW_MAX);
            if (entries.size() == FOLLOW_MAX) {
                window.reset(version);
            } else {
                window.extend(entries, version);
            }
        }
    }

    private boolean covers(CachedPage cached, int page, Versionstamp version) {
        if (cached.from().compareTo(version) > 0) {
            return false;
        }
        if (version.compareTo(cached.through()) <= 0) {
            return true;
        }
        synchronized (window) {
            if (!window.unchanged(page, cached.through(), version)) {
                return false;
            }
        }
        cached.through(version);
        return true;
    }

    private Optional<CachedPage> load(Snapshot snapshot, int page) {
        var first = new boolean[] {true};
        return retry.run(() -> {
            try (var transaction = store.begin()) {
                if (first[0]) {
                    first[0] = false;
                    transaction.readVersion(snapshot.readVersion());
                } else {
                    checkKept(transaction, snapshot.version());
                }
                return read(transaction, snapshot.version(), page);
            }
        });
    }

    /** The store reads no longer at the version of the snapshot; pages of it may have been removed since. */
    private void checkKept(KeyValueTransaction transaction, Versionstamp version) {
        var record = record(transaction.get(List.of(keys.record(id))).getFirst());
        if (version.compareTo(record.oldest()) < 0) {
            throw new StoreException(Kind.UNAVAILABLE, "the state that the transaction reads is no longer kept");
        }
    }

    private Optional<CachedPage> read(KeyValueTransaction transaction, Versionstamp version, int page) {
        var range = keys.pageVersions(id, page, version);
        return transaction.last(List.of(range)).getFirst().map(found -> {
            var key = found.key().bytes();
            var from = Versionstamp.read(key, key.length - Versionstamp.BYTES);
            return new CachedPage(from, version, content(transaction, page, found.value()));
        });
    }

    private byte[] content(KeyValueTransaction transaction, int page, byte[] value) {
        return PageImage.reference(value)
                .map(staging -> transaction.get(List.of(keys.staged(id, staging, page)))
                        .getFirst()
                        .orElseThrow(() -> new FormatException("the content of page " + page + " is missing")))
                .orElseGet(() -> PageImage.content(value));
    }
}
