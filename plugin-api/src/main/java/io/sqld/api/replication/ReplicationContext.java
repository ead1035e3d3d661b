package io.sqld.api.replication;

import io.sqld.api.service.ServiceContext;
import io.sqld.api.storage.StorageBackend;

/** What the host lends to a replication strategy. */
public interface ReplicationContext extends ServiceContext {
    /** {@return primary or replica} */
    Role role();

    /** {@return the databases, without layers} */
    StorageBackend storage();
}
