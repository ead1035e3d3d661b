package io.sqld.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.api.service.Deadline;
import io.sqld.api.service.DrainResult;
import io.sqld.testkit.Eventually;
import io.sqld.testkit.FrontendFixture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTP/1.1 itself, on raw sockets. */
class ConnectionTest {
    private static final String SELECT_1 = Fixtures.pipeline(Fixtures.execute("SELECT 1"), "{\"type\":\"close\"}");
    private static final String FOREVER =
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    @Test
    void everyAnswerMayBeReadByAnyWebPage() throws IOException {
        try (FrontendFixture fixture = start(""); RawHttp http = new RawHttp(fixture.address())) {
            for (RawHttp.Response response : new RawHttp.Response[] {
                    http.get("/health"), http.post("/v3/pipeline", SELECT_1), http.post("/v3/pipeline", "nonsense"),
                    http.get("/v3/pipeline")
            }) {
                assertThat(response.header("access-control-allow-origin")).isEqualTo("*");
                assertThat(response.header("vary"))
                        .startsWith("origin,access-control-request-method,access-control-request-headers");
                assertThat(response.header("date")).matches("\\w{3}, \\d{1,2} \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
            }
            assertThat(http.get("/nowhere").header("access-control-allow-origin")).isEmpty();
        }
    }

    @Test
    void aPreflightIsAnswered() throws IOException {
        try (FrontendFixture fixture = start(""); RawHttp http = new RawHttp(fixture.address())) {
            http.send(String.join("\r\n", "OPTIONS /v3/pipeline HTTP/1.1", "Host: x", "Origin: http://a",
                    "Access-Control-Request-Method: POST", "Access-Control-Request-Headers: content-type", "", ""));
            RawHttp.Response response = http.read();
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header("access-control-allow-methods")).isEqualTo("*");
            assertThat(response.header("access-control-allow-headers")).isEqualTo("*");
            assertThat(response.header("allow")).isEqualTo("POST");
            assertThat(response.body()).isEmpty();
        }
    }

    @Test
    void headHasTheLengthAndNoBody() throws IOException {
        try (FrontendFixture fixture = start(""); RawHttp http = new RawHttp(fixture.address())) {
            assertThat(http.request("HEAD", "/v2").header("content-length")).isEqualTo("44");
            assertThat(http.get("/v2").body()).hasSize(44);
        }
    }

    @Test
    void requestsSentAheadAreAnsweredInOrder() throws IOException {
        try (FrontendFixture fixture = start("limits.pipelined-requests-max = 3");
                RawHttp http = new RawHttp(fixture.address())) {
            for (int i = 0; i < 200; i++) {
                if (i % 5 == 0) {
                    http.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
                } else {
                    http.sendPost("/v3/pipeline",
                            Fixtures.pipeline(Fixtures.execute("SELECT " + (i * 1000)), "{\"type\":\"close\"}"));
                }
            }
            for (int i = 0; i < 200; i++) {
                RawHttp.Response response = http.read();
                assertThat(response.status()).isEqualTo(200);
                if (i % 5 == 0) {
                    assertThat(response.body()).isEmpty();
                } else {
                    assertThat(response.body()).contains("{\"type\":\"integer\",\"value\":\"" + (i * 1000) + "\"}");
                }
            }
        }
    }

    @Test
    void aRequestMayArriveByteByByte() throws IOException {
        String request = "POST /v3/pipeline HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(10) + "\r\n" + SELECT_1.substring(0, 10) + "\r\n"
                + Integer.toHexString(SELECT_1.length() - 10) + ";x=y\r\n" + SELECT_1.substring(10) + "\r\n0\r\n\r\n";
        try (FrontendFixture fixture = start(""); RawHttp http = new RawHttp(fixture.address())) {
            for (byte part : request.getBytes(StandardCharsets.UTF_8)) {
                http.send(new byte[] {part});
            }
            assertThat(http.read().body()).contains("\"rows\":[[{\"type\":\"integer\",\"value\":\"1\"}]]");
        }
    }

    @Test
    void aClientThatWaitsForContinueIsToldToContinue() throws IOException {
        try (FrontendFixture fixture = start(""); RawHttp http = new RawHttp(fixture.address())) {
            String head = "POST /v3/pipeline HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: ";
            http.send(head + SELECT_1.length() + "\r\n\r\n");
            assertThat(http.read().status()).isEqualTo(100);
            http.send(SELECT_1);
            assertThat(http.read().status()).isEqualTo(200);
            http.send(head + (1L << 40) + "\r\n\r\n");
            assertThat(http.read().status()).isEqualTo(413);
        }
    }

    @Test
    void anExpectationThatNobodyKnowsIsRefused() throws IOException {
        try (FrontendFixture fixture = start(""); RawHttp http = new RawHttp(fixture.address())) {
            http.send("POST /v3/pipeline HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\nContent-Length: 2\r\n\r\n{}");
            assertThat(http.read().status()).isEqualTo(417);
        }
    }

    @Test
    void http10GetsItsAnswerAndItsEnd() throws IOException {
        try (FrontendFixture fixture = start("")) {
            try (RawHttp http = new RawHttp(fixture.address())) {
                http.send("GET /v2 HTTP/1.0\r\n\r\n");
                RawHttp.Response response = http.read();
                assertThat(response.body()).hasSize(44);
                assertThat(response.header("connection")).isEqualTo("close");
                assertThat(http.ended()).isTrue();
            }
            try (RawHttp http = new RawHttp(fixture.address())) {
                http.send("GET /v2 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
                assertThat(http.read().header("connection")).isEqualTo("keep-alive");
                assertThat(http.get("/v2").status()).isEqualTo(200);
            }
        }
    }

    @Test
    void http10GetsALongAnswerThatEndsWithTheConnection() throws IOException {
        String batch = "{\"batch\":{\"steps\":[{\"stmt\":{\"sql\":\"SELECT hex(zeroblob(1000)) FROM "
                + "json_each('[" + "1,".repeat(400) + "1]')\"}}]}}";
        try (FrontendFixture fixture = start(""); RawHttp http = new RawHttp(fixture.address())) {
            http.send("POST /v3/cursor HTTP/1.0\r\nContent-Length: " + batch.length() + "\r\n\r\n" + batch);
            RawHttp.Response response = http.read();
            assertThat(response.header("transfer-encoding")).isEmpty();
            assertThat(response.body().lines().filter(line -> line.startsWith("{\"type\":\"row\""))).hasSize(401);
            assertThat(response.body()).endsWith("\"last_insert_rowid\":null}\n");
        }
    }

    @Test
    void aClientThatAsksForTheEndGetsIt() throws IOException {
        try (FrontendFixture fixture = start(""); RawHttp http = new RawHttp(fixture.address())) {
            http.send("GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(http.read().header("connection")).isEqualTo("close");
            assertThat(http.ended()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "GARBAGE                                                                          | 400",
            "GET / HTTP/1.1\\r\\nHost: x\\r\\nBad Header: x                                    | 400",
            "POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: -1                              | 400",
            "POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 1\\r\\nContent-Length: 2         | 400",
            "POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: x                               | 400",
            "GET /LONG HTTP/1.1\\r\\nHost: x                                                  | 414",
            "GET / HTTP/1.1\\r\\nHost: x\\r\\nA: LONG                                          | 431",
            "POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 99999999999                     | 413",
    })
    void aRequestThatIsWrongFromTheStartGetsItsStatusAndTheEnd(String head, int status) throws IOException {
        String request = head.strip().replace("\\r\\n", "\r\n").replace("LONG", "x".repeat(70_000));
        try (FrontendFixture fixture = start(""); RawHttp http = new RawHttp(fixture.address())) {
            http.send(request + "\r\n\r\n");
            RawHttp.Response response = http.read();
            assertThat(response.status()).isEqualTo(status);
            assertThat(response.header("connection")).isEqualTo("close");
            assertThat(response.body()).isNotBlank();
        }
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedAndTheAnswerArrivesAlthoughTheClientSendsOn() throws IOException {
        try (FrontendFixture fixture = start("limits.body-bytes-max = 100KiB")) {
            String chunk = "2800\r\n" + "x".repeat(0x2800) + "\r\n";
            try (RawHttp http = new RawHttp(fixture.address())) {
                http.send("POST /v3/pipeline HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
                for (int i = 0; i < 20; i++) {
                    http.send(chunk);
                }
                RawHttp.Response response = http.read();
                assertThat(response.status()).isEqualTo(413);
                assertThat(response.body()).contains("http.limits.body-bytes-max (102400 bytes)");
            }
            try (RawHttp http = new RawHttp(fixture.address())) {
                String padded = SELECT_1 + " ".repeat(100 * 1024 - SELECT_1.length());
                assertThat(http.post("/v3/pipeline", padded).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void bodiesTogetherMayNotExceedTheirBudget() throws IOException {
        try (FrontendFixture fixture = start("limits.body-bytes-total-max = 200KiB");
                RawHttp first = new RawHttp(fixture.address());
                RawHttp second = new RawHttp(fixture.address())) {
            first.send("POST /v3/pipeline HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n" + " ".repeat(150_000));
            Eventually.await("the first body takes its part",
                    () -> fixture.metrics().value("sqld_http_body_bytes") >= 150_000);
            RawHttp.Response refused = second.post("/v3/pipeline", SELECT_1 + " ".repeat(150_000));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("retry-after")).isEqualTo("1");
            assertThat(refused.body()).contains("http.limits.body-bytes-total-max");
            first.send(" ".repeat(200_000 - 150_000 - SELECT_1.length()) + SELECT_1);
            assertThat(first.read().status()).isEqualTo(200);
            Eventually.await("it is given back", () -> fixture.metrics().value("sqld_http_body_bytes") == 0);
        }
    }

    @Test
    void anIdleConnectionEnds() throws IOException {
        try (FrontendFixture fixture = start("keep-alive-timeout = 100ms");
                RawHttp http = new RawHttp(fixture.address())) {
            assertThat(http.get("/health").status()).isEqualTo(200);
            assertThat(http.ended()).isTrue();
        }
    }

    @Test
    void aRequestThatDoesNotArriveInTimeIsTold() throws IOException {
        try (FrontendFixture fixture = start("request-read-timeout = 100ms");
                RawHttp http = new RawHttp(fixture.address())) {
            http.send("POST /v3/pipeline HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{");
            RawHttp.Response response = http.read();
            assertThat(response.status()).isEqualTo(408);
            assertThat(response.body()).contains("http.request-read-timeout");
            assertThat(http.ended()).isTrue();
        }
    }

    @Test
    void oneConnectionTooManyIsToldSo() throws IOException {
        try (FrontendFixture fixture = start("connections-max = 1");
                RawHttp first = new RawHttp(fixture.address())) {
            first.get("/health");
            try (RawHttp second = new RawHttp(fixture.address())) {
                RawHttp.Response refused = second.read();
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.header("retry-after")).isEqualTo("1");
            }
            assertThat(first.get("/health").status()).isEqualTo(200);
        }
    }

    @Test
    void drainingLetsTheRequestInHandEndAndSaysThatTheConnectionDoes() throws Exception {
        try (FrontendFixture fixture = start(""); RawHttp http = new RawHttp(fixture.address())) {
            http.send("POST /v3/pipeline HTTP/1.1\r\nHost: x\r\nContent-Length: " + SELECT_1.length() + "\r\n\r\n{");
            Eventually.await("the request has begun", () -> fixture.metrics().value("sqld_http_requests_open") == 1);
            CompletableFuture<DrainResult> drained = CompletableFuture.supplyAsync(
                    () -> fixture.frontend().drain(Deadline.after(Duration.ofSeconds(20))));
            Eventually.await("new clients are refused", () -> refusesConnections(fixture));
            http.send(SELECT_1.substring(1));
            RawHttp.Response response = http.read();
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header("connection")).isEqualTo("close");
            assertThat(http.ended()).isTrue();
            assertThat(drained.get()).isEqualTo(DrainResult.DRAINED);
        }
    }

    @Test
    void theJdksClientSpeaksWithIt() throws Exception {
        try (FrontendFixture fixture = start(""); HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + fixture.address().getPort() + "/v3/pipeline");
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .POST(HttpRequest.BodyPublishers.ofString(SELECT_1))
                    .build();
            for (int i = 0; i < 3; i++) {
                assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void aClientThatDisconnectsStopsItsQueryAndEndsItsTransaction() throws IOException {
        try (FrontendFixture fixture = start(""); RawHttp other = new RawHttp(fixture.address())) {
            try (RawHttp http = new RawHttp(fixture.address())) {
                String baton = Fixtures.baton(http.post("/v3/pipeline", Fixtures.pipeline(
                        Fixtures.execute("CREATE TABLE t (a)"), Fixtures.execute("BEGIN IMMEDIATE"))));
                http.sendPost("/v3/pipeline", Fixtures.resume(baton, Fixtures.execute(FOREVER)));
                Eventually.await("the query runs", () -> fixture.metrics().value("sqld_http_requests_open") == 1);
            }
            Eventually.await("the stream ends", () -> fixture.metrics().value("sqld_http_streams") == 0);
            RawHttp.Response response = other.post("/v3/pipeline",
                    Fixtures.pipeline(Fixtures.execute("INSERT INTO t VALUES (1)"), "{\"type\":\"close\"}"));
            assertThat(response.body()).contains("\"affected_row_count\":1");
        }
    }

    private static boolean refusesConnections(FrontendFixture fixture) {
        try {
            new RawHttp(fixture.address()).close();
            return false;
        } catch (IOException refused) {
            return true;
        }
    }

    private FrontendFixture start(String overrides) {
        return Fixtures.start(directory, overrides);
    }
}
