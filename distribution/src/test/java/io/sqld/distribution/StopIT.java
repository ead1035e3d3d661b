package io.sqld.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.testkit.Eventually;
import io.sqld.testkit.ServerProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the server ends when it is told to. */
class StopIT {
    private static final Duration DRAIN = Duration.ofSeconds(2);
    private static final Duration WITHIN = DRAIN.plusSeconds(5);
    private static final String FOREVER = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
            + "SELECT count(*) FROM n";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void aSignalEndsItInTimeWithTransactionsOpen(String signal) throws SQLException {
        try (ServerProcess server = serve(); Connection open = Tree.pgjdbc(server)) {
            try (Statement statement = open.createStatement()) {
                statement.execute("CREATE TABLE t (a)");
                statement.execute("INSERT INTO t VALUES (1)");
            }
            open.setAutoCommit(false);
            try (Statement statement = open.createStatement()) {
                statement.execute("INSERT INTO t VALUES (2)");
            }
            try (Hrana stream = new Hrana(Tree.url(server))) {
                stream.execute("BEGIN");
                assertThat(stream.execute("SELECT count(*) FROM t")).contains("\"1\"");
                server.signal(signal);
                assertThat(server.exitStatus(WITHIN)).as(server.output()).isZero();
            }
        }
        try (ServerProcess again = serve(); Connection connection = Tree.pgjdbc(again)) {
            assertThat(ClientPrograms.count(connection, "SELECT count(*) FROM t")).isEqualTo(1);
        }
    }

    @Test
    void aStatementThatNeverEndsDoesNotKeepIt() throws Exception {
        try (ServerProcess server = serve(); Connection busy = Tree.pgjdbc(server)) {
            var outcome = new SqlRunner(busy, FOREVER);
            Thread runner = Thread.ofPlatform().start(outcome);
            try (Connection other = Tree.pgjdbc(server)) {
                Eventually.await("the statement runs", () -> runner.getState() != Thread.State.NEW);
                assertThat(ClientPrograms.count(other, "SELECT 1")).isEqualTo(1);
            }
            assertThat(server.stop(WITHIN)).as(server.output()).isZero();
            assertThat(runner.join(Duration.ofSeconds(10))).isTrue();
            assertThat(outcome.failure()).isPresent();
        }
    }

    @Test
    void anIdleServerEndsAtOnce() throws SQLException {
        try (ServerProcess server = serve(); Connection idle = Tree.pgjdbc(server)) {
            assertThat(ClientPrograms.count(idle, "SELECT 1")).isEqualTo(1);
            assertThat(server.stop(DRAIN)).as(server.output()).isZero();
        }
    }

    @Test
    void nothingOfTheLogIsLeftBesideTheFileAfterACleanStop() throws SQLException {
        try (ServerProcess server = serve(); Connection connection = Tree.pgjdbc(server)) {
            connection.createStatement().execute("CREATE TABLE t (a)");
            assertThat(server.stop(WITHIN)).as(server.output()).isZero();
        }
        assertThat(directory.resolve("app.db")).isNotEmptyFile();
        assertThat(directory.resolve("app.db-wal")).doesNotExist();
        assertThat(directory.resolve("app.db-shm")).doesNotExist();
    }

    private ServerProcess serve() {
        return Tree.BUILT.serve(directory, "app.db", "--set", "sqld.drain-timeout=" + DRAIN.toSeconds() + "s");
    }
}
