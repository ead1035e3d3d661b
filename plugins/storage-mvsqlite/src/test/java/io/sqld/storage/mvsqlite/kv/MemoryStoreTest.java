package io.sqld.storage.mvsqlite.kv;

import java.time.Duration;
import java.time.InstantSource;

/** A store in memory. */
class MemoryStoreTest extends KeyValueStoreContract {
    @Override
    KeyValueStore open() {
        return LocalStore.inMemory(InstantSource.system(), Duration.ofSeconds(60), Duration.ofSeconds(60));
    }
}
