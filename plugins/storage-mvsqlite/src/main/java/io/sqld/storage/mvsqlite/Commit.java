package io.sqld.storage.mvsqlite;

import io.sqld.storage.mvsqlite.kv.Key;
import io.sqld.storage.mvsqlite.kv.KeyRange;
import io.sqld.storage.mvsqlite.kv.KeyValueStore;
import io.sqld.storage.mvsqlite.kv.KeyValueTransaction;
import io.sqld.storage.mvsqlite.kv.StoreException;
import io.sqld.storage.mvsqlite.kv.StoreException.Kind;
import io.sqld.storage.mvsqlite.kv.Versionstamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One commit of SQLite, of one or more databases at once. Used once, by one thread.
 *
 * <p>Whatever the store answers, the next attempt looks first whether an earlier one has committed: the head and the
 * changelog carry a token that nobody else has. What others committed since the transaction began is in the changelog;
 * what they commit from then on, the store finds by the conflict ranges of pages.
 */
final class Commit {
    /** More conflict ranges than that are declared as one. */
    private static final int RANGES_MAX = 2000;
    /** Larger transactions are staged. */
    private static final int INLINE_BYTES_MAX = 1_000_000;
    private static final byte[] NOTHING = {};

    private final KeyValueStore store;
    private final Keys keys;
    private final Retry retry;
    private final ConflictMode mode;
    private final Key token;
    private final List<Change> changes;
    private final boolean staged;
    private boolean uncertain;

    Commit(KeyValueStore store, Keys keys, Retry retry, ConflictMode mode, Key token, List<Change> changes) {
        this.store = store;
        this.keys = keys;
        this.retry = retry;
        this.mode = mode;
        this.token = token;
        this.changes = changes;
        this.staged = bytes() > INLINE_BYTES_MAX;
    }

    /**
     * {@return when it was committed}
     *
     * @throws ConflictException if it was not, and cannot be
     * @throws OutcomeUnknownException if it may or may not have been
     * @throws StoreException if it was not, and the store is to blame
     */
    Versionstamp run() {
        if (staged) {
            var staging = new Staging(store, keys, retry);
            changes.forEach(change -> staging.upload(token, change));
        }
        var backoff = retry.backoff();
        while (true) {
            try (var transaction = store.begin()) {
                return attempt(transaction);
            } catch (StoreException e) {
                again(e, backoff);
            }
        }
    }

    private Versionstamp attempt(KeyValueTransaction transaction) {
        var earlier = examine(transaction);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        for (var change : changes) {
            declare(transaction, change);
            write(transaction, change);
        }
        boolean answered = false;
        try {
            var version = transaction.commit();
            answered = true;
            return version;
        } catch (StoreException e) {
            answered = e.kind() != Kind.MAYBE_COMMITTED && e.kind() != Kind.UNAVAILABLE;
            throw e;
        } finally {
            uncertain |= !answered;
        }
    }

    private void again(StoreException e, Backoff backoff) {
        boolean hopeless = switch (e.kind()) {
            case CONFLICT, MAYBE_COMMITTED, RETRY, THROTTLED -> !backoff.again();
            case TOO_LARGE, UNAVAILABLE, MISUSE -> true;
        };
        if (hopeless) {
            if (uncertain) {
                throw new OutcomeUnknownException(e);
            }
            if (e.kind() == Kind.CONFLICT) {
                throw new ConflictException("others kept committing for " + retry.timeout());
            }
            throw e;
        }
    }

    /** {@return when an earlier attempt has committed, if one has} */
    private Optional<Versionstamp> examine(KeyValueTransaction transaction) {
        var wanted = new ArrayList<Key>();
        for (var change : changes) {
            var id = change.namespace().id();
            wanted.addAll(List.of(keys.head(id), keys.record(id), keys.lease(id, token)));
        }
        var found = transaction.get(wanted);
        for (int i = 0; i < changes.size(); i++) {
            var earlier = examine(transaction, changes.get(i), Head.of(found.get(3 * i)), found.get(3 * i + 1),
                    found.get(3 * i + 2).isPresent());
            if (earlier.isPresent()) {
                return earlier;
            }
        }
        return Optional.empty();
    }

    private Optional<Versionstamp> examine(KeyValueTransaction transaction, Change change, Optional<Head> head,
            Optional<byte[]> record, boolean leased) {
        if (head.isPresent() && head.get().token().equals(token)) {
            return Optional.of(head.get().version());
        }
        var base = change.base().version();
        var oldest = record.map(NamespaceRecord::decode)
                .orElseThrow(() -> new ConflictException("the database was removed"))
                .oldest();
        if (oldest.compareTo(base) > 0) {
            throw refused("the transaction is older than what the changelog keeps");
        }
        if (!head.map(Head::version).orElse(change.namespace().id()).equals(base)) {
            var others = change.namespace().changelog(transaction, base, Versionstamp.MAX, Integer.MAX_VALUE);
            for (var entry : others) {
                if (entry.token().equals(token)) {
                    return Optional.of(entry.version());
                }
            }
            check(change, others);
        }
        if (staged && !leased) {
            throw refused("the pages of the transaction were removed as those of one given up");
        }
        return Optional.empty();
    }

    private RuntimeException refused(String why) {
        return uncertain ? new OutcomeUnknownException(new ConflictException(why)) : new ConflictException(why);
    }

    private void check(Change change, List<ChangelogEntry> others) {
        for (var entry : others) {
            if (mode == ConflictMode.NAMESPACE) {
                throw new ConflictException("another transaction changed the database at " + entry.version());
            }
            for (int page : entry.pages()) {
                if (change.read().contains(page) || change.written().containsKey(page)) {
                    throw new ConflictException("another transaction changed page " + page + " at " + entry.version());
                }
            }
        }
    }

    private void declare(KeyValueTransaction transaction, Change change) {
        var id = change.namespace().id();
        transaction.readConflict(KeyRange.of(keys.record(id)));
        if (staged) {
            transaction.readConflict(KeyRange.of(keys.lease(id, token)));
        }
        if (mode == ConflictMode.NAMESPACE) {
            transaction.readConflict(KeyRange.of(keys.head(id)));
        }
        if (change.read().size() + change.written().size() > RANGES_MAX) {
            transaction.readConflict(keys.conflicts(id));
        } else {
            change.read().forEach(page -> transaction.readConflict(KeyRange.of(keys.conflict(id, page))));
            change.written().keySet().forEach(page -> transaction.readConflict(KeyRange.of(keys.conflict(id, page))));
        }
        if (change.written().size() > RANGES_MAX) {
            transaction.writeConflict(keys.conflicts(id));
        } else {
            change.written().keySet().forEach(page -> transaction.writeConflict(KeyRange.of(keys.conflict(id, page))));
        }
    }

    private void write(KeyValueTransaction transaction, Change change) {
        var id = change.namespace().id();
        change.written().forEach((page, content) -> {
            transaction.setStampedKey(keys.page(id, page), Key.of(NOTHING),
                    staged ? PageImage.reference(token) : PageImage.raw(content));
            if (staged) {
                transaction.setStampedKey(keys.reference(id, page), Key.of(NOTHING), token.bytes());
            }
        });
        var entries = ChangelogEntry.encode(token, change.pagesBefore(), change.pagesAfter(),
                new TreeSet<>(change.written().keySet()));
        for (int chunk = 0; chunk < entries.size(); chunk++) {
            transaction.setStampedKey(keys.changelog(id), Key.of((byte) chunk), entries.get(chunk));
        }
        transaction.setStampedValue(keys.head(id), token.bytes());
        if (staged) {
            transaction.clear(KeyRange.of(keys.lease(id, token)));
        }
    }

    private long bytes() {
        long bytes = 0;
        for (var change : changes) {
            for (var content : change.written().values()) {
                bytes += content.length;
            }
        }
        return bytes;
    }
}
