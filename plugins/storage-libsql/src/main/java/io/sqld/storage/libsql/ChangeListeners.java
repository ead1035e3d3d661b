package io.sqld.storage.libsql;

import io.sqld.api.sql.ChangeListener;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who wants to hear of the changes of one database. Thread-safe. */
final class ChangeListeners {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeListeners.class);

    private final Map<Object, ChangeListener> listeners = new ConcurrentHashMap<>();
    private volatile boolean any;

    /** {@return whether there is anybody} */
    boolean any() {
        return any;
    }

    /** Sets the one listener of {@code owner}. */
    synchronized void put(Object owner, ChangeListener listener) {
        listeners.put(owner, listener);
        any = true;
    }

    /** Takes it away, if there is one. */
    void remove(Object owner) {
        if (any) {
            removeNow(owner);
        }
    }

    private synchronized void removeNow(Object owner) {
        listeners.remove(owner);
        any = !listeners.isEmpty();
    }

    /** Tells what a transaction has changed. */
    void tell(List<TableChanges> changes) {
        for (ChangeListener listener : listeners.values()) {
            for (TableChanges table : changes) {
                try {
                    listener.changed(table.table(), table.inserted(), table.updated(), table.deleted());
                } catch (RuntimeException e) {
                    LOG.error("a listener failed at a change of {}", table, e);
                }
            }
        }
    }
}
