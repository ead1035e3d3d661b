package io.sqld.dev;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.testkit.ServerProcess;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevServerTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    @Test
    void allPluginsOfTheClassPathAreFound() {
        var out = new ByteArrayOutputStream();
        int status =
                DevServer.launcher(directory, Map.of(), new PrintStream(out, true, StandardCharsets.UTF_8), System.err)
                        .run(List.of("--list-plugins"));
        assertThat(status).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("front end pgwire", "front end http",
                "front end line", "storage back end libsql");
    }

    @Test
    void itServesWithoutAnyPackagingAndStopsWhenToldTo() throws IOException {
        var command = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-cp",
                System.getProperty("java.class.path"), DevServer.class.getName(), "--set",
                "sqld.frontends=[pgwire, http, line]", "--set", "pgwire.listen=127.0.0.1:0", "--set",
                "http.listen=127.0.0.1:0", "--set", "line.listen=127.0.0.1:0").directory(directory.toFile());
        try (ServerProcess server = ServerProcess.start(command)) {
            assertThat(ask(server.address("line"), "SELECT 40 + 2")).isEqualTo("row\t42");
            assertThat(server.address("PostgreSQL").getPort()).isPositive();
            assertThat(server.address("HTTP").getPort()).isPositive();
            assertThat(server.stop(Duration.ofSeconds(20))).isZero();
        }
    }

    private static String ask(InetSocketAddress address, String sql) throws IOException {
        try (var socket = new Socket(address.getAddress(), address.getPort());
                var reader =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write((sql + "\n").getBytes(StandardCharsets.UTF_8));
            return String.valueOf(reader.readLine());
        }
    }
}
