package io.sqld.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.sqld.testkit.FrontendFixture;
import io.sqld.testkit.MarkdownTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Plays what was recorded from the real server, in order, and compares status, type and body. Where an answer is to be
 * different, the recording says how and why.
 */
class RecordedTest {
    private static final Pattern BATON = Pattern.compile("\"baton\":\"([^\"]+)\"");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"recorded.json", "recorded-operation.json"})
    void everyAnswerIsUpstreamsOrDiffersForAReason(String recording) throws IOException {
        List<? extends Config> cases = cases(recording);
        var all = new SoftAssertions();
        try (FrontendFixture fixture = Fixtures.start(directory, "");
                RawHttp http = new RawHttp(fixture.address())) {
            String baton = "";
            for (Config recorded : cases) {
                RawHttp.Response response = play(http, recorded, baton);
                Matcher given = BATON.matcher(response.body());
                baton = given.find() ? given.group(1) : baton;
                compare(recorded, response, all);
            }
        }
        all.assertAll();
    }

    @Test
    void enoughIsRecordedAndEveryDifferenceIsListed() {
        var cases = new ArrayList<Config>(cases("recorded.json"));
        cases.addAll(cases("recorded-operation.json"));
        assertThat(cases).hasSizeGreaterThan(180);
        assertThat(MarkdownTable.of("HRANA.md", "## Recorded differences").rows())
                .map(row -> row.in("Reason"))
                .containsExactlyInAnyOrderElementsOf(cases.stream()
                        .filter(recorded -> recorded.hasPath("ours"))
                        .map(recorded -> recorded.getString("ours.reason"))
                        .distinct()
                        .toList());
    }

    private static List<? extends Config> cases(String recording) {
        return ConfigFactory.parseResources(RecordedTest.class, recording).getConfigList("cases");
    }

    private static RawHttp.Response play(RawHttp http, Config recorded, String baton) throws IOException {
        String method = recorded.getString("method");
        if (recorded.hasPath("request")) {
            return http.post(recorded.getString("path"), recorded.getString("request").replace("$BATON", baton));
        }
        return http.request(method, recorded.getString("path"));
    }

    private static void compare(Config recorded, RawHttp.Response response, SoftAssertions all) {
        Config expected = recorded.hasPath("ours") ? recorded.getConfig("ours") : recorded;
        String type = expected.hasPath("contentType") ? expected.getString("contentType") : "";
        String name =
                recorded.getString("name") + (expected.hasPath("reason") ? ": " + expected.getString("reason") : "");
        all.assertThat(response.status()).as(name).isEqualTo(expected.getInt("status"));
        all.assertThat(response.header("content-type")).as(name).isEqualTo(type);
        all.assertThat(normalized(response.body())).as(name).isEqualTo(normalized(expected.getString("response")));
        if (recorded.hasPath("allow")) {
            all.assertThat(response.header("allow")).as(name).isEqualTo(recorded.getString("allow"));
        }
    }

    /**
     * Leaves out what differs from run to run, what the engine counts in its own way, and the place of a JSON error.
     */
    private static String normalized(String body) {
        return body.replaceAll("\"query_duration_ms\":[0-9.e-]+", "\"query_duration_ms\":0")
                .replaceAll("\"replication_index\":(\"\\d+\"|null)", "\"replication_index\":null")
                .replaceAll("\"rows_read\":\\d+,\"rows_written\":\\d+", "\"rows_read\":0,\"rows_written\":0")
                .replaceAll("\"baton\":\"[^\"]+\"", "\"baton\":\"B\"")
                .replaceAll(" at line \\d+ column \\d+$", "")
                .replaceAll("^sqld .*", "sqld");
    }
}
