package io.sqld.api.replication;

import io.sqld.api.service.ServiceContext;
import io.sqld.api.storage.StorageBackend;

/** What the host lends to a replication strategy. Its role is never standalone. */
public interface ReplicationContext extends ServiceContext {
    /** {@return the databases, without layers} */
    StorageBackend storage();
}
