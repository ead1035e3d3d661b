package io.sqld.host;

import io.sqld.api.auth.Authenticator;
import io.sqld.api.frontend.FrontendContext;
import io.sqld.api.frontend.Gateway;
import io.sqld.api.replication.ReplicationContext;
import io.sqld.api.service.Metrics;
import io.sqld.api.service.Role;
import io.sqld.api.service.ServerInfo;
import io.sqld.api.service.ServiceContext;
import io.sqld.api.storage.StorageBackend;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ThreadFactory;

/** What every service is lent, for the plugin of one loader. */
record HostContext(
        ServerInfo server, Role role, Path dataDirectory, HostThreads hostThreads, ClassLoader loader, Clock clock,
        Metrics metrics)
        implements
            ServiceContext {
    @Override
    public ThreadFactory threads(String role) {
        return hostThreads.factory(role, loader);
    }

    HostContext in(ClassLoader plugin) {
        return new HostContext(server, role, dataDirectory, hostThreads, plugin, clock, metrics);
    }

    /** What a front end is lent. */
    record ForFrontend(HostContext host, Gateway gateway, Authenticator authenticator, ListenPolicy listening)
            implements
                FrontendContext {
        @Override
        public void checkListener(InetSocketAddress address, String key) {
            listening.check(address, key);
        }

        @Override
        public ServerInfo server() {
            return host.server;
        }

        @Override
        public Role role() {
            return host.role;
        }

        @Override
        public Path dataDirectory() {
            return host.dataDirectory;
        }

        @Override
        public ThreadFactory threads(String role) {
            return host.threads(role);
        }

        @Override
        public Clock clock() {
            return host.clock;
        }

        @Override
        public Metrics metrics() {
            return host.metrics;
        }
    }

    /** What a replication strategy is lent. */
    record ForReplication(HostContext host, StorageBackend storage) implements ReplicationContext {
        @Override
        public ServerInfo server() {
            return host.server;
        }

        @Override
        public Role role() {
            return host.role;
        }

        @Override
        public Path dataDirectory() {
            return host.dataDirectory;
        }

        @Override
        public ThreadFactory threads(String role) {
            return host.threads(role);
        }

        @Override
        public Clock clock() {
            return host.clock;
        }

        @Override
        public Metrics metrics() {
            return host.metrics;
        }
    }
}
