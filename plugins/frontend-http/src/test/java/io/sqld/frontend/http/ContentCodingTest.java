package io.sqld.frontend.http;

import static io.sqld.frontend.http.Fixtures.execute;
import static io.sqld.frontend.http.Fixtures.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.testkit.Eventually;
import io.sqld.testkit.FrontendFixture;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compressed requests and responses, and large ones. */
class ContentCodingTest {
    private static final String CLOSE = "{\"type\":\"close\"}";
    private static final String LARGE = "SELECT hex(randomblob(20000)) AS h UNION ALL SELECT hex(zeroblob(200000))";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "gzip                | gzip",
            "br, GZIP;q=0.5      | gzip",
            "*                   | gzip",
            "br                  | ''",
            "gzip;q=0            | ''",
            "gzip; q=0.000, br   | ''",
    })
    void aLargeAnswerIsCompressedForThoseWhoAcceptIt(String accepted, String coding) throws Exception {
        try (FrontendFixture fixture = start(""); HttpClient http = HttpClient.newHttpClient()) {
            for (String body : new String[] {
                    pipeline(execute(LARGE), CLOSE), pipeline(execute(LARGE), execute(LARGE), execute(LARGE), CLOSE)}) {
                HttpResponse<byte[]> response = http.send(post(fixture, "/v3/pipeline", body)
                        .header("accept-encoding", accepted)
                        .build(), HttpResponse.BodyHandlers.ofByteArray());
                assertThat(response.headers().firstValue("content-encoding").orElse("")).isEqualTo(coding);
                assertThat(response.headers().allValues("vary")).contains("accept-encoding");
                String plain = coding.isEmpty() ? text(response.body()) : unzipped(response.body());
                assertThat(plain).startsWith("{\"baton\":null").endsWith("}}]}").contains("0".repeat(400_000));
            }
        }
    }

    @Test
    void aSmallAnswerIsNot() throws Exception {
        try (FrontendFixture fixture = start(""); HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> response =
                    http.send(post(fixture, "/v3/pipeline", pipeline(execute("SELECT 1"), CLOSE))
                            .header("accept-encoding", "gzip")
                            .build(), HttpResponse.BodyHandlers.ofByteArray());
            assertThat(response.headers().firstValue("content-encoding")).isEmpty();
        }
        try (FrontendFixture fixture = start("compression.enabled = false");
                HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> response = http.send(post(fixture, "/v3/pipeline", pipeline(execute(LARGE), CLOSE))
                    .header("accept-encoding", "gzip")
                    .build(), HttpResponse.BodyHandlers.ofByteArray());
            assertThat(response.headers().firstValue("content-encoding")).isEmpty();
        }
    }

    @Test
    void whatACursorHasSentCanBeReadBeforeItsEnd() throws Exception {
        String rows = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT i FROM n";
        String endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
        String body = "{\"batch\":{\"steps\":[{\"stmt\":{\"sql\":\"" + rows + "\"}},{\"stmt\":{\"sql\":\"" + endless
                + "\"}}]}}";
        try (FrontendFixture fixture = start("")) {
            try (HttpClient http = HttpClient.newHttpClient()) {
                HttpResponse<InputStream> response = http.send(post(fixture, "/v3/cursor", body)
                        .header("accept-encoding", "gzip")
                        .build(), HttpResponse.BodyHandlers.ofInputStream());
                assertThat(response.headers().firstValue("content-encoding")).contains("gzip");
                try (var lines = new BufferedReader(
                        new InputStreamReader(new GZIPInputStream(response.body()), StandardCharsets.UTF_8))) {
                    assertThat(lines.readLine()).startsWith("{\"baton\":\"");
                    assertThat(lines.readLine()).contains("step_begin");
                    for (int i = 1; i <= 1000; i++) {
                        assertThat(lines.readLine()).contains("\"value\":\"" + i + "\"");
                    }
                }
                http.shutdownNow();
            }
            Eventually.await("the query is stopped", () -> fixture.gateway().sessions() == 0);
        }
    }

    @Test
    void aRequestMayComeCompressed() throws Exception {
        try (FrontendFixture fixture = start(""); HttpClient http = HttpClient.newHttpClient()) {
            String text = "x".repeat(1_000_000);
            byte[] body = zipped(pipeline(execute("SELECT length('" + text + "')"), CLOSE));
            assertThat(body.length).isLessThan(10_000);
            HttpResponse<String> response = send(http, fixture, body, "gzip");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).contains("\"1000000\"");
            Eventually.await("nothing is kept", () -> fixture.metrics().value("sqld_http_body_bytes") == 0);
        }
    }

    @Test
    void aLargeRequestIsAnsweredAsASmallOne() throws Exception {
        try (FrontendFixture fixture = start(""); RawHttp http = new RawHttp(fixture.address())) {
            String text = "y".repeat(1_000_000);
            assertThat(http.post("/v3/pipeline", pipeline(execute("SELECT length('" + text + "')"), CLOSE)).body())
                    .contains("\"1000000\"");
            assertThat(http.post("/v3/pipeline", "{" + " ".repeat(1_000_000)).status()).isEqualTo(400);
            assertThat(http.get("/health").status()).isEqualTo(200);
        }
    }

    @Test
    void aBombDoesNotGoOff() throws Exception {
        try (FrontendFixture fixture = start("limits.body-bytes-max = 1MiB");
                HttpClient http = HttpClient.newHttpClient()) {
            byte[] bomb = zipped(" ".repeat(100_000_000));
            assertThat(bomb.length).isLessThan(200_000);
            HttpResponse<String> refused = send(http, fixture, bomb, "gzip");
            assertThat(refused.statusCode()).isEqualTo(413);
            assertThat(refused.body()).contains("http.limits.body-bytes-max");
        }
        try (FrontendFixture fixture = start("limits.body-bytes-total-max = 1MiB");
                HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> refused = send(http, fixture, zipped(" ".repeat(10_000_000)), "gzip");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("http.limits.body-bytes-total-max");
            Eventually.await("nothing is kept", () -> fixture.metrics().value("sqld_http_body_bytes") == 0);
        }
    }

    @Test
    void whatIsNotCodedAsItSaysIsRefused() throws Exception {
        byte[] whole = zipped(pipeline(execute("SELECT 1"), CLOSE));
        try (FrontendFixture fixture = start(""); HttpClient http = HttpClient.newHttpClient()) {
            assertThat(send(http, fixture, "{}".getBytes(StandardCharsets.UTF_8), "gzip").statusCode()).isEqualTo(400);
            for (int length = 0; length < whole.length; length += 7) {
                HttpResponse<String> cut = send(http, fixture, Arrays.copyOf(whole, length), "gzip");
                assertThat(cut.statusCode()).as("%d bytes", length).isEqualTo(400);
            }
            HttpResponse<String> unknown = send(http, fixture, whole, "br");
            assertThat(unknown.statusCode()).isEqualTo(415);
            assertThat(unknown.headers().firstValue("accept-encoding")).contains("gzip");
            assertThat(send(http, fixture, whole, "gzip").statusCode()).isEqualTo(200);
        }
    }

    private static HttpResponse<String> send(HttpClient http, FrontendFixture fixture, byte[] body, String coding)
            throws IOException, InterruptedException {
        HttpRequest request = builder(fixture, "/v3/pipeline")
                .header("content-encoding", coding)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder post(FrontendFixture fixture, String path, String body) {
        return builder(fixture, path).POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static HttpRequest.Builder builder(FrontendFixture fixture, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + fixture.address().getPort() + path))
                .version(HttpClient.Version.HTTP_1_1);
    }

    private static byte[] zipped(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String unzipped(byte[] bytes) throws IOException {
        try (var unzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return text(unzip.readAllBytes());
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private FrontendFixture start(String overrides) {
        return Fixtures.start(directory, overrides);
    }
}
