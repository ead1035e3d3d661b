package io.sqld.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.testkit.ServerProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Small applications on clients of libSQL over HTTP and WebSocket, as they are. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpClientsIT {
    private final ServerProcess server;
    private final Path directory;

    HttpClientsIT(@TempDir Path directory) {
        this.directory = directory;
        this.server = Tree.BUILT.serve(directory);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    @NeedsProgram(value = "node", npm = "@libsql/client")
    void libsqlClient() {
        succeeds(Programs.node("libsql-client-app.mjs", Tree.url(server)));
    }

    @Test
    @NeedsProgram(value = "node", npm = "@libsql/client")
    void libsqlClientOverWebSocket() {
        succeeds(Programs.node("libsql-client-app.mjs", socketUrl()));
    }

    /** It speaks Protobuf. */
    @Test
    @NeedsProgram(value = "node", npm = "@libsql/hrana-client")
    void hranaClient() {
        succeeds(Programs.node("hrana-client.mjs", Tree.url(server)));
    }

    @Test
    @NeedsProgram(value = "node", npm = "@libsql/hrana-client")
    void hranaClientOverWebSocket() {
        succeeds(Programs.node("hrana-client.mjs", socketUrl()));
    }

    @Test
    @NeedsProgram(value = "node", npm = {"drizzle-orm", "@libsql/client"})
    void drizzle() {
        succeeds(Programs.node("drizzle.mjs", Tree.url(server), directory.resolve("drizzle").toString()));
    }

    private String socketUrl() {
        return Tree.url(server).replaceFirst("^http", "ws");
    }

    private static void succeeds(ProcessBuilder program) {
        assertThat(Programs.run(program, "").succeeded()).isEqualTo("fine\n");
    }
}
