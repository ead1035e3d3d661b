package io.sqld.host;

import io.sqld.api.auth.Authenticator;
import io.sqld.api.frontend.Frontend;
import io.sqld.api.frontend.FrontendContext;
import io.sqld.api.replication.ReplicationContext;
import io.sqld.api.replication.ReplicationStrategy;
import io.sqld.api.service.ServiceContext;
import io.sqld.api.storage.StorageBackend;
import java.util.List;
import java.util.Optional;

/**
 * What a server is made of: the validated configuration.
 *
 * @param settings of the host
 * @param storage the back end
 * @param replication the strategy, unless the server is standalone
 * @param authenticator if one is selected; otherwise everybody may do everything
 * @param frontends in the order of the configuration
 */
public record ServerPlan(
        HostSettings settings,
        Selected<StorageBackend, ServiceContext> storage,
        Optional<Selected<ReplicationStrategy, ReplicationContext>> replication,
        Optional<Selected<Authenticator, ServiceContext>> authenticator,
        List<Selected<Frontend, FrontendContext>> frontends) {
    /** Copies the list. */
    public ServerPlan {
        frontends = List.copyOf(frontends);
    }
}
