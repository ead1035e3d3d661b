package io.sqld.api;

import io.sqld.api.auth.AuthenticatorFactory;
import io.sqld.api.command.Command;
import io.sqld.api.frontend.FrontendFactory;
import io.sqld.api.replication.ReplicationStrategyFactory;
import io.sqld.api.storage.StorageBackendFactory;

import java.util.List;

/**
 * The entry of a plugin, found with {@link java.util.ServiceLoader}: the jar names its implementation in
 * {@code META-INF/services/io.sqld.api.SqldPlugin}, and that class has a public constructor without parameters.
 *
 * <p>The host makes one instance and calls each method once, before it reads the configuration. A plugin does nothing
 * here but hand out factories.
 */
public interface SqldPlugin {
    /** {@return the front ends it offers} */
    default List<FrontendFactory> frontends() {
        return List.of();
    }

    /** {@return the storage back ends it offers} */
    default List<StorageBackendFactory> storageBackends() {
        return List.of();
    }

    /** {@return the replication strategies it offers} */
    default List<ReplicationStrategyFactory> replicationStrategies() {
        return List.of();
    }

    /** {@return the commands of {@code bin/sqld} it offers} */
    default List<Command> commands() {
        return List.of();
    }

    /** {@return the authenticators it offers} */
    default List<AuthenticatorFactory> authenticators() {
        return List.of();
    }
}
