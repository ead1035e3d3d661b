package io.sqld.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.sqld.testkit.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server refuses to start on, each with one line and a status. */
class StartIT {
    private static final int CONFIGURATION = 3;
    private static final int PLUGIN = 4;
    private static final int START = 5;
    private static final Pattern LOG_LINE = Pattern.compile("^\\d{4}-\\d\\d-\\d\\dT\\S+ INFO ");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    @Test
    void aSecondServerOnOneDataDirectoryIsRefused() {
        try (ServerProcess first = Tree.BUILT.serve(directory)) {
            assertThat(first.output()).contains("PostgreSQL listens on 127.0.0.1:", "HTTP listens on 127.0.0.1:");
            String reason = refused(START, Tree.BUILT.onFreePorts(directory));
            assertThat(reason).contains("data.sqld");
            assertThat(first.residentKib()).isPositive();
        }
    }

    @Test
    void aSecondServerOfOneFileIsRefusedWhereverItIsStarted() throws IOException, SQLException {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        try (ServerProcess first = Tree.BUILT.serve(directory, "app.db");
                Connection connection = Tree.pgjdbc(first)) {
            refused(START, Tree.BUILT.onFreePorts(directory, "app.db"));
            refused(START, Tree.BUILT.onFreePorts(elsewhere, "../app.db"));
            refused(START, Tree.BUILT.onFreePorts(elsewhere, "../app.db", "--set", "sqld.data-dir=own"));
            assertThat(ClientPrograms.count(connection, "SELECT 1")).isEqualTo(1);
        }
    }

    @Test
    void aFileIsServedAgainAfterItsServerWasKilled() throws SQLException {
        try (ServerProcess killed = Tree.BUILT.serve(directory, "app.db"); Connection first = Tree.pgjdbc(killed)) {
            first.createStatement().execute("CREATE TABLE t (a)");
        }
        try (ServerProcess next = Tree.BUILT.serve(directory, "app.db"); Connection second = Tree.pgjdbc(next)) {
            assertThat(ClientPrograms.count(second, "SELECT count(*) FROM t")).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pgwire", "http"})
    void aTakenPortIsNamed(String frontend) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            String reason = refused(START, command(frontend, address));
            assertThat(reason).contains(address).contains(frontend + ".listen");
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsRefusedAndLeftAlone() throws IOException {
        Path file = Files.writeString(directory.resolve("notes.txt"), "This is no database. ".repeat(100));
        String before = Files.readString(file);
        assertThat(refused(START, Tree.BUILT.onFreePorts(directory, "notes.txt"))).contains("notes.txt");
        assertThat(file).hasContent(before);
    }

    @Test
    void aDirectoryIsNoDatabase() throws IOException {
        Files.createDirectory(directory.resolve("folder"));
        assertThat(refused(START, Tree.BUILT.onFreePorts(directory, "folder"))).contains("folder");
    }

    @Test
    void aDataDirectoryThatIsAFileIsRefused() throws IOException {
        Files.createFile(directory.resolve("file"));
        assertThat(refused(START, Tree.BUILT.onFreePorts(directory, "--set", "sqld.data-dir=file/data")))
                .contains("file/data");
    }

    @Test
    void aWrongConfigurationIsExplainedWhole() {
        Programs.Outcome outcome = Programs.run(Tree.BUILT.sqld(directory, "--set", "pgwire.lisen=127.0.0.1:0", "--set",
                "http.listen=nowhere", "--set", "sqld.drain-timeout=soon"), "");
        assertThat(outcome.status()).as(outcome.output()).isEqualTo(CONFIGURATION);
        assertThat(outcome.output()).contains("pgwire.lisen", "pgwire.listen", "http.listen", "sqld.drain-timeout")
                .contains("1.", "2.", "3.");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aBrokenPluginIsNamed(@TempDir Path copy) throws IOException {
        Tree tree = Tree.copy(copy.resolve("sqld"));
        Files.writeString(tree.home().resolve("plugins").resolve("broken.jar"), "no jar");
        assertThat(refused(PLUGIN, tree.onFreePorts(directory))).contains("broken.jar");
    }

    private ProcessBuilder command(String frontend, String address) {
        return Tree.BUILT.sqld(directory, "--set", "sqld.frontends=[" + frontend + "]", "--set",
                frontend + ".listen=" + address);
    }

    /** {@return the one line that says why} */
    private static String refused(int status, ProcessBuilder command) {
        Programs.Outcome outcome = Programs.run(command, "");
        assertThat(outcome.status()).as(outcome.output()).isEqualTo(status);
        assertThat(outcome.output().lines().filter(line -> !LOG_LINE.matcher(line).find())).as(outcome.output())
                .singleElement(STRING)
                .startsWith("sqld: ");
        return outcome.output();
    }
}
