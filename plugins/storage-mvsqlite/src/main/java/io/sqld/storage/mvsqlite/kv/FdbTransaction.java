package io.sqld.storage.mvsqlite.kv;

import com.apple.foundationdb.FDBException;
import com.apple.foundationdb.MutationType;
import com.apple.foundationdb.Transaction;
import io.sqld.storage.mvsqlite.kv.StoreException.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A transaction of FoundationDB. */
final class FdbTransaction implements KeyValueTransaction {
    private final Transaction transaction;
    private final Duration timeout;
    private final WriteSet writeSet = new WriteSet();
    private OptionalLong readVersion = OptionalLong.empty();

    FdbTransaction(Transaction transaction, Duration timeout) {
        this.transaction = transaction;
        this.timeout = timeout;
    }

    @Override
    public long readVersion() {
        if (readVersion.isEmpty()) {
            readVersion = OptionalLong.of(await(transaction.getReadVersion()));
        }
        return readVersion.getAsLong();
    }

    @Override
    public void readVersion(long version) {
        if (readVersion.isPresent()) {
            throw new StoreException(Kind.MISUSE, "the transaction has a read version");
        }
        transaction.setReadVersion(version);
        readVersion = OptionalLong.of(version);
    }

    @Override
    public List<Optional<byte[]>> get(List<Key> keys) {
        var asked = new ArrayList<CompletableFuture<byte[]>>(keys.size());
        for (var key : keys) {
            asked.add(transaction.snapshot().get(key.bytes()));
        }
        var values = new ArrayList<Optional<byte[]>>(keys.size());
        for (var answer : asked) {
            values.add(Optional.ofNullable(await(answer)));
        }
        return values;
    }

    @Override
    public List<Optional<KeyValue>> last(List<KeyRange> ranges) {
        var asked = new ArrayList<CompletableFuture<List<com.apple.foundationdb.KeyValue>>>(ranges.size());
        for (var range : ranges) {
            asked.add(transaction.snapshot()
                    .getRange(range.begin().bytes(), range.end().bytes(), 1, true)
                    .asList());
        }
        var found = new ArrayList<Optional<KeyValue>>(ranges.size());
        for (var answer : asked) {
            found.add(await(answer).stream().findFirst().map(FdbTransaction::entry));
        }
        return found;
    }

    @Override
    public List<KeyValue> range(KeyRange range, int limit) {
        var answer = transaction.snapshot().getRange(range.begin().bytes(), range.end().bytes(), limit).asList();
        return await(answer).stream().map(FdbTransaction::entry).toList();
    }

    private static KeyValue entry(com.apple.foundationdb.KeyValue entry) {
        return new KeyValue(Key.of(entry.getKey()), entry.getValue());
    }

    @Override
    public void readConflict(KeyRange range) {
        writeSet.readConflict(range);
        transaction.addReadConflictRange(range.begin().bytes(), range.end().bytes());
    }

    @Override
    public void writeConflict(KeyRange range) {
        writeSet.writeConflict(range);
        transaction.addWriteConflictRange(range.begin().bytes(), range.end().bytes());
    }

    @Override
    public void set(Key key, byte[] value) {
        writeSet.set(key, value);
        transaction.set(key.bytes(), value);
    }

    @Override
    public void clear(KeyRange range) {
        writeSet.clear(range);
        transaction.clear(range.begin().bytes(), range.end().bytes());
    }

    @Override
    public void setStampedKey(Key before, Key after, byte[] value) {
        writeSet.setStampedKey(before, after, value);
        transaction.options().setNextWriteNoWriteConflictRange();
        transaction.mutate(MutationType.SET_VERSIONSTAMPED_KEY, stamped(before.bytes(), after.bytes()), value);
    }

    @Override
    public void setStampedValue(Key key, byte[] before) {
        writeSet.setStampedValue(key, before);
        transaction.mutate(MutationType.SET_VERSIONSTAMPED_VALUE, key.bytes(), stamped(before, new byte[0]));
    }

    /** Room for the versionstamp, and at the end where it is. */
    private static byte[] stamped(byte[] before, byte[] after) {
        return ByteBuffer.allocate(before.length + Versionstamp.BYTES + after.length + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(before)
                .put(new byte[Versionstamp.BYTES])
                .put(after)
                .putInt(before.length)
                .array();
    }

    @Override
    public int bytes() {
        return writeSet.bytes();
    }

    /** Without the client library's own timeout: it would leave a commit in flight that still happens later. */
    @Override
    public Versionstamp commit() {
        if (writeSet.empty()) {
            return new Versionstamp(readVersion(), 0);
        }
        var versionstamp = transaction.getVersionstamp(); // to be asked for before the commit
        await(transaction.commit());
        return Versionstamp.read(await(versionstamp), 0);
    }

    @Override
    public void close() {
        transaction.close();
    }

    private <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FDBException refusal) {
                throw FdbErrors.exception(refusal);
            }
            throw new StoreException(Kind.UNAVAILABLE, "FoundationDB failed", e);
        } catch (TimeoutException e) {
            throw new StoreException(Kind.UNAVAILABLE, "FoundationDB does not answer within " + timeout
                    + "; is the cluster up, and the cluster file right?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(Kind.UNAVAILABLE, "interrupted while FoundationDB is asked", e);
        }
    }
}
