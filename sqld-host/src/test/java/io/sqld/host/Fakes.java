package io.sqld.host;

import io.sqld.api.auth.AuthenticationMethod;
import io.sqld.api.auth.Authenticator;
import io.sqld.api.auth.Credentials;
import io.sqld.api.auth.Identity;
import io.sqld.api.frontend.Frontend;
import io.sqld.api.frontend.Listener;
import io.sqld.api.replication.ReplicationStrategy;
import io.sqld.api.service.Deadline;
import io.sqld.api.service.DrainResult;
import io.sqld.api.service.Service;
import io.sqld.api.sql.NamespaceName;
import io.sqld.api.sql.Session;
import io.sqld.api.storage.Database;
import io.sqld.api.storage.DatabaseLayer;
import io.sqld.api.storage.OpenMode;
import io.sqld.api.storage.SessionRequest;
import io.sqld.api.storage.StorageBackend;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;

/** Services that only note what is done to them. */
final class Fakes {
    private Fakes() {}

    static class Noting implements Service {
        final String name;
        final Journal journal;

        Noting(String name, Journal journal) {
            this.name = name;
            this.journal = journal;
        }

        @Override
        public void start() {
            journal.note(name + " start");
        }

        @Override
        public DrainResult drain(Deadline deadline) {
            journal.note(name + " drain");
            return DrainResult.DRAINED;
        }

        @Override
        public void close() {
            journal.note(name + " close");
        }
    }

    static final class Storage extends Noting implements StorageBackend {
        Storage(Journal journal) {
            super("storage", journal);
        }

        @Override
        public Database open(NamespaceName namespace, OpenMode mode) {
            journal.note("database " + namespace + " open " + mode);
            return new Database() {
                @Override
                public Session openSession(SessionRequest request) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public void close() {
                    journal.note("database " + namespace + " close");
                }
            };
        }

        @Override
        public List<NamespaceName> namespaces() {
            return List.of();
        }
    }

    static final class Replication extends Noting implements ReplicationStrategy {
        Replication(Journal journal) {
            super("replication", journal);
        }

        @Override
        public List<DatabaseLayer> layers() {
            journal.note("replication layers");
            return List.of((namespace, next) -> {
                journal.note("layer around " + namespace);
                return next;
            });
        }
    }

    static final class Login extends Noting implements Authenticator {
        Login(Journal journal) {
            super("login", journal);
        }

        @Override
        public Set<AuthenticationMethod> methods() {
            return Set.of(AuthenticationMethod.PASSWORD);
        }

        @Override
        public Identity authenticate(Credentials credentials, NamespaceName namespace) {
            return Identity.unrestricted("x");
        }
    }

    static final class Wire extends Noting implements Frontend {
        Wire(String name, Journal journal) {
            super(name, journal);
        }

        @Override
        public List<Listener> listeners() {
            return List.of(new Listener(name, InetSocketAddress.createUnresolved("localhost", 1), ""));
        }
    }
}
