package io.sqld.storage.libsql;

import io.sqld.api.storage.StorageBackendFactory;
import io.sqld.testkit.StorageBackendContract;

class LibsqlContractTest extends StorageBackendContract {
    @Override
    protected StorageBackendFactory factory() {
        return new LibsqlFactory();
    }

    @Override
    protected String shortIdleSettings() {
        return "turn.idle-timeout = 200ms";
    }
}
