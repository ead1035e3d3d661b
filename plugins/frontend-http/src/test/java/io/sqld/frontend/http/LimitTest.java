package io.sqld.frontend.http;

import static io.sqld.frontend.http.Fixtures.execute;
import static io.sqld.frontend.http.Fixtures.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.testkit.Eventually;
import io.sqld.testkit.FrontendFixture;
import io.sqld.testkit.TestSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every limit on what a request holds or a result takes. */
class LimitTest {
    private static final String CLOSE = "{\"type\":\"close\"}";
    /** Rows of a kilobyte: the kernel may keep tens of megabytes for a client that does not read. */
    private static final int MORE_THAN_SOCKETS_TAKE = 80_000;
    private static final String MANY_ROWS =
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) SELECT "
                    + "hex(zeroblob(500)) FROM n";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    @Test
    void aPipelineHasOnlySoManyRequests() throws IOException {
        try (FrontendFixture fixture = start("limits.pipeline-requests-max = 3");
                RawHttp http = new RawHttp(fixture.address())) {
            String select = execute("SELECT 1");
            assertThat(http.post("/v3/pipeline", pipeline(select, select, CLOSE)).status()).isEqualTo(200);
            refused(http.post("/v3/pipeline", pipeline(select, select, select, CLOSE)),
                    "http.limits.pipeline-requests-max");
        }
    }

    @Test
    void aBatchHasOnlySoManySteps() throws IOException {
        try (FrontendFixture fixture = start("limits.batch-steps-max = 3");
                RawHttp http = new RawHttp(fixture.address())) {
            assertThat(http.post("/v3/pipeline", pipeline(batch(3, ""), CLOSE)).status()).isEqualTo(200);
            refused(http.post("/v3/pipeline", pipeline(batch(4, ""), CLOSE)), "http.limits.batch-steps-max");
            assertThat(http.post("/", "{\"statements\":[\"SELECT 1\",\"SELECT 1\",\"SELECT 1\"]}").status())
                    .isEqualTo(200);
            assertThat(http.post("/", "{\"statements\":[\"SELECT 1\",\"SELECT 1\",\"SELECT 1\",\"SELECT 1\"]}").body())
                    .contains("http.limits.batch-steps-max");
        }
    }

    @Test
    void conditionsAreInOneAnotherOnlySoDeep() throws IOException {
        try (FrontendFixture fixture = start("limits.condition-depth-max = 5");
                RawHttp http = new RawHttp(fixture.address())) {
            assertThat(http.post("/v3/pipeline", pipeline(batch(2, nested(5)), CLOSE)).status()).isEqualTo(200);
            refused(http.post("/v3/pipeline", pipeline(batch(2, nested(6)), CLOSE)), "http.limits.condition-depth-max");
        }
    }

    @Test
    void aBatchHasOnlySoManyConditions() throws IOException {
        try (FrontendFixture fixture = start("limits.batch-conditions-max = 10");
                RawHttp http = new RawHttp(fixture.address())) {
            String nine = "{\"type\":\"and\",\"conds\":[" + ok(9) + "]}";
            assertThat(http.post("/v3/pipeline", pipeline(batch(2, nine), CLOSE)).status()).isEqualTo(200);
            String ten = "{\"type\":\"or\",\"conds\":[" + ok(10) + "]}";
            refused(http.post("/v3/pipeline", pipeline(batch(2, ten), CLOSE)), "http.limits.batch-conditions-max");
        }
    }

    @Test
    void aStreamStoresOnlySoManyTextsOfSoManyCharacters() throws IOException {
        try (FrontendFixture fixture = start("limits { stored-sql-max = 2, stored-sql-chars-max = 10 }");
                RawHttp http = new RawHttp(fixture.address())) {
            String body = http.post("/v3/pipeline", pipeline(store(1, "x".repeat(10)), store(2, "x".repeat(11)),
                    store(3, "x"), store(4, "x"), "{\"type\":\"close_sql\",\"sql_id\":1}", store(5, "x"), CLOSE))
                    .body();
            assertThat(body.split("\"type\":\"(ok|error)\"")).hasSize(8);
            assertThat(body).containsSubsequence("\"type\":\"ok\"", "SQL_STORE_TOO_LARGE", "\"type\":\"ok\"",
                    "SQL_STORE_TOO_MANY", "\"type\":\"close_sql\"", "\"type\":\"store_sql\"", "\"type\":\"close\"");
            assertThat(body).contains("http.limits.stored-sql-max", "http.limits.stored-sql-chars-max");
        }
    }

    @Test
    void aResultThatIsTooLargeIsAnErrorOfItsOwnAndTheOthersArrive() throws IOException {
        try (FrontendFixture fixture = start("limits.response-bytes-max = 100KiB");
                RawHttp http = new RawHttp(fixture.address())) {
            String small = execute(MANY_ROWS.formatted(90));
            String large = execute(MANY_ROWS.formatted(110));
            String body = http.post("/v3/pipeline", pipeline(small, large, small, CLOSE)).body();
            assertThat(body).containsSubsequence("\"affected_row_count\":0", "\"code\":\"RESPONSE_TOO_LARGE\"",
                    "\"affected_row_count\":0", "\"type\":\"close\"}}]}");
            assertThat(body).contains("http.limits.response-bytes-max (102400 bytes)");
            assertThat(http.post("/", "{\"statements\":[\"" + MANY_ROWS.formatted(110) + "\"]}").status())
                    .isEqualTo(400);
            RawHttp.Response single =
                    http.post("/v1/execute", "{\"stmt\":{\"sql\":\"" + MANY_ROWS.formatted(110) + "\"}}");
            assertThat(single.status()).isEqualTo(400);
            assertThat(single.body()).contains("RESPONSE_TOO_LARGE");
            nothingIsHeld(fixture);
        }
    }

    @Test
    void aCursorMayBeLargerThanAnyResult() throws IOException {
        try (FrontendFixture fixture =
                start("limits { response-bytes-max = 100KiB, response-bytes-total-max = 300KiB }");
                RawHttp http = new RawHttp(fixture.address())) {
            RawHttp.Response response = http.post("/v3/cursor",
                    "{\"batch\":{\"steps\":[{\"stmt\":{\"sql\":\"" + MANY_ROWS.formatted(5_000) + "\"}}]}}");
            assertThat(response.header("transfer-encoding")).isEqualTo("chunked");
            assertThat(response.body().lines().filter(line -> line.startsWith("{\"type\":\"row\"")).count())
                    .isEqualTo(5_000);
            assertThat(response.body())
                    .endsWith("{\"type\":\"step_end\",\"affected_row_count\":0,\"last_insert_rowid\":null}\n");
            nothingIsHeld(fixture);
        }
    }

    @Test
    void responsesTogetherMayNotExceedTheirBudget() throws IOException {
        try (FrontendFixture fixture =
                start("limits { response-bytes-max = 10MiB, response-bytes-total-max = 300KiB }");
                RawHttp http = new RawHttp(fixture.address())) {
            assertThat(http.post("/v3/pipeline", pipeline(execute(MANY_ROWS.formatted(400)), CLOSE)).body())
                    .contains("RESPONSE_TOO_LARGE", "http.limits.response-bytes-total-max")
                    .endsWith("{\"type\":\"close\"}}]}");
            nothingIsHeld(fixture);
            assertThat(http.post("/v3/pipeline", pipeline(execute(MANY_ROWS.formatted(100)), CLOSE)).body())
                    .contains("\"affected_row_count\":0");
        }
    }

    @Test
    void aPipelineWithManyLargeResultsLeavesInParts() throws IOException {
        String[] requests = Collections.nCopies(40, execute(MANY_ROWS.formatted(90))).toArray(String[]::new);
        try (FrontendFixture fixture = start("limits { response-bytes-max = 100KiB, response-bytes-total-max = 2MiB }");
                RawHttp http = new RawHttp(fixture.address())) {
            RawHttp.Response response = http.post("/v3/pipeline", pipeline(requests));
            assertThat(response.header("transfer-encoding")).isEqualTo("chunked");
            assertThat(response.body().split("\"type\":\"execute\"").length).isEqualTo(41);
            nothingIsHeld(fixture);
        }
    }

    @Test
    void aRequestThatTakesTooLongIsToldSo() throws IOException {
        try (FrontendFixture fixture = start("limits.request-time-max = 200ms");
                RawHttp http = new RawHttp(fixture.address())) {
            String forever = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
            RawHttp.Response response =
                    http.post("/v3/pipeline", pipeline(execute(forever), execute("SELECT 1"), CLOSE));
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body()).contains("DEADLINE_EXCEEDED", "http.limits.request-time-max");
        }
    }

    @Test
    void cursorsOfClientsThatDoNotReadCountToo() throws IOException {
        String rows = MANY_ROWS.formatted(MORE_THAN_SOCKETS_TAKE);
        String cursor = "{\"batch\":{\"steps\":[{\"stmt\":{\"sql\":\"" + rows + "\"}}]}}";
        try (FrontendFixture fixture = start("write-buffer-bytes-max = 4MiB, limits.response-bytes-total-max = 300KiB");
                RawHttp slow = new RawHttp(fixture.address());
                RawHttp other = new RawHttp(fixture.address())) {
            slow.sendPost("/v3/cursor", cursor);
            var looks = new AtomicInteger();
            Eventually.await("it has taken what there is, and its socket takes no more",
                    () -> fixture.metrics().value("sqld_http_response_bytes") >= 300 * 1024
                            ? looks.incrementAndGet() > 100
                            : looks.getAndSet(0) < 0);
            for (String path : new String[] {"/v3/cursor", "/dump"}) {
                RawHttp.Response refused = path.equals("/dump") ? other.get(path) : other.post(path, cursor);
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.header("retry-after")).isEqualTo("1");
                assertThat(refused.body()).contains("RESPONSE_TOO_LARGE", "http.limits.response-bytes-total-max");
            }
            assertThat(fixture.metrics().value("sqld_http_response_bytes")).isLessThan(1024 * 1024);
            assertThat(slow.read().body()).endsWith("\"last_insert_rowid\":null}\n");
            nothingIsHeld(fixture);
            assertThat(other.post("/v3/cursor", cursor).status()).isEqualTo(200);
        }
    }

    @Test
    void aConnectionTooManyIsToldWhy() throws IOException {
        try (FrontendFixture fixture = start("connections-max = 1"); RawHttp http = new RawHttp(fixture.address())) {
            assertThat(http.get("/health").status()).isEqualTo(200);
            try (RawHttp second = new RawHttp(fixture.address())) {
                RawHttp.Response refused = second.read();
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.header("retry-after")).isEqualTo("1");
                assertThat(refused.body()).contains("http.connections-max");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "limits.body-bytes-max = 0", "limits.response-bytes-max = 10", "limits.condition-depth-max = 0",
            "streams.idle-timeout = 0s", "limits.streams-max = 0", "keep-alive-timeout = 2d", "limits.nonsense = 1",
            "listen = nowhere"
    })
    void aSettingThatCannotBeIsNamed(String setting) {
        List<String> problems = TestSettings.problems(new HttpFrontendFactory(), setting);
        assertThat(problems).hasSize(1)
                .first()
                .asString()
                .startsWith("http." + setting.substring(0, setting.indexOf(' ')));
    }

    @Test
    void theDefaultsAreAccepted() {
        assertThat(TestSettings.problems(new HttpFrontendFactory(), "")).isEmpty();
    }

    private static void nothingIsHeld(FrontendFixture fixture) {
        Eventually.await("the response memory is given back",
                () -> fixture.metrics().value("sqld_http_response_bytes") == 0);
    }

    private static void refused(RawHttp.Response response, String message) {
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body()).contains(message);
    }

    private static String store(int id, String sql) {
        return "{\"type\":\"store_sql\",\"sql_id\":" + id + ",\"sql\":\"" + sql + "\"}";
    }

    private static String batch(int steps, String lastCondition) {
        var list = new ArrayList<String>();
        for (int i = 0; i < steps; i++) {
            String condition = i == steps - 1 && !lastCondition.isEmpty() ? "\"condition\":" + lastCondition + "," : "";
            list.add("{" + condition + "\"stmt\":{\"sql\":\"SELECT 1\"}}");
        }
        return "{\"type\":\"batch\",\"batch\":{\"steps\":[" + String.join(",", list) + "]}}";
    }

    private static String nested(int depth) {
        return "{\"cond\":".repeat(depth - 1) + ok(1) + ",\"type\":\"not\"}".repeat(depth - 1);
    }

    private static String ok(int count) {
        return String.join(",", Collections.nCopies(count, "{\"type\":\"ok\",\"step\":0}"));
    }

    private FrontendFixture start(String overrides) {
        return Fixtures.start(directory, overrides);
    }
}
