package io.sqld.frontend.http;

import static io.sqld.frontend.http.Fixtures.baton;
import static io.sqld.frontend.http.Fixtures.execute;
import static io.sqld.frontend.http.Fixtures.pipeline;
import static io.sqld.frontend.http.Fixtures.resume;
import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.testkit.Eventually;
import io.sqld.testkit.FrontendFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams and their batons. */
class StreamTest {
    private static final String CLOSE = "{\"type\":\"close\"}";
    private static final String SLOW =
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000000) SELECT count(*) "
                    + "FROM n";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    @Test
    void aTransactionGoesOnFromRequestToRequestAndOverConnections() throws IOException {
        try (FrontendFixture fixture = start(""); RawHttp http = new RawHttp(fixture.address())) {
            String first = baton(http.post("/v3/pipeline", pipeline(execute("CREATE TABLE t (a)"), execute("BEGIN"),
                    execute("INSERT INTO t VALUES (1)"))));
            assertThat(Base64.getDecoder().decode(first)).hasSize(48);
            assertThat(count(fixture)).isEqualTo("0");
            try (RawHttp other = new RawHttp(fixture.address())) {
                String second = baton(other.post("/v3/pipeline", resume(first, execute("INSERT INTO t VALUES (2)"))));
                assertThat(second).isNotEqualTo(first);
                assertThat(http.post("/v3/pipeline", resume(second, execute("COMMIT"), CLOSE)).body())
                        .startsWith("{\"baton\":null,");
            }
            assertThat(count(fixture)).isEqualTo("2");
            assertThat(fixture.metrics().value("sqld_http_streams")).isZero();
        }
    }

    @Test
    void aBatonWorksOnceAndOnlyAsItWasGiven() throws IOException {
        try (FrontendFixture fixture = start(""); RawHttp http = new RawHttp(fixture.address())) {
            String first = baton(http.post("/v3/pipeline", pipeline(execute("SELECT 1"))));
            String second = baton(http.post("/v3/pipeline", resume(first, execute("SELECT 2"))));
            refused(http.post("/v3/pipeline", resume(first, execute("SELECT 3"))),
                    "a baton that has already been used");
            char flipped = second.charAt(40) == 'A' ? 'B' : 'A';
            String forged = second.substring(0, 40) + flipped + second.substring(41);
            for (String bad : new String[] {
                    "", "abc", forged, second.substring(1), second + "AAAA", "é".repeat(64), "A".repeat(64)
            }) {
                refused(http.post("/v3/pipeline", resume(bad, execute("SELECT 3"))), "an invalid baton");
            }
            assertThat(http.post("/v3/pipeline", resume(second, CLOSE)).status()).isEqualTo(200);
            refused(http.post("/v3/pipeline", resume(second, CLOSE)), "an invalid baton");
        }
    }

    @Test
    void twoRequestsCannotUseOneStreamAtOnce() throws IOException {
        try (FrontendFixture fixture = start("");
                RawHttp one = new RawHttp(fixture.address());
                RawHttp two = new RawHttp(fixture.address())) {
            String baton = baton(one.post("/v3/pipeline", pipeline(execute("SELECT 1"))));
            one.sendPost("/v3/pipeline", resume(baton, execute(SLOW)));
            Eventually.await("the first is running", () -> fixture.metrics().value("sqld_http_requests_open") == 1);
            refused(two.post("/v3/pipeline", resume(baton, execute("SELECT 2"))), "a baton that has already been used");
            assertThat(one.read().body()).contains("5000000");
        }
    }

    @Test
    void aStreamThatIsIdleForTooLongExpiresAndIsRolledBack() throws IOException {
        try (FrontendFixture fixture = start("streams.transaction-idle-timeout = 50ms");
                RawHttp http = new RawHttp(fixture.address())) {
            String baton = baton(http.post("/v3/pipeline", pipeline(execute("CREATE TABLE t (a)"),
                    execute("BEGIN IMMEDIATE"), execute("INSERT INTO t VALUES (1)"))));
            Eventually.await("the stream expires", () -> fixture.metrics().value("sqld_http_streams") == 0);
            RawHttp.Response response = http.post("/v3/pipeline", resume(baton, execute("COMMIT")));
            assertThat(response.status()).isEqualTo(400);
            assertThat(response.header("content-type")).isEqualTo("application/json");
            assertThat(response.body()).isEqualTo(
                    "{\"message\":\"The stream has expired due to inactivity\",\"code\":\"STREAM_EXPIRED\"}");
            Eventually.await("it is rolled back", () -> fixture.gateway().sessions() == 0);
            assertThat(count(fixture)).isEqualTo("0");
        }
    }

    @Test
    void aStreamWithoutATransactionLivesLonger() throws IOException {
        try (FrontendFixture fixture = start("streams.transaction-idle-timeout = 20ms");
                RawHttp http = new RawHttp(fixture.address())) {
            String idle = baton(http.post("/v3/pipeline", pipeline(execute("SELECT 1"))));
            baton(http.post("/v3/pipeline", pipeline(execute("BEGIN"))));
            Eventually.await("the transaction expires", () -> fixture.metrics().value("sqld_http_streams") == 1);
            assertThat(http.post("/v3/pipeline", resume(idle, execute("SELECT 1"))).status()).isEqualTo(200);
        }
    }

    @Test
    void closingAStreamRollsBack() throws IOException {
        try (FrontendFixture fixture = start(""); RawHttp http = new RawHttp(fixture.address())) {
            http.post("/v3/pipeline", pipeline(execute("CREATE TABLE t (a)"), CLOSE));
            http.post("/v3/pipeline", pipeline(execute("BEGIN IMMEDIATE"), execute("INSERT INTO t VALUES (1)"), CLOSE));
            Eventually.await("the session closes", () -> fixture.gateway().sessions() == 0);
            assertThat(count(fixture)).isEqualTo("0");
        }
    }

    @Test
    void aRequestThatBreaksTheProtocolEndsItsStreamAndRunsNothing() throws IOException {
        try (FrontendFixture fixture = start(""); RawHttp http = new RawHttp(fixture.address())) {
            String baton = baton(http.post("/v3/pipeline", pipeline(execute("CREATE TABLE t (a)"))));
            refused(http.post("/v3/pipeline",
                    resume(baton, execute("INSERT INTO t VALUES (1)"),
                            "{\"type\":\"execute\",\"stmt\":{\"sql_id\":7}}")),
                    "SQL text 7 not found");
            assertThat(count(fixture)).isEqualTo("0");
            refused(http.post("/v3/pipeline", resume(baton, CLOSE)), "an invalid baton");
        }
    }

    @Test
    void aStreamWithoutSqlHasNoSession() throws IOException {
        try (FrontendFixture fixture = start(""); RawHttp http = new RawHttp(fixture.address())) {
            String baton = baton(http.post("/v3/pipeline", pipeline()));
            baton = baton(http.post("/v3/pipeline",
                    resume(baton, "{\"type\":\"store_sql\",\"sql_id\":1,\"sql\":\"SELECT 7\"}")));
            assertThat(fixture.gateway().sessions()).isZero();
            assertThat(http.post("/v3/pipeline",
                    resume(baton, "{\"type\":\"execute\",\"stmt\":{\"sql_id\":1}}", CLOSE)).body())
                    .contains("\"value\":\"7\"");
        }
    }

    @Test
    void theOldestIdleStreamMakesRoomForANewOne() throws IOException {
        try (FrontendFixture fixture = start("limits.streams-max = 3, streams.dormant-timeout = 0s");
                RawHttp http = new RawHttp(fixture.address())) {
            String oldest = baton(http.post("/v3/pipeline", pipeline(execute("SELECT 1"))));
            String busy = baton(http.post("/v3/pipeline", pipeline(execute("BEGIN"))));
            String newest = baton(http.post("/v3/pipeline", pipeline(execute("SELECT 1"))));
            baton(http.post("/v3/pipeline", pipeline(execute("SELECT 1"))));
            assertThat(http.post("/v3/pipeline", resume(oldest, CLOSE)).body()).contains("STREAM_EXPIRED");
            assertThat(http.post("/v3/pipeline", resume(busy, CLOSE)).status()).isEqualTo(200);
            assertThat(http.post("/v3/pipeline", resume(newest, CLOSE)).status()).isEqualTo(200);
        }
    }

    @Test
    void whenAllStreamsAreInTransactionsTheNextIsToldToWait() throws IOException {
        try (FrontendFixture fixture = start("limits.streams-max = 2"); RawHttp http = new RawHttp(fixture.address())) {
            String first = baton(http.post("/v3/pipeline", pipeline(execute("BEGIN"))));
            baton(http.post("/v3/pipeline", pipeline(execute("BEGIN"))));
            RawHttp.Response refused = http.post("/v3/pipeline", pipeline(execute("SELECT 1")));
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("retry-after")).isEqualTo("1");
            assertThat(refused.body()).contains("TOO_MANY_STREAMS").contains("http.limits.streams-max");
            assertThat(http.post("/v3/pipeline", pipeline(execute("SELECT 1"), CLOSE)).status()).isEqualTo(200);
            http.post("/v3/pipeline", resume(first, CLOSE));
            assertThat(http.post("/v3/pipeline", pipeline(execute("SELECT 1"))).status()).isEqualTo(200);
        }
    }

    @Test
    void thousandsOfIdleStreamsAreInNobodysWay() throws IOException {
        try (FrontendFixture fixture = start(""); RawHttp http = new RawHttp(fixture.address())) {
            http.post("/v3/pipeline", pipeline(execute("CREATE TABLE t (a)"), CLOSE));
            String last = "";
            for (int i = 0; i < 5_000; i++) {
                last = baton(http.post("/v3/pipeline", pipeline(execute("SELECT count(*) FROM t"))));
            }
            assertThat(fixture.metrics().value("sqld_http_streams")).isEqualTo(5_000);
            assertThat(fixture.storage().metrics().value("sqld_storage_connections")).isLessThan(10);
            for (int i = 0; i < 1_000; i++) {
                assertThat(http.post("/v3/pipeline", pipeline(execute("INSERT INTO t VALUES (1)"), CLOSE)).body())
                        .contains("\"affected_row_count\":1");
            }
            assertThat(http.post("/v3/pipeline", resume(last, execute("SELECT count(*) FROM t"), CLOSE)).body())
                    .contains("\"1000\"");
        }
    }

    @Test
    void aStreamThatHasBeenIdleForLongGoesOnWithANewSession() throws IOException {
        try (FrontendFixture fixture = start("streams.idle-timeout = 20ms");
                RawHttp http = new RawHttp(fixture.address())) {
            http.post("/v3/pipeline", pipeline(execute("CREATE TABLE t (a)"), CLOSE));
            String plain = baton(http.post("/v3/pipeline", pipeline(execute("INSERT INTO t VALUES (1)"))));
            String temporary = baton(http.post("/v3/pipeline", pipeline(execute("CREATE TEMP TABLE u (a)"))));
            String storing = baton(http.post("/v3/pipeline",
                    pipeline("{\"type\":\"store_sql\",\"sql_id\":1,\"sql\":\"SELECT 7\"}")));
            Eventually.await("their time is over", () -> fixture.metrics().value("sqld_http_streams") == 0);
            Eventually.await("no session is left", () -> fixture.gateway().sessions() == 0);
            RawHttp.Response back = http.post("/v3/pipeline", resume(plain, execute("SELECT count(*) FROM t")));
            assertThat(back.body()).contains("\"value\":\"1\"");
            assertThat(http.post("/v3/pipeline", resume(baton(back), CLOSE)).status()).isEqualTo(200);
            refused(http.post("/v3/pipeline", resume(plain, CLOSE)), "baton");
            for (String lost : new String[] {temporary, storing}) {
                assertThat(http.post("/v3/pipeline", resume(lost, CLOSE)).body()).contains("STREAM_EXPIRED");
            }
        }
    }

    private static String count(FrontendFixture fixture) throws IOException {
        try (HranaClient client = new HranaClient(fixture.address())) {
            return client.query("SELECT count(*) FROM t").getFirst().getFirst();
        }
    }

    private static void refused(RawHttp.Response response, String message) {
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.header("content-type")).isEqualTo("text/plain");
        assertThat(response.body()).contains(message);
    }

    private FrontendFixture start(String overrides) {
        return Fixtures.start(directory, overrides);
    }
}
