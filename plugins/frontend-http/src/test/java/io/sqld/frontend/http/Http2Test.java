package io.sqld.frontend.http;

import static io.sqld.frontend.http.Fixtures.execute;
import static io.sqld.frontend.http.Fixtures.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import io.sqld.api.service.Deadline;
import io.sqld.api.service.DrainResult;
import io.sqld.testkit.Eventually;
import io.sqld.testkit.FrontendFixture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 in plain text, with the client of the JDK (which asks for an upgrade, and gets HTTP/1) and with Netty's. */
class Http2Test {
    private static final String CLOSE = "{\"type\":\"close\"}";
    private static final String FOREVER =
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    private static final String SLOW =
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) SELECT count(*) FROM n";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    @Test
    void everyRouteAnswersAsUnderHttp1() throws Exception {
        try (FrontendFixture fixture = start("");
                RawHttp plain = new RawHttp(fixture.address());
                Http2Client client = new Http2Client(fixture.address())) {
            for (String[] request : new String[][] {
                    {"GET", "/health", ""},
                    {"GET", "/v3", ""},
                    {"HEAD", "/v3", ""},
                    {"GET", "/version", ""},
                    {"GET", "/nothing", ""},
                    {"PUT", "/v3/pipeline", ""},
                    {"GET", "/v3/pipeline", ""},
                    {"OPTIONS", "/v3/pipeline", ""},
                    {"POST", "/v3/pipeline", pipeline(execute("SELECT 1 AS a"), CLOSE)},
                    {"POST", "/v3/pipeline", "{"},
                    {"POST", "/v1/execute", "{\"stmt\":{\"sql\":\"SELEC\"}}"},
            }) {
                RawHttp.Response expected = request[0].equals("POST") ? plain.post(request[1], request[2])
                        : plain.request(request[0], request[1]);
                Http2Client.Response response = client.send(request[0], request[1], request[2]).get();
                String name = request[0] + " " + request[1];
                assertThat(response.status()).as(name).isEqualTo(expected.status());
                assertThat(withoutTime(response.body())).as(name).isEqualTo(withoutTime(expected.body()));
                for (String header : List.of("content-type", "allow", "access-control-allow-origin",
                        "content-length")) {
                    if (!header.equals("content-length") || request[0].equals("HEAD")) {
                        assertThat(response.header(header)).as(name + " " + header).isEqualTo(expected.header(header));
                    }
                }
                assertThat(response.header("connection")).isEmpty();
                assertThat(response.header("transfer-encoding")).isEmpty();
            }
        }
    }

    @Test
    void streamsDoNotWaitForEachOther() throws Exception {
        try (FrontendFixture fixture = start(""); Http2Client client = new Http2Client(fixture.address())) {
            CompletableFuture<Http2Client.Response> slow =
                    client.send("POST", "/v3/pipeline", pipeline(execute(SLOW), CLOSE));
            var quick = new ArrayList<CompletableFuture<Http2Client.Response>>();
            for (int i = 0; i < 50; i++) {
                quick.add(client.send("POST", "/v3/pipeline", pipeline(execute("SELECT 'q" + i + "'"), CLOSE)));
            }
            for (int i = 0; i < 50; i++) {
                assertThat(quick.get(i).get().body()).contains("\"q" + i + "\"");
            }
            assertThat(slow.isDone()).isFalse();
            assertThat(slow.get().body()).contains("3000000");
            Eventually.await("all end", () -> fixture.metrics().value("sqld_http_requests_open") == 0);
        }
    }

    @Test
    void aLongCursorWaitsForItsStreamAndNotForOthers() throws Exception {
        String endless =
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, hex(zeroblob(100)) "
                        + "FROM n";
        try (FrontendFixture fixture = start("write-stall-timeout = 1s");
                Http2Client client = new Http2Client(fixture.address())) {
            CompletableFuture<Http2Client.Response> unread = client.sendUnread("POST", "/v3/cursor",
                    "{\"batch\":{\"steps\":[{\"stmt\":{\"sql\":\"" + endless + "\"}}]}}");
            for (int i = 0; i < 10; i++) {
                assertThat(client.send("POST", "/v3/pipeline", pipeline(execute("SELECT 'quick'"), CLOSE)).get().body())
                        .contains("quick");
            }
            assertThat(fixture.metrics().value("sqld_http_response_bytes")).isLessThan(2_000_000);
            assertThat(unread.get().reset()).isEqualTo(Http2Error.CANCEL);
            assertThat(fixture.metrics().value("sqld_http_stalled_connections_total")).isEqualTo(1);
            assertThat(client.send("GET", "/health", "").get().status()).isEqualTo(200);
            Eventually.await("nothing is kept", () -> fixture.metrics().value("sqld_http_response_bytes") == 0);
        }
    }

    @Test
    void aStreamThatIsResetStopsItsQuery() throws Exception {
        try (FrontendFixture fixture = start(""); Http2Client client = new Http2Client(fixture.address())) {
            client.sendAndReset("POST", "/v3/pipeline", pipeline(execute(FOREVER)),
                    () -> Eventually.await("it runs", () -> fixture.gateway().sessions() == 1));
            Eventually.await("it is stopped", () -> fixture.gateway().sessions() == 0);
            assertThat(client.send("GET", "/health", "").get().status()).isEqualTo(200);
        }
    }

    @Test
    void aClientThatResetsAllItsStreamsIsCut() throws Exception {
        try (FrontendFixture fixture = start("http2.resets-max = 20");
                Http2Client client = new Http2Client(fixture.address())) {
            for (int i = 0; i < 50 && client.open(); i++) {
                client.sendAndReset("POST", "/v3/pipeline", pipeline(execute("SELECT 1")), () -> {});
            }
            Eventually.await("it is cut", () -> !client.open());
            Eventually.await("all requests end", () -> fixture.metrics().value("sqld_http_requests_open") == 0);
        }
    }

    @Test
    void theLimitsAreTold() throws Exception {
        try (FrontendFixture fixture = start("http2.streams-max = 7, limits.header-bytes-max = 4KiB");
                Http2Client client = new Http2Client(fixture.address())) {
            Http2Settings settings = client.settings();
            assertThat(settings.maxConcurrentStreams()).isEqualTo(7);
            assertThat(settings.maxHeaderListSize()).isEqualTo(4096);
            Http2Client.Response refused = client.send("GET", "/v3?" + "x".repeat(4200), "").get();
            assertThat(refused.status()).isEqualTo(431);
            assertThat(client.send("GET", "/v3", "").get().status()).isEqualTo(200);
        }
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedAndTheConnectionStays() throws Exception {
        try (FrontendFixture fixture = start("limits.body-bytes-max = 100KiB");
                Http2Client client = new Http2Client(fixture.address())) {
            Http2Client.Response refused = client.send("POST", "/v3/pipeline", " ".repeat(400_000)).get();
            assertThat(refused.status()).isEqualTo(413);
            assertThat(refused.body()).contains("http.limits.body-bytes-max");
            assertThat(client.send("GET", "/health", "").get().status()).isEqualTo(200);
            Eventually.await("nothing is kept", () -> fixture.metrics().value("sqld_http_body_bytes") == 0);
        }
    }

    @Test
    void aRequestThatDoesNotArriveInTimeIsToldAndTheOthersGoOn() throws Exception {
        try (FrontendFixture fixture = start("request-read-timeout = 200ms");
                Http2Client client = new Http2Client(fixture.address())) {
            CompletableFuture<Http2Client.Response> late = client.sendWithoutEnd("POST", "/v3/pipeline", "{");
            assertThat(client.send("GET", "/health", "").get().status()).isEqualTo(200);
            assertThat(late.get().status()).isEqualTo(408);
            assertThat(client.send("GET", "/health", "").get().status()).isEqualTo(200);
        }
    }

    @Test
    void anIdleConnectionEnds() throws Exception {
        try (FrontendFixture fixture = start("keep-alive-timeout = 200ms");
                Http2Client client = new Http2Client(fixture.address())) {
            assertThat(client.send("GET", "/health", "").get().status()).isEqualTo(200);
            Eventually.await("it ends", () -> !client.open());
            assertThat(client.goAway()).isEqualTo(Http2Error.NO_ERROR);
        }
    }

    @Test
    void drainingSaysGoAwayAndAnswersWhatIsInHand() throws Exception {
        try (FrontendFixture fixture = start(""); Http2Client client = new Http2Client(fixture.address())) {
            CompletableFuture<Http2Client.Response> slow =
                    client.send("POST", "/v3/pipeline", pipeline(execute(SLOW), CLOSE));
            Eventually.await("it runs", () -> fixture.gateway().sessions() == 1);
            CompletableFuture<DrainResult> drained = CompletableFuture.supplyAsync(
                    () -> fixture.frontend().drain(Deadline.after(Duration.ofSeconds(20))));
            assertThat(slow.get().body()).contains("3000000");
            assertThat(drained.get()).isEqualTo(DrainResult.DRAINED);
            assertThat(client.goAway()).isEqualTo(Http2Error.NO_ERROR);
        }
    }

    @Test
    void aClientThatAsksForAnUpgradeIsServedInHttp1() throws Exception {
        try (FrontendFixture fixture = start("");
                HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            URI uri = URI.create("http://127.0.0.1:" + fixture.address().getPort() + "/v3/pipeline");
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .POST(HttpRequest.BodyPublishers.ofString(pipeline(execute("SELECT 1"), CLOSE)))
                    .build();
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
    }

    @Test
    void whatIsNeitherHttp1NorHttp2IsRefused() throws IOException {
        try (FrontendFixture fixture = start(""); RawHttp http = new RawHttp(fixture.address())) {
            http.send("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n");
            assertThat(http.read().status()).isEqualTo(505);
        }
        try (FrontendFixture fixture = start("keep-alive-timeout = 100ms");
                RawHttp http = new RawHttp(fixture.address())) {
            http.send("PRI * HT");
            assertThat(http.ended()).isTrue();
        }
    }

    private static String withoutTime(String body) {
        return body.replaceAll("\"query_duration_ms\":[0-9.e-]+", "");
    }

    private FrontendFixture start(String overrides) {
        return Fixtures.start(directory, overrides);
    }
}
