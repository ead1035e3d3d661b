package io.sqld.api.storage;

import io.sqld.api.sql.NamespaceName;

/**
 * Middleware: sees every session of a database, from the outside in. Layers are applied in one fixed order, the first
 * in the list outermost: metrics, admission, deadlines, then those of the replication strategy, then storage.
 */
@FunctionalInterface
public interface DatabaseLayer {
    /** {@return a database that adds to {@code next}} Closing it closes {@code next}. */
    Database wrap(NamespaceName namespace, Database next);
}
