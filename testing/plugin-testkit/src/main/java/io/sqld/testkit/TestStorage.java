package io.sqld.testkit;

import io.sqld.api.SqldPlugin;
import io.sqld.api.frontend.FrontendFactory;
import io.sqld.api.service.Role;
import io.sqld.api.sql.NamespaceName;
import io.sqld.api.storage.Database;
import io.sqld.api.storage.OpenMode;
import io.sqld.api.storage.StorageBackend;
import io.sqld.api.storage.StorageBackendFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A real storage back end from the class path, started, with its default database open. */
public final class TestStorage implements AutoCloseable {
    private final TestContext context;
    private final StorageBackend backend;
    private final Database database;

    private TestStorage(TestContext context, StorageBackend backend, Database database) {
        this.context = context;
        this.backend = backend;
        this.database = database;
    }

    /** {@return the back end that some plugin on the class path offers as {@code name}, in {@code directory}} */
    public static TestStorage start(String name, Path directory, String overrides) {
        return start(storageBackend(name), directory, overrides);
    }

    /** {@return a back end of {@code factory}, in {@code directory}; {@code overrides} is HOCON in its section} */
    public static TestStorage start(StorageBackendFactory factory, Path directory, String overrides) {
        return start(factory, directory, Role.STANDALONE, overrides);
    }

    /** {@return a back end of {@code factory} on a server with a role} */
    public static TestStorage start(StorageBackendFactory factory, Path directory, Role role, String overrides) {
        var context = new TestContext(directory, role);
        StorageBackend backend = TestSettings.create(factory, context, overrides);
        try {
            backend.start();
            return new TestStorage(context, backend, backend.open(NamespaceName.DEFAULT, OpenMode.CREATE));
        } catch (RuntimeException | Error e) {
            backend.close();
            throw e;
        }
    }

    /** {@return the default database} */
    public Database database() {
        return database;
    }

    /** {@return the back end} */
    public StorageBackend backend() {
        return backend;
    }

    /** {@return what it measures} */
    public TestMetrics metrics() {
        return context.metrics();
    }

    /** {@return a runner on a new session of the default database} */
    public SessionRunner session() {
        return SessionRunner.open(database);
    }

    /** Closes the database and the back end, and checks that its threads ended. */
    @Override
    public void close() {
        try (context; backend) {
            database.close();
        }
    }

    /** {@return the storage back end {@code name} of a plugin on the class path} */
    public static StorageBackendFactory storageBackend(String name) {
        return find(name, SqldPlugin::storageBackends, StorageBackendFactory::name);
    }

    /** {@return the front end {@code name} of a plugin on the class path} */
    public static FrontendFactory frontend(String name) {
        return find(name, SqldPlugin::frontends, FrontendFactory::name);
    }

    private static <F> F find(String name, Function<SqldPlugin, List<F>> factories, Function<F, String> names) {
        List<F> all = ServiceLoader.load(SqldPlugin.class)
                .stream()
                .flatMap(plugin -> factories.apply(plugin.get()).stream())
                .toList();
        return all.stream()
                .filter(factory -> names.apply(factory).equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no plugin on the class path offers " + name + ", only "
                        + all.stream().map(names).collect(Collectors.joining(", "))));
    }
}
