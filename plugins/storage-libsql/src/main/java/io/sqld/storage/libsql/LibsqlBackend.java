package io.sqld.storage.libsql;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Metrics;
import io.sqld.api.service.ServiceContext;
import io.sqld.api.sql.NamespaceName;
import io.sqld.api.storage.Database;
import io.sqld.api.storage.OpenMode;
import io.sqld.api.storage.StorageBackend;
import io.sqld.sqlite.SqliteLibrary;
import io.sqld.sqlite.SqliteLibraryException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SQLite files on this node, through one SQLite or libSQL library. */
final class LibsqlBackend implements StorageBackend {
    private static final Logger LOG = LoggerFactory.getLogger(LibsqlBackend.class);
    private static final long HOUSEKEEPING_MILLIS = 1_000;

    private final LibsqlSettings settings;
    private final ServiceContext context;
    private final WalSync.Opener walSyncs;
    private final DatabaseFiles files;
    private final StorageMetrics metrics;
    private final Set<LibsqlDatabase> databases = ConcurrentHashMap.newKeySet();
    private @Nullable SqliteLibrary library;
    private @Nullable StorageThreads threads;

    LibsqlBackend(LibsqlSettings settings, ServiceContext context, WalSync.Opener walSyncs) {
        this.settings = settings;
        this.context = context;
        this.walSyncs = walSyncs;
        this.files = new DatabaseFiles(context.dataDirectory(), settings.file());
        this.metrics = new StorageMetrics(context.metrics());
    }

    @Override
    public void start() {
        try {
            SqliteLibrary loaded = settings.library().map(SqliteLibrary::at).orElseGet(SqliteLibrary::bundled);
            limitHeap(loaded);
            library = loaded;
            LOG.info("{}", loaded);
        } catch (SqliteLibraryException e) {
            throw new SqldException(ErrorCode.START_FAILED, "libsql.library: " + e.getMessage(), e);
        }
        var started = new StorageThreads(context);
        threads = started;
        started.every(HOUSEKEEPING_MILLIS, this::housekeep);
        Metrics registry = context.metrics();
        registry.gauge("sqld_storage_connections", "Open SQLite connections", () -> sum(d -> d.pool().open()));
        registry.gauge("sqld_storage_wal_bytes", "Bytes in write-ahead logs", () -> sum(LibsqlDatabase::walBytes));
        registry.gauge("sqld_storage_frame_log_bytes", "Bytes in the logs that replicas follow",
                () -> sum(LibsqlDatabase::frameLogBytes));
        registry.gauge("sqld_storage_turn_waiting", "Writes that wait for their turn",
                () -> sum(d -> d.turn().waiting()));
    }

    private void limitHeap(SqliteLibrary loaded) {
        long bytes = settings.limits().heapBytes();
        if (bytes > 0 && !loaded.memoryStatistics()) {
            throw new SqldException(
                    ErrorCode.START_FAILED,
                    settings.limits().path()
                            + ".heap: this SQLite library does not count its memory (DEFAULT_MEMSTATUS=0); "
                            + "set it to 0 or name another libsql.library");
        }
        loaded.hardHeapLimit(bytes);
    }

    @Override
    public Database open(NamespaceName namespace, OpenMode mode) {
        SqliteLibrary loaded = library;
        StorageThreads running = threads;
        if (loaded == null || running == null) {
            throw new IllegalStateException("not started");
        }
        Path file = files.locate(namespace, mode);
        ServerLock lock = ServerLock.take(file);
        try {
            var removal = new Removal();
            var database = new LibsqlDatabase(
                    new ConnectionOpener(loaded, file, settings),
                    settings,
                    running,
                    metrics,
                    walSyncs,
                    context.role(),
                    context.clock(),
                    lock,
                    removal);
            removal.database = database;
            databases.add(database);
            return database;
        } catch (RuntimeException | Error e) {
            try (lock) {
                throw e;
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
                throw e;
            }
        }
    }

    /** Forgets a database that has been closed. */
    private final class Removal implements Runnable {
        private @Nullable LibsqlDatabase database;

        @Override
        public void run() {
            if (database != null) {
                databases.remove(database);
            }
        }
    }

    @Override
    public List<NamespaceName> namespaces() {
        return files.namespaces();
    }

    private void housekeep() {
        for (LibsqlDatabase database : databases) {
            try {
                database.housekeep();
            } catch (RuntimeException e) {
                LOG.error("{}: housekeeping failed", database.file(), e); // and goes on
            }
        }
    }

    private long sum(ToLongFunction<LibsqlDatabase> figure) {
        long sum = 0;
        for (LibsqlDatabase database : databases) {
            sum += figure.applyAsLong(database);
        }
        return sum;
    }

    @Override
    public void close() {
        List.copyOf(databases).forEach(LibsqlDatabase::close);
        StorageThreads running = threads;
        threads = null;
        if (running != null) {
            running.close();
        }
    }
}
