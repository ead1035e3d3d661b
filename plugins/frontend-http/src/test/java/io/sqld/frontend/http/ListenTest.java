package io.sqld.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sqld.api.service.Deadline;
import io.sqld.testkit.Eventually;
import io.sqld.testkit.FrontendFixture;
import io.sqld.testkit.SessionRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code GET /beta/listen}. */
class ListenTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    @Test
    void everyCommitToTheTableIsAnEvent() throws IOException {
        try (FrontendFixture fixture = start("");
                SessionRunner session = fixture.storage().session();
                RawHttp http = new RawHttp(fixture.address())) {
            session.script("CREATE TABLE t (a); CREATE TABLE u (a)");
            String head = listen(http, "/beta/listen?table=t");
            assertThat(head).contains("HTTP/1.1 200 OK", "content-type: text/event-stream", "cache-control: no-cache",
                    "transfer-encoding: chunked");
            session.script("INSERT INTO t VALUES (1), (2); INSERT INTO u VALUES (1)");
            assertThat(event(http)).isEqualTo("event:changes data:{\"insert\":2}");
            session.script("BEGIN; INSERT INTO t VALUES (3); UPDATE t SET a = 0; COMMIT");
            assertThat(event(http)).isEqualTo("event:changes data:{\"insert\":1,\"update\":3}");
            session.script("BEGIN; INSERT INTO t VALUES (4); ROLLBACK; DELETE FROM t");
            assertThat(event(http)).isEqualTo("event:changes data:{\"delete\":3}");
        }
    }

    @Test
    void actionsChooseEventsAndNotTheirCounts() throws IOException {
        try (FrontendFixture fixture = start("");
                SessionRunner session = fixture.storage().session();
                RawHttp http = new RawHttp(fixture.address())) {
            session.run("CREATE TABLE t (a)");
            listen(http, "/beta/listen?table=t&action=update&action=delete");
            session.script("INSERT INTO t VALUES (1); BEGIN; INSERT INTO t VALUES (2); UPDATE t SET a = 3; COMMIT");
            assertThat(event(http)).isEqualTo("event:changes data:{\"insert\":1,\"update\":2}");
        }
    }

    @Test
    void aQuestionThatMakesNoSenseIsRefused() throws IOException {
        try (FrontendFixture fixture = start(""); RawHttp http = new RawHttp(fixture.address())) {
            RawHttp.Response missing = http.get("/beta/listen");
            assertThat(missing.status()).isEqualTo(400);
            assertThat(missing.header("content-type")).isEqualTo("text/plain; charset=utf-8");
            assertThat(missing.body()).isEqualTo("Failed to deserialize query string: missing field `table`");
            assertThat(http.get("/beta/listen?table=t&action=foo").body()).isEqualTo(
                    "Failed to deserialize query string: unknown variant `foo`, expected one of `unknown`, `delete`,"
                            + " `insert`, `update`");
            assertThat(http.get("/beta/listen?table=%zz").status()).isEqualTo(400);
            assertThat(http.request("HEAD", "/beta/listen?table=t").status()).isEqualTo(200);
        }
    }

    @Test
    void onlySoManyMayListen() throws IOException {
        try (FrontendFixture fixture = start("changes.listeners-max = 1");
                RawHttp second = new RawHttp(fixture.address())) {
            try (RawHttp first = new RawHttp(fixture.address())) {
                listen(first, "/beta/listen?table=t");
                RawHttp.Response refused = second.get("/beta/listen?table=t");
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.header("retry-after")).isEqualTo("1");
                assertThat(refused.body()).contains("http.changes.listeners-max");
            }
            Eventually.await("its place is free", () -> fixture.metrics().value("sqld_http_listeners") == 0);
            Eventually.await("its session is closed", () -> fixture.gateway().sessions() == 0);
            assertThat(listen(second, "/beta/listen?table=t")).contains("200 OK");
        }
    }

    @Test
    void whoReadsTooSlowlyIsToldThatEventsAreLost() {
        var events = new EventQueue(2);
        events.add("one");
        events.add("two");
        assertThat(events.next()).isEqualTo("one");
        events.add("three");
        events.add("four");
        assertThat(events.next()).isEqualTo("event:error\ndata:some changes were lost\n\n");
        assertThat(events.next()).isEqualTo("four");
        assertThat(events.next()).isEmpty();
    }

    @Test
    void aSilentStreamShowsThatItLives() throws IOException {
        try (FrontendFixture fixture = start("changes.keep-alive = 20ms");
                RawHttp http = new RawHttp(fixture.address())) {
            listen(http, "/beta/listen?table=t");
            for (int i = 0; i < 3; i++) {
                assertThat(http.line()).isEqualTo("d");
                assertThat(http.line()).isEqualTo(":keep-alive");
                http.line();
                http.line();
            }
        }
    }

    @Test
    void aServerThatStopsEndsTheStream() throws IOException {
        try (FrontendFixture fixture = start(""); RawHttp http = new RawHttp(fixture.address())) {
            listen(http, "/beta/listen?table=t");
            fixture.frontend().drain(Deadline.after(Duration.ofSeconds(10)));
            assertThatThrownBy(() -> {
                while (true) {
                    http.line();
                }
            }).hasMessageContaining("ended the connection");
        }
    }

    /** {@return the head of the answer, when the listener is in place} */
    private static String listen(RawHttp http, String path) throws IOException {
        http.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        var head = new StringBuilder();
        for (String line = http.line(); !line.isEmpty(); line = http.line()) {
            head.append(line).append('\n');
        }
        assertThat(http.line()).isEqualTo("d");
        assertThat(http.line()).isEqualTo(":keep-alive");
        http.line();
        http.line();
        return head.toString();
    }

    /** {@return the next event, whatever chunks it comes in} */
    private static String event(RawHttp http) throws IOException {
        String name = http.line();
        while (!name.startsWith("event:")) {
            name = http.line();
        }
        return name + " " + http.line();
    }

    private FrontendFixture start(String overrides) {
        return Fixtures.start(directory, overrides);
    }
}
