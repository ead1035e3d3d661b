package io.sqld.storage.libsql;

import io.sqld.api.storage.StorageBackendFactory;
import io.sqld.testkit.FrameContract;

class LibsqlFrameContractTest extends FrameContract {
    @Override
    protected StorageBackendFactory factory() {
        return new LibsqlFactory();
    }

    @Override
    protected String settings() {
        return "checkpoint.size = 64KiB, checkpoint.idle = 50ms";
    }
}
