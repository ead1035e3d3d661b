package io.sqld.testkit;

import io.sqld.api.auth.Authenticator;
import io.sqld.api.frontend.Frontend;
import io.sqld.api.frontend.FrontendFactory;
import io.sqld.api.sql.NamespaceName;
import io.sqld.api.storage.Database;
import io.sqld.api.storage.DatabaseLayer;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** A front end under test with a real database behind it. Closing it closes all, and checks that the threads ended. */
public final class FrontendFixture implements AutoCloseable {
    private final TestStorage storage;
    private final TestGateway gateway;
    private final TestContext context;
    private final Frontend frontend;

    /**
     * Creates the front end and does not start it. {@code overrides} is HOCON in its section. Takes {@code storage}
     * over.
     */
    public FrontendFixture(FrontendFactory factory, String overrides, TestStorage storage, int sessionsMax) {
        this(factory, overrides, storage, sessionsMax, TestAuthenticator.open());
    }

    /** With an authenticator of the test's choice. */
    public FrontendFixture(FrontendFactory factory, String overrides, TestStorage storage, int sessionsMax,
            Authenticator authenticator) {
        this(factory, overrides, storage, sessionsMax, authenticator, (namespace, database) -> database);
    }

    /** With a layer around the database, for instance a {@link FaultyDatabase}. */
    public FrontendFixture(FrontendFactory factory, String overrides, TestStorage storage, int sessionsMax,
            Authenticator authenticator, DatabaseLayer layer) {
        this.storage = storage;
        Database database = layer.wrap(NamespaceName.DEFAULT, storage.database());
        this.gateway = new TestGateway(database, 4, sessionsMax);
        this.context = new TestContext(Path.of("never-used"), gateway, authenticator);
        this.frontend = TestSettings.create(factory, context, overrides);
    }

    /** {@return the front end} */
    public Frontend frontend() {
        return frontend;
    }

    /** {@return the address of its first listener} */
    public InetSocketAddress address() {
        return frontend.listeners().getFirst().address();
    }

    /** {@return the gateway that it uses} */
    public TestGateway gateway() {
        return gateway;
    }

    /** {@return the storage behind the gateway} */
    public TestStorage storage() {
        return storage;
    }

    /** {@return what it measures} */
    public TestMetrics metrics() {
        return context.metrics();
    }

    @Override
    public void close() {
        try (storage; gateway; context; frontend) {
            // Closed in this order, from the right: each even when the one before fails.
        }
    }
}
