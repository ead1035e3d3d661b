package io.sqld.storage.mvsqlite;

import io.sqld.storage.mvsqlite.kv.Key;
import io.sqld.storage.mvsqlite.kv.KeyRange;
import io.sqld.storage.mvsqlite.kv.KeyValueStore;
import io.sqld.storage.mvsqlite.kv.KeyValueTransaction;
import io.sqld.storage.mvsqlite.kv.Versionstamp;
import java.util.List;

/**
 * Removes the versions of pages that nobody can read any more, by the changelog: each of its entries says which pages
 * got a newer version. Safe beside transactions, other collectors, and crashes: every step is a transaction.
 */
final class GarbageCollector {
    private static final int CLEARS_MAX = 1000;

    private final KeyValueStore store;
    private final Keys keys;
    private final Retry retry;

    GarbageCollector(KeyValueStore store, Keys keys, Retry retry) {
        this.store = store;
        this.keys = keys;
        this.retry = retry;
    }

    /** From now on, the oldest state that can be read is the one at {@code oldest}. {@return pages looked at} */
    long collect(Namespace namespace, Versionstamp oldest) {
        retry.run(() -> truncate(namespace, oldest));
        long pages = 0;
        int removed;
        do {
            removed = retry.run(() -> removeSome(namespace, oldest));
            pages += removed;
        } while (removed > 0);
        return pages;
    }

    private Versionstamp truncate(Namespace namespace, Versionstamp oldest) {
        try (var transaction = store.begin()) {
            var key = keys.record(namespace.id());
            var record = transaction.get(List.of(key)).getFirst().map(NamespaceRecord::decode);
            transaction.readConflict(KeyRange.of(key));
            if (record.isPresent() && record.get().oldest().compareTo(oldest) < 0) {
                transaction.set(key, new NamespaceRecord(oldest).encode());
                return transaction.commit();
            }
            return oldest;
        }
    }

    private int removeSome(Namespace namespace, Versionstamp oldest) {
        try (var transaction = store.begin()) {
            var id = namespace.id();
            int removed = 0;
            var range = keys.changelog(id, Versionstamp.ZERO, oldest);
            for (var stored : transaction.range(range, CLEARS_MAX)) {
                if (removed >= CLEARS_MAX) {
                    break;
                }
                var entry = ChangelogEntry.decode(stored);
                for (int page : entry.pages()) {
                    removeBefore(transaction, id, page, entry.version());
                }
                for (int page = entry.pagesAfter() + 1; page <= entry.pagesBefore(); page++) {
                    removeBefore(transaction, id, page, entry.version());
                }
                removed += 1 + entry.pages().size() + Math.max(0, entry.pagesBefore() - entry.pagesAfter());
                transaction.clear(KeyRange.of(stored.key()));
            }
            transaction.commit();
            return removed;
        }
    }

    /** The version itself stays: it is the newest that a reader at {@code oldest} finds. */
    private void removeBefore(KeyValueTransaction transaction, Versionstamp id, int page, Versionstamp version) {
        var end = Keys.join(keys.page(id, page), version.bytes());
        transaction.clear(new KeyRange(keys.page(id, page), end));
        var references = new KeyRange(keys.reference(id, page), Keys.join(keys.reference(id, page), version.bytes()));
        for (var reference : transaction.range(references, CLEARS_MAX)) {
            transaction.clear(KeyRange.of(keys.staged(id, Key.of(reference.value()), page)));
        }
        transaction.clear(references);
    }
}
