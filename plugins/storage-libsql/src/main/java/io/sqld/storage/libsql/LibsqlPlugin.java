package io.sqld.storage.libsql;

import io.sqld.api.SqldPlugin;
import io.sqld.api.storage.StorageBackendFactory;
import java.util.List;

/** The entry of this plugin. */
public final class LibsqlPlugin implements SqldPlugin {
    @Override
    public List<StorageBackendFactory> storageBackends() {
        return List.of(new LibsqlFactory());
    }
}
