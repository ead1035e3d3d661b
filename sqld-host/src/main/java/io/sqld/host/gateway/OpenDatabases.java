package io.sqld.host.gateway;

import io.sqld.api.sql.NamespaceName;
import io.sqld.api.storage.Database;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The databases in use: each namespace is opened once and shared. Thread-safe. */
public final class OpenDatabases implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenDatabases.class);

    private final ConcurrentMap<NamespaceName, DatabaseSlot> slots = new ConcurrentHashMap<>();
    private final Function<NamespaceName, Database> opener;

    /** @param opener opens a namespace, layers included; reads disks */
    public OpenDatabases(Function<NamespaceName, Database> opener) {
        this.opener = opener;
    }

    /**
     * Opens a namespace now, on this thread.
     *
     * @throws io.sqld.api.error.SqldException as {@link io.sqld.api.storage.StorageBackend#open}
     */
    public void open(NamespaceName namespace) {
        slot(namespace).database(() -> {});
    }

    /** {@return the number of open databases} */
    public int count() {
        return slots.size();
    }

    DatabaseSlot slot(NamespaceName namespace) {
        DatabaseSlot slot = slots.get(namespace);
        return slot != null ? slot : slots.computeIfAbsent(namespace, name -> new DatabaseSlot(this, name));
    }

    Database openDatabase(NamespaceName namespace) {
        return opener.apply(namespace);
    }

    /** The next session tries anew. */
    void forget(NamespaceName namespace, DatabaseSlot slot) {
        slots.remove(namespace, slot);
    }

    /** Closes all. The sessions have been closed before. */
    @Override
    public void close() {
        slots.forEach((namespace, slot) -> {
            try {
                slot.close();
            } catch (RuntimeException e) {
                LOG.error("Cannot close the database {}", namespace, e);
            }
        });
        slots.clear();
    }
}
