package io.sqld.frontend.pgwire;

import io.sqld.testkit.FrontendFixture;
import io.sqld.testkit.SessionRunner;
import io.sqld.testkit.TestStorage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server on a database with one of everything that a schema can have: {@code src/test/catalog/schema.sql}. */
final class CatalogServer implements AutoCloseable {
    static final Path FILES = Path.of("src/test/catalog");

    private final TestStorage storage;
    private final FrontendFixture fixture;

    /** Starts it; {@code settings} is HOCON in the section of the front end. */
    CatalogServer(Path directory, String settings) throws IOException {
        storage = TestStorage.start(TestStorage.storageBackend("libsql"), directory, "");
        try (SessionRunner session = storage.session()) {
            session.script(Files.readString(FILES.resolve("schema.sql")));
        }
        fixture = new FrontendFixture(
                new PgwireFactory(), "listen = \"127.0.0.1:0\"\n" + settings, storage, 100);
        fixture.frontend().start();
    }

    InetSocketAddress address() {
        return fixture.address();
    }

    WireClient login() throws IOException {
        return WireClient.login(fixture.address());
    }

    @Override
    public void close() {
        fixture.close();
    }
}
