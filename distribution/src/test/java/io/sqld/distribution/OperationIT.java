package io.sqld.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sqld.testkit.Eventually;
import io.sqld.testkit.ServerProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators set and see: logs, times, the host's limits. */
class OperationIT {
    private static final String SLOW =
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) SELECT count(*) FROM n";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    @Test
    void requestsAndSlowStatementsAreLoggedIfAskedFor() throws Exception {
        try (ServerProcess server = Tree.BUILT.serve(directory, "app.db", "--set", "http.access-log.enabled=true",
                "--set", "http.access-log.format=json", "--set", "http.server-timing=true", "--set",
                "sqld.slow-statements.threshold=10ms");
                Hrana stream = new Hrana(Tree.url(server));
                Connection connection = Tree.pgjdbc(server);
                Statement statement = connection.createStatement();
                HttpClient http = HttpClient.newHttpClient()) {
            stream.executeAlone(SLOW);
            statement.executeQuery(SLOW.replace("1000000", "1000001")).close();
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(Tree.url(server) + "/version?secret=1")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.headers().firstValue("server-timing").orElseThrow()).matches("total;dur=[0-9.E-]+");
            Eventually.await("the log has both statements and both requests",
                    () -> server.output().contains("i < 1000000)") && server.output().contains("i < 1000001)")
                            && server.output().contains("\"path\":\"/v2/pipeline\",\"status\":200,\"bytes\":")
                            && server.output().contains("\"path\":\"/version\",\"status\":200,"));
            assertThat(server.output()).doesNotContain("secret").containsPattern("[0-9.]+ ms on default for http ");
        }
    }

    @Test
    void nothingOfThisIsLoggedOtherwise() throws Exception {
        try (ServerProcess server = Tree.BUILT.serve(directory, "app.db");
                Hrana stream = new Hrana(Tree.url(server))) {
            stream.executeAlone(SLOW);
            assertThat(server.output()).doesNotContain("/v2/pipeline", "RECURSIVE");
        }
    }

    @Test
    void aTransactionThatIsOpenForTooLongIsTakenAway() throws Exception {
        try (ServerProcess server =
                Tree.BUILT.serve(directory, "app.db", "--set", "sqld.limits.transaction-timeout=300ms");
                Hrana stream = new Hrana(Tree.url(server));
                Connection connection = Tree.pgjdbc(server);
                Statement statement = connection.createStatement()) {
            stream.execute("CREATE TABLE t (a)");
            stream.execute("BEGIN");
            stream.execute("INSERT INTO t VALUES (1)");
            Eventually.await("it is rolled back", () -> server.output().contains("sqld.limits.transaction-timeout"));
            assertThatThrownBy(() -> stream.execute("INSERT INTO t VALUES (2)"))
                    .hasMessageContaining("TRANSACTION_TIMEOUT")
                    .hasMessageContaining("sqld.limits.transaction-timeout");
            statement.execute("INSERT INTO t VALUES (3)");
            assertThat(ClientPrograms.count(connection, "SELECT sum(a) FROM t")).isEqualTo(3);
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO t VALUES (4)");
            assertThatThrownBy(() -> statement.executeQuery(SLOW.replace("1000000", "1000000000")))
                    .hasMessageContaining("sqld.limits.transaction-timeout");
        }
    }
}
