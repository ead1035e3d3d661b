package io.sqld.storage.mvsqlite.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.apple.foundationdb.FDBException;
import com.apple.foundationdb.MutationType;
import com.apple.foundationdb.Transaction;
import io.sqld.storage.mvsqlite.kv.StoreException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How the contract is put to the client library; the library itself is only where a cluster is. */
class FdbTransactionTest {
    private final Transaction client = mock(Transaction.class, RETURNS_DEEP_STUBS);
    private final FdbTransaction transaction = new FdbTransaction(client, Duration.ofMillis(50));

    @Test
    void aStampedKeyHasRoomForTheStampAndSaysWhereItIs() {
        transaction.setStampedKey(Key.of((byte) 7, (byte) 8), Key.of((byte) 9), new byte[] {1});
        var inOrder = inOrder(client, client.options());
        inOrder.verify(client.options()).setNextWriteNoWriteConflictRange();
        inOrder.verify(client)
                .mutate(MutationType.SET_VERSIONSTAMPED_KEY,
                        new byte[] {7, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 2, 0, 0, 0}, new byte[] {1});
    }

    @Test
    void aStampedValueHasTheStampAtItsEnd() {
        transaction.setStampedValue(Key.of((byte) 7), new byte[] {5, 6});
        verify(client).mutate(MutationType.SET_VERSIONSTAMPED_VALUE, new byte[] {7},
                new byte[] {5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0});
    }

    @Test
    void theStampIsAskedForBeforeTheCommit() {
        var stamp = new Versionstamp(0x0102030405060708L, 9);
        when(client.getVersionstamp()).thenReturn(CompletableFuture.completedFuture(stamp.bytes()));
        when(client.commit()).thenReturn(CompletableFuture.completedFuture(null));
        transaction.set(Key.of((byte) 1), new byte[] {2});
        assertThat(transaction.commit()).isEqualTo(stamp);
        var inOrder = inOrder(client);
        inOrder.verify(client).getVersionstamp();
        inOrder.verify(client).commit();
    }

    @Test
    void aTransactionThatWritesNothingIsNotCommitted() {
        when(client.getReadVersion()).thenReturn(CompletableFuture.completedFuture(42L));
        assertThat(transaction.commit()).isEqualTo(new Versionstamp(42, 0));
    }

    @Test
    void anErrorOfTheLibraryIsOneOfTheContract() {
        when(client.getReadVersion())
                .thenReturn(CompletableFuture.failedFuture(new FDBException("too old", 1007)));
        var failure = catchThrowableOfType(StoreException.class, transaction::readVersion);
        assertThat(failure.kind()).isEqualTo(Kind.RETRY);
    }

    @Test
    void aClusterThatDoesNotAnswerIsUnavailableAfterTheTimeout() {
        when(client.getReadVersion()).thenReturn(new CompletableFuture<>());
        var failure = catchThrowableOfType(StoreException.class, transaction::readVersion);
        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure.message()).contains("does not answer").contains("cluster file");
    }
}
