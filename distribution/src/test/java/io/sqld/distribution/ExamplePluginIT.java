package io.sqld.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.testkit.ServerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin of a third party: its jar is dropped into {@code plugins/}, and the configuration names it. */
class ExamplePluginIT {
    private static final Path BUILT_JARS = Path.of("target", "example");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    @Test
    void aJarDroppedIntoPluginsAnswers() throws IOException, SQLException {
        Tree tree = treeWithExample();
        Path configuration = Files.writeString(directory.resolve("own.conf"), """
                sqld.frontends = ["pgwire", "line"]
                pgwire.listen = "127.0.0.1:0"
                line { listen = "127.0.0.1:0", connections-max = 3 }
                """);
        try (ServerProcess server = ServerProcess.start(
                tree.sqld(directory, "--config", configuration.toString(), "app.db"))) {
            try (Connection connection = Tree.pgjdbc(server)) {
                connection.createStatement().execute("CREATE TABLE t (a, b)");
                connection.createStatement().execute("INSERT INTO t VALUES (1, 'one'), (2, NULL)");
            }
            assertThat(ask(server.address("line"), "SELECT a, b FROM t ORDER BY a"))
                    .containsExactly("row\t1\tone", "row\t2\t\\N", "ok\t0");
            assertThat(ask(server.address("line"), "SELECT nope"))
                    .containsExactly("error\tSQL_ERROR\tno such column: nope");
            assertThat(server.stop(Duration.ofSeconds(20))).as(server.output()).isZero();
        }
    }

    @Test
    void itsFrontEndAndItsSettingsAreKnownToTheHost() throws IOException {
        Tree tree = treeWithExample();
        assertThat(Programs.run(tree.sqld(directory, "--list-plugins"), "").succeeded()).contains("example-line",
                "front end line");
        Programs.Outcome outcome = Programs.run(tree.sqld(directory, "--set", "sqld.frontends=[line]", "--set",
                "line.conections-max=3", "--check-config"), "");
        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.output()).contains("line.conections-max").contains("connections-max");
    }

    private Tree treeWithExample() throws IOException {
        Tree tree = Tree.copy(directory.resolve("sqld"));
        try (Stream<Path> jars = Files.list(BUILT_JARS)) {
            Path jar = jars.filter(file -> file.toString().endsWith(".jar")).findFirst().orElseThrow();
            Files.copy(jar, tree.home().resolve("plugins").resolve("example-line.jar"));
        }
        return tree;
    }

    private static List<String> ask(InetSocketAddress address, String sql) throws IOException {
        try (var socket = new Socket(address.getAddress(), address.getPort());
                var reader =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write((sql + "\n").getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            return reader.lines().toList();
        }
    }
}
