package io.sqld.host;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.sql.NamespaceName;
import io.sqld.api.sql.Session;
import io.sqld.api.storage.Database;
import io.sqld.api.storage.FrameApplier;
import io.sqld.api.storage.FrameLog;
import io.sqld.api.storage.OpenMode;
import io.sqld.api.storage.SessionRequest;
import io.sqld.api.storage.StorageBackend;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The storage back end with each namespace opened once, however many ask: the gateway, under its layers, and the
 * replication strategy. Thread-safe.
 */
final class SharedStorage implements StorageBackend {
    private final StorageBackend backend;
    private final ConcurrentMap<NamespaceName, Slot> slots = new ConcurrentHashMap<>();

    SharedStorage(StorageBackend backend) {
        this.backend = backend;
    }

    /** {@return the database, which the caller need not close} */
    @Override
    public Database open(NamespaceName namespace, OpenMode mode) {
        return new Borrowed(slots.computeIfAbsent(namespace, name -> new Slot()).open(backend, namespace, mode));
    }

    @Override
    public List<NamespaceName> namespaces() {
        return backend.namespaces();
    }

    /** Does nothing: the host starts the back end itself. */
    @Override
    public void start() {}

    /** Closes the databases; the back end itself is closed by the host. */
    @Override
    public void close() {
        var closer = new Closer();
        slots.forEach((namespace, slot) -> closer.add("the database " + namespace, slot::close));
        if (!closer.close()) {
            throw new IllegalStateException("a database did not close cleanly");
        }
    }

    /** Opening one namespace, which may take long, keeps nobody from opening another. */
    private static final class Slot {
        private @Nullable Database database;
        private boolean closed;

        synchronized Database open(StorageBackend backend, NamespaceName namespace, OpenMode mode) {
            if (closed) {
                throw new SqldException(ErrorCode.SHUTTING_DOWN, "the server is stopping");
            }
            Database open = database;
            if (open == null) {
                open = backend.open(namespace, mode);
                database = open;
            }
            return open;
        }

        synchronized void close() {
            closed = true;
            if (database != null) {
                database.close();
                database = null;
            }
        }
    }

    private record Borrowed(Database database) implements Database {
        @Override
        public Session openSession(SessionRequest request) {
            return database.openSession(request);
        }

        @Override
        public Optional<FrameLog> frameLog() {
            return database.frameLog();
        }

        @Override
        public Optional<FrameApplier> frameApplier() {
            return database.frameApplier();
        }

        @Override
        public void close() {}
    }
}
