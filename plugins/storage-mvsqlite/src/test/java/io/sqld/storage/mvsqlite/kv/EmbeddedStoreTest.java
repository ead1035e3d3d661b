package io.sqld.storage.mvsqlite.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store in a file. */
class EmbeddedStoreTest extends KeyValueStoreContract {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Key KEY = Key.of((byte) 1);

    @TempDir private Path directory;

    @Override
    KeyValueStore open() {
        return LocalStore.open(directory.resolve("contract.mv"), InstantSource.system(), LONG, LONG);
    }

    @Test
    void whatWasCommittedIsThereAfterAReopen() {
        var file = directory.resolve("reopened.mv");
        Versionstamp before;
        try (var store = LocalStore.open(file, InstantSource.system(), LONG, LONG)) {
            before = set(store, "kept");
        }
        // A clock that was set back must not take versions back.
        try (var store = LocalStore.open(file, InstantSource.fixed(Instant.EPOCH), LONG, LONG)) {
            try (var transaction = store.begin()) {
                assertThat(transaction.get(List.of(KEY)).getFirst()).hasValueSatisfying(
                        value -> assertThat(value).asString().isEqualTo("kept"));
            }
            assertThat(set(store, "again")).isGreaterThan(before);
        }
    }

    @Test
    void aFileIsOpenedOnce() {
        var file = directory.resolve("locked.mv");
        try (var store = LocalStore.open(file, InstantSource.system(), LONG, LONG)) {
            set(store, "x");
            assertThatThrownBy(() -> LocalStore.open(file, InstantSource.system(), LONG, LONG))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("locked.mv");
        }
    }

    @Test
    void aClosedStoreRefusesCommits() {
        var store = LocalStore.open(directory.resolve("closed.mv"), InstantSource.system(), LONG, LONG);
        store.close();
        assertThatThrownBy(() -> set(store, "x")).isInstanceOf(StoreException.class).hasMessage("the store is closed");
    }

    private static Versionstamp set(KeyValueStore store, String value) {
        try (var transaction = store.begin()) {
            transaction.set(KEY, value.getBytes(StandardCharsets.UTF_8));
            return transaction.commit();
        }
    }
}
