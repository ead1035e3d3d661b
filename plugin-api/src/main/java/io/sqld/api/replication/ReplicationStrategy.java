package io.sqld.api.replication;

import io.sqld.api.service.Service;
import io.sqld.api.storage.DatabaseLayer;

import java.util.List;

/** One way for replicas to follow their primary, on either side. */
public interface ReplicationStrategy extends Service {
    /** {@return the layers that it adds to every database, outermost first: on a replica, the forwarding of writes} */
    List<DatabaseLayer> layers();
}
