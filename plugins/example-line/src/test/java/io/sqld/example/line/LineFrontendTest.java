package io.sqld.example.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sqld.testkit.FrontendClient;
import io.sqld.testkit.FrontendFixture;
import io.sqld.testkit.TestAuthenticator;
import io.sqld.testkit.TestSettings;
import io.sqld.testkit.TestStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineFrontendTest {
    private static final LineFrontendFactory FACTORY = new LineFrontendFactory();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    @Test
    void anAnswerIsRowsAndThenTheNumberOfChanges() throws IOException {
        try (FrontendFixture fixture = start(""); LineClient client = new LineClient(fixture.address())) {
            client.query("CREATE TABLE t (a, b)");
            client.sendOnly("INSERT INTO t VALUES (1, NULL), (2.5, x'00ff') RETURNING a, b");
            assertThat(List.of(client.line(), client.line(), client.line()))
                    .containsExactly("row\t1\t\\N", "row\t2.5\t\\x00ff", "ok\t2");
        }
    }

    @Test
    void valuesNeverBreakALine() throws IOException {
        try (FrontendFixture fixture = start(""); LineClient client = new LineClient(fixture.address())) {
            client.sendOnly("SELECT 'a' || char(9, 10, 13, 92) || 'é𝄞', '\\N', ''");
            assertThat(client.line()).isEqualTo("row\ta\\t\\n\\r\\\\é𝄞\t\\\\N\t");
            assertThat(client.line()).isEqualTo("ok\t0");
        }
    }

    @Test
    void anErrorNamesItsCode() throws IOException {
        try (FrontendFixture fixture = start(""); LineClient client = new LineClient(fixture.address())) {
            client.sendOnly("SELECT nope");
            assertThat(client.line()).isEqualTo("error\tSQL_ERROR\tno such column: nope");
            client.sendOnly("SELECT 1; SELECT 2");
            assertThat(client.line()).startsWith("error\tSQL_MANY_STATEMENTS\t");
        }
    }

    @Test
    void linesMayBeSentBeforeTheAnswersAreReadAndMayEndLikeOnWindows() throws IOException {
        try (FrontendFixture fixture = start(""); LineClient client = new LineClient(fixture.address())) {
            client.raw("SELECT 1\r\nSELECT 2\r\nSELECT 3\r\n".getBytes(StandardCharsets.UTF_8));
            for (int i = 1; i <= 3; i++) {
                assertThat(client.line()).isEqualTo("row\t" + i);
                assertThat(client.line()).isEqualTo("ok\t0");
            }
        }
    }

    @Test
    void aTransactionBelongsToItsConnection() throws IOException {
        try (FrontendFixture fixture = start("");
                LineClient one = new LineClient(fixture.address());
                LineClient other = new LineClient(fixture.address())) {
            one.query("CREATE TABLE t (a)");
            one.query("BEGIN");
            one.query("INSERT INTO t VALUES (1)");
            assertThat(other.query("SELECT count(*) FROM t")).containsExactly(List.of("0"));
            one.query("COMMIT");
            assertThat(other.query("SELECT count(*) FROM t")).containsExactly(List.of("1"));
        }
    }

    @Test
    void aClientThatHasEndedItsSideGetsItsAnswers() throws IOException {
        try (FrontendFixture fixture = start("linger = 20s"); LineClient client = new LineClient(fixture.address())) {
            client.raw("SELECT 1\nSELECT 2".getBytes(StandardCharsets.UTF_8));
            client.endOutput();
            assertThat(List.of(client.line(), client.line(), client.line(), client.line()))
                    .containsExactly("row\t1", "ok\t0", "row\t2", "ok\t0");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void aLineThatIsTooLongIsSkippedAndNamed() throws IOException {
        try (FrontendFixture fixture = start("line-bytes-max = 100");
                LineClient client = new LineClient(fixture.address())) {
            client.sendOnly("SELECT '" + "x".repeat(10_000) + "'");
            assertThat(client.line())
                    .isEqualTo("error\tLIMIT_EXCEEDED\tthe line is too long (line.line-bytes-max = 100)");
            client.sendOnly("SELECT '" + "x".repeat(100 - "SELECT ''".length()) + "'");
            assertThat(client.line()).startsWith("row\txxx");
        }
    }

    @Test
    void aLineThatIsNotUtf8IsRefused() throws IOException {
        try (FrontendFixture fixture = start(""); LineClient client = new LineClient(fixture.address())) {
            client.raw(new byte[] {(byte) 0xC3, '\n'});
            assertThat(client.line()).isEqualTo("error\tINVALID_REQUEST\tthe line is not UTF-8");
            assertThat(client.query("SELECT 1")).containsExactly(List.of("1"));
        }
    }

    @Test
    void oneConnectionTooManyIsToldSoAndEnded() throws IOException {
        try (FrontendFixture fixture = start("connections-max = 1");
                LineClient first = new LineClient(fixture.address())) {
            first.query("SELECT 1");
            try (LineClient second = new LineClient(fixture.address())) {
                assertThat(second.line())
                        .isEqualTo("error\tOVERLOADED\ttoo many connections (line.connections-max = 1)");
                assertThat(second.ended()).isTrue();
            }
            assertThat(first.query("SELECT 1")).containsExactly(List.of("1"));
        }
    }

    @Test
    void whoeverTheAuthenticatorRefusesIsToldSo() throws IOException {
        try (FrontendFixture fixture = new FrontendFixture(FACTORY, "listen = \"127.0.0.1:0\"",
                TestStorage.start("libsql", directory, ""), 10, TestAuthenticator.password("u", "p"))) {
            fixture.frontend().start();
            try (LineClient client = new LineClient(fixture.address())) {
                assertThatExceptionOfType(FrontendClient.Refused.class).isThrownBy(() -> client.query("SELECT 1"))
                        .withMessageContaining("UNAUTHENTICATED");
            }
        }
    }

    @Test
    void statementsAndConnectionsAreCounted() throws IOException {
        try (FrontendFixture fixture = start(""); LineClient client = new LineClient(fixture.address())) {
            client.query("SELECT 1");
            client.query("SELECT 2");
            assertThat(fixture.metrics().value("sqld_line_statements_total")).isEqualTo(2);
            assertThat(fixture.metrics().value("sqld_line_connections_open")).isEqualTo(1);
        }
    }

    @Test
    void settingsOutOfRangeAreAllReported() {
        assertThat(TestSettings.problems(FACTORY, """
                listen = "nowhere", connections-max = 0, line-bytes-max = 1, answer-buffer-bytes = 1,
                write-stall-timeout = 0s, linger = 2h, lines = 1"""))
                .hasSize(7)
                .allMatch(problem -> problem.startsWith("line."));
    }

    @Test
    void theDefaultsAreAccepted() {
        assertThat(TestSettings.problems(FACTORY, "")).isEmpty();
    }

    private FrontendFixture start(String overrides) {
        var fixture = new FrontendFixture(FACTORY, "listen = \"127.0.0.1:0\"\n" + overrides,
                TestStorage.start("libsql", directory, ""), 10);
        fixture.frontend().start();
        return fixture;
    }
}
