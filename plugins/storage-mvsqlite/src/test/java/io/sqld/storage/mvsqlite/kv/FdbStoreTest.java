package io.sqld.storage.mvsqlite.kv;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** A FoundationDB cluster, where there is one. The tests write below a prefix of their own, and clear it. */
@EnabledIfEnvironmentVariable(named = "FDB_CLUSTER_FILE", matches = ".+", disabledReason = FdbStoreTest.NO_CLUSTER)
class FdbStoreTest extends KeyValueStoreContract {
    static final String NO_CLUSTER = "not run on FoundationDB: FDB_CLUSTER_FILE names no cluster (docs/MVSQLITE.md)";

    @Override
    KeyValueStore open() {
        return FdbStore.open(Path.of(System.getenv("FDB_CLUSTER_FILE")), Duration.ofSeconds(20));
    }
}
