package io.sqld.storage.mvsqlite.kv;

import io.sqld.storage.mvsqlite.kv.StoreException.Kind;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;

/** The thread that commits the transactions of a local store, and the only one that writes to it. */
final class Committer {
    private static final String DATA = "data";
    private static final String META = "meta";
    private static final byte[] VERSION = {'v'};
    /** At most two bytes of order in a versionstamp. */
    private static final int BATCH_MAX = 0xffff;
    private static final long IDLE_MILLIS = 1000;
    private static final int FILL_RATE_PERCENT = 70;
    private static final int COMPACT_BYTES = 4 << 20;

    private record Request(long readVersion, WriteSet writeSet, CompletableFuture<Versionstamp> outcome) {}

    private record Committed(Request request, Versionstamp stamp) {}

    private final MVStore store;
    private final MVMap<byte[], byte[]> data;
    private final MVMap<byte[], byte[]> meta;
    private final boolean durable;
    private final InstantSource clock;
    private final History history;
    private final ConflictWindow window;
    private final LinkedBlockingQueue<Request> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean stopping;
    private long version;

    Committer(MVStore store, boolean durable, InstantSource clock, History history) {
        this.store = store;
        this.durable = durable;
        this.clock = clock;
        this.history = history;
        this.data = store.openMap(DATA, map());
        this.meta = store.openMap(META, map());
        this.version = nextVersion();
        this.window = new ConflictWindow(version);
        publish();
        this.thread = Thread.ofPlatform().name("sqld-kv-1").daemon().start(this::run);
    }

    private static MVMap.Builder<byte[], byte[]> map() {
        return new MVMap.Builder<byte[], byte[]>().keyType(ByteArrayDataType.INSTANCE)
                .valueType(ByteArrayDataType.INSTANCE);
    }

    CompletableFuture<Versionstamp> submit(long readVersion, WriteSet writeSet) {
        var request = new Request(readVersion, writeSet, new CompletableFuture<>());
        queue.add(request);
        if (stopping) {
            failQueued();
        }
        return request.outcome();
    }

    /** Lets what was submitted end, and closes the store. */
    void close() {
        stopping = true;
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            boolean changed = false;
            while (!stopping) {
                changed = await(changed);
            }
            store.close();
        } catch (RuntimeException e) {
            store.closeImmediately();
        } finally {
            stopping = true;
            failQueued();
        }
    }

    /** Commits what comes, or tidies up when nothing has come for a while. */
    private boolean await(boolean changed) {
        Request first;
        try {
            first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return changed; // only close() interrupts
        }
        if (first == null) {
            if (changed && durable) {
                store.compact(FILL_RATE_PERCENT, COMPACT_BYTES);
            }
            return false;
        }
        var batch = new ArrayList<Request>();
        batch.add(first);
        queue.drainTo(batch, BATCH_MAX - 1);
        commit(batch);
        return true;
    }

    private void commit(List<Request> batch) {
        var committed = new ArrayList<Committed>(batch.size());
        try {
            version = nextVersion();
            for (var request : batch) {
                validate(request, committed);
            }
            if (!committed.isEmpty()) {
                publish();
            }
        } catch (RuntimeException e) {
            var failure = new StoreException(Kind.UNAVAILABLE, "the store failed: " + e.getMessage(), e);
            batch.forEach(request -> request.outcome().completeExceptionally(failure));
            throw e;
        }
        committed.forEach(done -> done.request().outcome().complete(done.stamp()));
        window.forget(history.oldest());
    }

    private void validate(Request request, List<Committed> committed) {
        if (request.readVersion() < window.beginning()) {
            refuse(request, Kind.RETRY, "the transaction is too old");
        } else if (conflicts(request)) {
            refuse(request, Kind.CONFLICT, "what the transaction relies on was changed");
        } else {
            var stamp = new Versionstamp(version, committed.size());
            for (var mutation : request.writeSet().mutations()) {
                apply(mutation, stamp);
            }
            for (var range : request.writeSet().writes()) {
                window.add(version, range);
            }
            committed.add(new Committed(request, stamp));
        }
    }

    private static void refuse(Request request, Kind kind, String why) {
        request.outcome().completeExceptionally(new StoreException(kind, why));
    }

    private boolean conflicts(Request request) {
        for (var range : request.writeSet().reads()) {
            if (window.writtenAfter(request.readVersion(), range)) {
                return true;
            }
        }
        return false;
    }

    private void apply(Mutation mutation, Versionstamp stamp) {
        switch (mutation) {
            case Mutation.Set(var entry) -> data.put(entry.key().bytes(), entry.value());
            case Mutation.Clear(var range) -> clear(range);
            case Mutation.StampedKey(var before, var after, var entry) -> {
                var key = join(before.bytes(), stamp.bytes(), after.bytes());
                window.add(version, KeyRange.of(Key.of(key)));
                data.put(key, entry.value());
            }
            case Mutation.StampedValue(var key, var before) -> {
                data.put(key.bytes(), join(before.bytes(), stamp.bytes(), new byte[0]));
            }
        }
    }

    private void clear(KeyRange range) {
        var cursor = data.cursor(range.begin().bytes());
        while (cursor.hasNext()) {
            var key = cursor.next();
            if (Key.of(key).compareTo(range.end()) >= 0) {
                return;
            }
            data.remove(key);
        }
    }

    private static byte[] join(byte[] first, byte[] second, byte[] third) {
        return ByteBuffer.allocate(first.length + second.length + third.length)
                .put(first)
                .put(second)
                .put(third)
                .array();
    }

    private void publish() {
        meta.put(VERSION, new Versionstamp(version, 0).bytes());
        long state = store.getCurrentVersion();
        store.commit();
        if (durable) {
            store.sync();
        }
        history.publish(version, data.openVersion(state));
    }

    /** Versions are microseconds since 1970, but never go back. */
    private long nextVersion() {
        var stored = meta.get(VERSION);
        long last = stored == null ? 0 : Versionstamp.read(stored, 0).version();
        return Math.max(last + 1, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
    }

    private void failQueued() {
        for (var request = queue.poll(); request != null; request = queue.poll()) {
            refuse(request, Kind.UNAVAILABLE, "the store is closed");
        }
    }
}
