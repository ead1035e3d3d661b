package io.sqld.storage.libsql;

import io.sqld.api.service.ServiceContext;
import io.sqld.api.service.Settings;
import io.sqld.api.storage.StorageBackend;
import io.sqld.api.storage.StorageBackendFactory;

/** Makes the storage back end {@code libsql}: SQLite files on this node. */
public final class LibsqlFactory implements StorageBackendFactory {
    private final WalSync.Opener walSyncs;

    /** The factory that the plugin offers. */
    public LibsqlFactory() {
        this(FileWalSync::new);
    }

    /** A factory whose databases sync their logs in another way. */
    LibsqlFactory(WalSync.Opener walSyncs) {
        this.walSyncs = walSyncs;
    }

    @Override
    public String name() {
        return "libsql";
    }

    @Override
    public Prepared<StorageBackend, ServiceContext> configure(Settings settings) {
        LibsqlSettings read = LibsqlSettings.read(settings);
        return context -> new LibsqlBackend(read, context, walSyncs);
    }
}
