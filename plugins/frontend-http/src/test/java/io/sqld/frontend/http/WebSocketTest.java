package io.sqld.frontend.http;

import static io.sqld.frontend.http.RawWebSocket.closeCursor;
import static io.sqld.frontend.http.RawWebSocket.closeStream;
import static io.sqld.frontend.http.RawWebSocket.execute;
import static io.sqld.frontend.http.RawWebSocket.fetchCursor;
import static io.sqld.frontend.http.RawWebSocket.openCursor;
import static io.sqld.frontend.http.RawWebSocket.openStream;
import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.testkit.Eventually;
import io.sqld.testkit.FrontendFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hrana over WebSocket, as a client sees it. */
class WebSocketTest {
    private static final String SLOW =
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) SELECT count(*) FROM n";
    private static final String FOREVER =
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    private static final String COUNT_TO =
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) SELECT i FROM n";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    @Test
    void everyKindOfRequestIsAnsweredInItsOwnTerms() throws IOException {
        try (FrontendFixture fixture = start(""); RawWebSocket socket = greeted(fixture)) {
            ask(socket, openStream(7), "{\"type\":\"open_stream\"}");
            assertThat(ask(socket, execute(7, "SELECT 1 AS a, NULL, 1.5, 't', x'0102'"))).contains(
                    "\"response\":{\"type\":\"execute\",\"result\":{\"cols\":[{\"name\":\"a\",\"decltype\":null},",
                    "\"rows\":[[{\"type\":\"integer\",\"value\":\"1\"},{\"type\":\"null\"},"
                            + "{\"type\":\"float\",\"value\":1.5},{\"type\":\"text\",\"value\":\"t\"},"
                            + "{\"type\":\"blob\",\"base64\":\"AQI\"}]]");
            assertThat(ask(socket, execute(7, "SELEC"))).startsWith("{\"type\":\"response_error\",\"request_id\":1,"
                    + "\"error\":{\"message\":\"SQL string could not be parsed: ").endsWith("\"SQL_PARSE_ERROR\"}}");
            ask(socket,
                    "{\"type\":\"sequence\",\"stream_id\":7,\"sql\":\"CREATE TABLE t (a); INSERT INTO t VALUES (5)\"}",
                    "{\"type\":\"sequence\"}");
            assertThat(ask(socket,
                    "{\"type\":\"batch\",\"stream_id\":7,\"batch\":{\"steps\":[{\"stmt\":{\"sql\":\"SELECT a "
                            + "FROM t\"}},{\"stmt\":{\"sql\":\"SELECT nope\"}}]}}"))
                    .contains(
                            "{\"type\":\"batch\",\"result\":{\"step_results\":[{\"cols\":",
                            "],\"step_errors\":[null,{\"message\":");
            assertThat(ask(socket, "{\"type\":\"describe\",\"stream_id\":7,\"sql\":\"SELECT :a\"}"))
                    .contains("{\"type\":\"describe\",\"result\":{\"params\":[{\"name\":\":a\"}],");
            ask(socket, "{\"type\":\"get_autocommit\",\"stream_id\":7}",
                    "{\"type\":\"get_autocommit\",\"is_autocommit\":true}");
            ask(socket, execute(7, "BEGIN"));
            ask(socket, "{\"type\":\"get_autocommit\",\"stream_id\":7}",
                    "{\"type\":\"get_autocommit\",\"is_autocommit\":false}");
            ask(socket, "{\"type\":\"store_sql\",\"sql_id\":-3,\"sql\":\"SELECT 'stored'\"}",
                    "{\"type\":\"store_sql\"}");
            assertThat(ask(socket, "{\"type\":\"execute\",\"stream_id\":7,\"stmt\":{\"sql_id\":-3}}"))
                    .contains("stored");
            ask(socket, "{\"type\":\"close_sql\",\"sql_id\":-3}", "{\"type\":\"close_sql\"}");
            ask(socket, "{\"type\":\"close_sql\",\"sql_id\":-3}", "{\"type\":\"close_sql\"}");
            ask(socket, closeStream(7), "{\"type\":\"close_stream\"}");
        }
    }

    @Test
    void aCursorGivesAsManyEntriesAsAreAskedForAndNoMore() throws IOException {
        try (FrontendFixture fixture = start(""); RawWebSocket socket = greeted(fixture)) {
            ask(socket, openStream(1));
            ask(socket, openCursor(1, 9, "SELECT 1 AS a UNION ALL SELECT 2", "CREATE TABLE t (a)", "SELECT * FROM nope",
                    "INSERT INTO t VALUES (1)", "SELECT 3"), "{\"type\":\"open_cursor\"}");
            String[] entries = {
                    "{\"type\":\"step_begin\",\"step\":0,\"cols\":[{\"name\":\"a\",\"decltype\":null}]}",
                    "{\"type\":\"row\",\"row\":[{\"type\":\"integer\",\"value\":\"1\"}]}",
                    "{\"type\":\"row\",\"row\":[{\"type\":\"integer\",\"value\":\"2\"}]}",
                    "{\"type\":\"step_end\",\"affected_row_count\":0,\"last_insert_rowid\":null}",
                    "{\"type\":\"step_begin\",\"step\":1,\"cols\":[]}",
                    "{\"type\":\"step_end\",\"affected_row_count\":0,\"last_insert_rowid\":null}",
                    "{\"type\":\"step_error\",\"step\":2,\"error\":{\"message\":\"SQLite error: no such table: nope\","
                            + "\"code\":\"SQLITE_UNKNOWN\"}}",
                    "{\"type\":\"step_begin\",\"step\":3,\"cols\":[]}",
                    "{\"type\":\"step_end\",\"affected_row_count\":1,\"last_insert_rowid\":\"1\"}",
                    "{\"type\":\"step_begin\",\"step\":4,\"cols\":[{\"name\":\"3\",\"decltype\":null}]}",
                    "{\"type\":\"row\",\"row\":[{\"type\":\"integer\",\"value\":\"3\"}]}",
            };
            ask(socket, fetchCursor(9, 0), "{\"type\":\"fetch_cursor\",\"entries\":[],\"done\":false}");
            ask(socket, fetchCursor(9, 2),
                    "{\"type\":\"fetch_cursor\",\"entries\":[" + entries[0] + "," + entries[1] + "],\"done\":false}");
            for (int i = 2; i < entries.length; i++) {
                ask(socket, fetchCursor(9, 1),
                        "{\"type\":\"fetch_cursor\",\"entries\":[" + entries[i] + "],\"done\":false}");
            }
            assertThat(ask(socket, fetchCursor(9, 100))).contains("[" + entries[3]).endsWith("],\"done\":true}}");
            ask(socket, fetchCursor(9, 100), "{\"type\":\"fetch_cursor\",\"entries\":[],\"done\":true}");
            ask(socket, closeCursor(9), "{\"type\":\"close_cursor\"}");
            ask(socket, openCursor(1, 9, "SELECT 4"), "{\"type\":\"open_cursor\"}");
        }
    }

    @Test
    void aLongCursorRunsOnlyAsFarAsItIsFetched() throws IOException {
        try (FrontendFixture fixture = start(""); RawWebSocket socket = greeted(fixture)) {
            ask(socket, openStream(1));
            ask(socket, openCursor(1, 1, COUNT_TO.formatted(2_000_000_000)));
            long rows = 0;
            for (int i = 0; i < 50; i++) {
                String answer = ask(socket, fetchCursor(1, 1000));
                assertThat(answer).endsWith("\"done\":false}}");
                rows += answer.split("\"type\":\"row\"", -1).length - 1;
            }
            assertThat(rows).isEqualTo(50 * 1000 - 1);
            ask(socket, closeCursor(1));
            assertThat(ask(socket, execute(1, "SELECT 'on'"))).contains("\"on\"");
        }
    }

    @Test
    void aFetchOfMoreThanFitsGetsAPart() throws IOException {
        try (FrontendFixture fixture = start(""); RawWebSocket socket = greeted(fixture)) {
            ask(socket, openStream(1));
            ask(socket, openCursor(1, 1, COUNT_TO.formatted(100_000)));
            long rows = 0;
            long fetches = 0;
            boolean done = false;
            while (!done) {
                String answer = ask(socket, fetchCursor(1, Integer.MAX_VALUE));
                assertThat(answer.length()).isLessThan(400_000);
                rows += answer.split("\"type\":\"row\"", -1).length - 1;
                fetches++;
                done = answer.endsWith("\"done\":true}}");
            }
            assertThat(rows).isEqualTo(100_000);
            assertThat(fetches).isGreaterThan(10);
        }
    }

    @Test
    void aCursorThatCannotGoOnEndsWithAnErrorAndTheStreamStays() throws IOException {
        try (FrontendFixture fixture = start(""); RawWebSocket socket = greeted(fixture)) {
            ask(socket, openStream(1));
            ask(socket, openCursor(1, 1, "SELECT 1 UNION ALL SELECT CAST(x'ff' AS TEXT)"));
            assertThat(ask(socket, fetchCursor(1, 100))).contains(
                    "{\"type\":\"row\",\"row\":[{\"type\":\"integer\",\"value\":\"1\"}]},"
                            + "{\"type\":\"error\",\"error\":",
                    "TEXT_NOT_UTF8").endsWith("],\"done\":true}}");
            ask(socket, closeCursor(1));
            assertThat(ask(socket, execute(1, "SELECT 'on'"))).contains("\"on\"");
        }
    }

    @Test
    void requestsMayBeSentWithoutWaitingAndThoseOfAStreamAreAnsweredInOrder() throws IOException {
        try (FrontendFixture fixture = start("websocket.requests-max = 50");
                RawWebSocket socket = new RawWebSocket(fixture.address(), "hrana3")) {
            var all = new StringBuilder();
            socket.send("{\"type\":\"hello\",\"jwt\":null}");
            socket.request(0, openStream(1));
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 1; i <= 2000; i++) {
                        socket.request(i, execute(1, "SELECT 'r" + i + "'"));
                    }
                } catch (IOException e) {
                    all.append(e);
                }
            });
            assertThat(socket.text()).isEqualTo("{\"type\":\"hello_ok\"}");
            assertThat(socket.text()).contains("\"request_id\":0,");
            for (int i = 1; i <= 2000; i++) {
                assertThat(socket.text()).contains("\"request_id\":" + i + ",", "\"r" + i + "\"");
            }
            assertThat(all).isEmpty();
            assertThat(sender).isNotNull();
        }
    }

    @Test
    void aSlowStreamDoesNotHoldUpTheOthers() throws IOException {
        try (FrontendFixture fixture = start(""); RawWebSocket socket = greeted(fixture)) {
            socket.request(1, openStream(1));
            socket.request(2, openStream(2));
            socket.request(3, execute(1, SLOW));
            socket.request(4, execute(1, "SELECT 'after'"));
            socket.request(5, execute(2, "SELECT 'quick'"));
            assertThat(socket.text()).contains("\"request_id\":1,");
            assertThat(socket.text()).contains("\"request_id\":2,");
            assertThat(socket.text()).contains("\"request_id\":5,", "quick");
            assertThat(socket.text()).contains("\"request_id\":3,", "3000000");
            assertThat(socket.text()).contains("\"request_id\":4,", "after");
        }
    }

    @Test
    void transactionsOfStreamsAreIndependentAndEndWithTheirStream() throws IOException {
        try (FrontendFixture fixture = start(""); RawWebSocket socket = greeted(fixture)) {
            ask(socket, openStream(1));
            ask(socket, openStream(2));
            ask(socket, execute(1, "CREATE TABLE t (a)"));
            ask(socket, execute(1, "BEGIN IMMEDIATE"));
            ask(socket, execute(1, "INSERT INTO t VALUES (1)"));
            assertThat(ask(socket, execute(2, "SELECT count(*) FROM t"))).contains("\"value\":\"0\"");
            socket.request(1, execute(1, "INSERT INTO t VALUES (2)"));
            socket.request(2, closeStream(1));
            socket.request(3, openStream(1));
            var answers = new HashSet<String>();
            for (int i = 0; i < 3; i++) {
                answers.add(socket.text().replaceAll(".*request_id\":(\\d).*", "$1"));
            }
            assertThat(answers).containsExactlyInAnyOrder("1", "2", "3");
            assertThat(ask(socket, execute(1, "INSERT INTO t VALUES (3)"))).contains("\"affected_row_count\":1");
            assertThat(ask(socket, execute(2, "SELECT sum(a) FROM t"))).contains("\"value\":\"3\"");
        }
    }

    @Test
    void aClientThatDisconnectsStopsWhatItAskedForAndEndsItsTransactions() throws IOException {
        try (FrontendFixture fixture = start("")) {
            try (RawWebSocket socket = greeted(fixture)) {
                ask(socket, openStream(1));
                ask(socket, execute(1, "CREATE TABLE t (a)"));
                ask(socket, execute(1, "BEGIN IMMEDIATE"));
                ask(socket, openStream(2));
                ask(socket, openCursor(2, 1, "SELECT 1", "SELECT 2", "SELECT 3"));
                ask(socket, fetchCursor(1, 1));
                socket.request(9, execute(1, FOREVER));
                socket.request(10, execute(1, "INSERT INTO t VALUES (1)"));
            }
            Eventually.await("the streams end", () -> fixture.gateway().sessions() == 0);
            Eventually.await("nothing is kept", () -> fixture.metrics().value("sqld_http_response_bytes") == 0);
            assertThat(fixture.metrics().value("sqld_http_websockets")).isZero();
            try (RawWebSocket other = greeted(fixture)) {
                ask(other, openStream(1));
                assertThat(ask(other, execute(1, "INSERT INTO t VALUES (1)"))).contains("\"affected_row_count\":1");
            }
        }
    }

    @Test
    void thousandsOfStreamsOfOneSocketDisturbNobody() throws IOException {
        int streams = 5_000;
        try (FrontendFixture fixture = Fixtures.start(directory, "");
                RawWebSocket socket = greeted(fixture);
                RawWebSocket other = greeted(fixture)) {
            for (int i = 0; i < streams; i++) {
                ask(socket, openStream(i));
                assertThat(ask(socket, execute(i, "SELECT " + i))).contains("\"value\":\"" + i + "\"");
            }
            assertThat(fixture.gateway().sessions()).isEqualTo(streams);
            assertThat(fixture.storage().metrics().value("sqld_storage_connections")).isLessThan(20);
            ask(other, openStream(1));
            assertThat(ask(other, execute(1, "CREATE TABLE t (a)"))).contains("\"type\":\"response_ok\"");
            for (int i = 0; i < streams; i += 500) {
                assertThat(ask(socket, execute(i, "SELECT 'again'"))).contains("again");
            }
        }
    }

    private static String ask(RawWebSocket socket, String request) throws IOException {
        socket.request(1, request);
        String answer = socket.text();
        assertThat(answer).contains("\"request_id\":1,");
        return answer;
    }

    private static void ask(RawWebSocket socket, String request, String response) throws IOException {
        assertThat(ask(socket, request))
                .isEqualTo("{\"type\":\"response_ok\",\"request_id\":1,\"response\":" + response + "}");
    }

    private static RawWebSocket greeted(FrontendFixture fixture) throws IOException {
        return RawWebSocket.greeted(fixture.address());
    }

    private FrontendFixture start(String overrides) {
        return Fixtures.start(directory, overrides);
    }
}
