package io.sqld.frontend.http;

import static io.sqld.frontend.http.RawWebSocket.closeCursor;
import static io.sqld.frontend.http.RawWebSocket.closeStream;
import static io.sqld.frontend.http.RawWebSocket.execute;
import static io.sqld.frontend.http.RawWebSocket.fetchCursor;
import static io.sqld.frontend.http.RawWebSocket.frame;
import static io.sqld.frontend.http.RawWebSocket.openCursor;
import static io.sqld.frontend.http.RawWebSocket.openStream;
import static io.sqld.frontend.http.RawWebSocket.requestText;
import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.api.service.Deadline;
import io.sqld.api.service.DrainResult;
import io.sqld.testkit.Eventually;
import io.sqld.testkit.FrontendFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The handshake, frames, limits and the end of WebSockets; and what clients must not say. */
class WebSocketProtocolTest {
    private static final String HELLO = "{\"type\":\"hello\",\"jwt\":null}";
    private static final String HELLO_OK = "{\"type\":\"hello_ok\"}";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "hrana3               | hrana3",
            "hrana1,hrana2,hrana3 | hrana3",
            "hrana1,hrana2        | hrana2",
            "foo,hrana1           | hrana1",
            "HRANA3               | HRANA3",
    })
    void theBestSubprotocolThatBothKnowIsSpoken(String offered, String chosen) throws IOException {
        try (FrontendFixture fixture = start("");
                RawWebSocket socket = new RawWebSocket(fixture.address(), offered.split(","))) {
            assertThat(socket.handshake())
                    .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
                    .contains("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n")
                    .contains("sec-websocket-protocol: " + chosen + "\r\n")
                    .doesNotContain("content-length");
            socket.send(HELLO);
            assertThat(socket.text()).isEqualTo(HELLO_OK);
        }
    }

    @Test
    void withoutASubprotocolHrana1IsSpoken() throws IOException {
        try (FrontendFixture fixture = start(""); RawWebSocket socket = new RawWebSocket(fixture.address())) {
            assertThat(socket.handshake()).doesNotContain("sec-websocket-protocol");
            socket.send(HELLO);
            assertThat(socket.text()).isEqualTo(HELLO_OK);
            socket.send(HELLO);
            assertThat(socket.closed().closeReason())
                    .isEqualTo("Repeated hello message is only supported in protocol version hrana2 and higher");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "Upgrade: websocket;Connection: upgrade;Sec-WebSocket-Version: 13;"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==;"
                    + "Sec-WebSocket-Protocol: foo | 400 | Only these WebSocket subprotocols are supported: hrana3",
            "Upgrade: websocket;Connection: upgrade;Sec-WebSocket-Version: 12;"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== "
                    + "| 426 | Only version 13 of the WebSocket protocol is supported",
            "Upgrade: websocket;Connection: upgrade;Sec-WebSocket-Version: 13;Sec-WebSocket-Key: abc "
                    + "| 400 | The header sec-websocket-key is not 16 bytes in base64",
            "Upgrade: websocket | 404 |",
            "Upgrade: h2c;Connection: upgrade | 404 |",
    })
    void aHandshakeThatIsWrongIsRefusedAndTheConnectionStays(String headers, int status, String text)
            throws IOException {
        try (FrontendFixture fixture = start(""); RawHttp http = new RawHttp(fixture.address())) {
            http.send("GET / HTTP/1.1\r\nHost: x\r\n" + headers.replace(";", "\r\n") + "\r\n\r\n");
            RawHttp.Response response = http.read();
            assertThat(response.status()).isEqualTo(status);
            assertThat(response.body()).startsWith(text == null ? "" : text);
            assertThat(http.get("/health").status()).isEqualTo(200);
        }
    }

    static Stream<Arguments> wrongFrames() {
        byte[] unmasked = {(byte) 0x81, 1, 'x'};
        byte[] unknown = frame(true, 3);
        byte[] reserved = frame(true, 1);
        reserved[0] |= 0x40;
        byte[] longLength = {(byte) 0x81, (byte) 254, 0, 5, 0, 0, 0, 0};
        byte[] longerLength = {(byte) 0x81, (byte) 255, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0};
        byte[] negativeLength = {(byte) 0x81, (byte) 255, -1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0};
        return Stream.of(
                Arguments.of("unmasked", unmasked, 1002),
                Arguments.of("unknown opcode", unknown, 1002),
                Arguments.of("reserved bit", reserved, 1002),
                Arguments.of("length not minimal", longLength, 1002),
                Arguments.of("length not minimal in 8 bytes", longerLength, 1002),
                Arguments.of("negative length", negativeLength, 1002),
                Arguments.of("fragmented ping", frame(false, RawWebSocket.PING), 1002),
                Arguments.of("long ping", frame(true, RawWebSocket.PING, new byte[126]), 1002),
                Arguments.of("continuation of nothing", frame(true, RawWebSocket.CONTINUATION), 1002),
                Arguments.of("text within text",
                        join(frame(false, RawWebSocket.TEXT), frame(true, RawWebSocket.TEXT)), 1002),
                Arguments.of("close with one byte", frame(true, RawWebSocket.CLOSE, (byte) 3), 1002),
                Arguments.of("close with a code that nobody may send",
                        frame(true, RawWebSocket.CLOSE, (byte) 3, (byte) 0xED), 1002),
                Arguments.of("no JSON", frame(true, RawWebSocket.TEXT, (byte) '{'), 1007),
                Arguments.of("not UTF-8", frame(true, RawWebSocket.TEXT, (byte) '"', (byte) 0xFF, (byte) '"'), 1007),
                Arguments.of("bytes", frame(true, RawWebSocket.BINARY, (byte) '{', (byte) '}'), 1003),
                Arguments.of("too large", frame(true, RawWebSocket.TEXT, new byte[70_000]), 1009),
                Arguments.of("too large in parts", join(frame(false, RawWebSocket.TEXT, new byte[40_000]),
                        frame(true, RawWebSocket.CONTINUATION, new byte[40_000])), 1009));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongFrames")
    void aFrameThatIsWrongEndsTheSocketWithItsCode(String name, byte[] bytes, int code) throws IOException {
        try (FrontendFixture fixture = start("limits.body-bytes-max = 64KiB")) {
            try (RawWebSocket atOnce = new RawWebSocket(fixture.address(), "hrana3")) {
                atOnce.raw(bytes);
                assertThat(atOnce.closed().closeCode()).as(name).isEqualTo(code);
            }
            try (RawWebSocket inBytes = new RawWebSocket(fixture.address(), "hrana3")) {
                for (int i = 0; i < Math.min(bytes.length, 40); i++) {
                    inBytes.raw(bytes[i]);
                }
                if (bytes.length <= 40) {
                    assertThat(inBytes.closed().closeCode()).as(name).isEqualTo(code);
                }
            }
            Eventually.await("nothing is kept", () -> fixture.metrics().value("sqld_http_body_bytes") == 0);
        }
    }

    static Stream<Arguments> violations() {
        String open = requestText(1, openStream(1));
        return Stream.of(
                Arguments.of("hrana3", 1008, "Received a request before hello message", new String[] {open}),
                Arguments.of("hrana3", 1007, "missing field `type`", new String[] {"{}"}),
                Arguments.of("hrana3", 1007, "unknown variant `foo`", new String[] {"{\"type\":\"foo\"}"}),
                Arguments.of("hrana3", 1007, "unknown variant `foo`", new String[] {
                        HELLO, requestText(1, "{\"type\":\"foo\"}")}),
                Arguments.of("hrana3", 1007, "missing field `stream_id`", new String[] {
                        HELLO, requestText(1, "{\"type\":\"open_stream\"}")}),
                Arguments.of("hrana3", 1007, "missing field `request_id`", new String[] {
                        HELLO, "{\"type\":\"request\",\"request\":" + openStream(1) + "}"}),
                Arguments.of("hrana3", 1008, "Stream 9 not found", new String[] {
                        HELLO, requestText(1, execute(9, "SELECT 1"))}),
                Arguments.of("hrana3", 1008, "Stream 9 not found", new String[] {
                        HELLO, requestText(1, closeStream(9))}),
                Arguments.of("hrana3", 1008, "Stream 1 already exists", new String[] {HELLO, open, open}),
                Arguments.of("hrana3", 1008, "Cursor 5 not found", new String[] {
                        HELLO, requestText(1, fetchCursor(5, 1))}),
                Arguments.of("hrana3", 1008, "Cursor 5 not found", new String[] {
                        HELLO, requestText(1, closeCursor(5))}),
                Arguments.of("hrana3", 1008, "Cursor 5 already exists", new String[] {
                        HELLO, open, requestText(2, openStream(2)), requestText(3, openCursor(1, 5, "SELECT 1")),
                        requestText(4, openCursor(2, 5, "SELECT 1"))}),
                Arguments.of("hrana3", 1008, "Stream 1 already has an open cursor", new String[] {
                        HELLO, open, requestText(3, openCursor(1, 5, "SELECT 1")),
                        requestText(4, openCursor(1, 6, "SELECT 1"))}),
                Arguments.of("hrana3", 1008, "Cursor 5 not found", new String[] {
                        HELLO, open, requestText(3, openCursor(1, 5, "SELECT 1")), requestText(4, closeStream(1)),
                        requestText(5, fetchCursor(5, 1))}),
                Arguments.of("hrana3", 1008, "SQL text 3 not found", new String[] {
                        HELLO, open, requestText(2, "{\"type\":\"execute\",\"stream_id\":1,\"stmt\":{\"sql_id\":3}}")}),
                Arguments.of("hrana3", 1008, "SQL text 3 already exists", new String[] {
                        HELLO, requestText(1, "{\"type\":\"store_sql\",\"sql_id\":3,\"sql\":\"x\"}"),
                        requestText(2, "{\"type\":\"store_sql\",\"sql_id\":3,\"sql\":\"x\"}")}),
                Arguments.of("hrana1", 1008, "The `describe` request is only supported in protocol version hrana2",
                        new String[] {HELLO, open,
                                requestText(2, "{\"type\":\"describe\",\"stream_id\":1,\"sql\":\"\"}")}),
                Arguments.of("hrana2", 1008,
                        "The `get_autocommit` request is only supported in protocol version hrana3",
                        new String[] {HELLO, open, requestText(2, "{\"type\":\"get_autocommit\",\"stream_id\":1}")}));
    }

    @ParameterizedTest
    @MethodSource("violations")
    void whatMustNotBeSaidEndsTheSocketWithTheReason(String subprotocol, int code, String reason, String... messages)
            throws IOException {
        try (FrontendFixture fixture = start("");
                RawWebSocket socket = new RawWebSocket(fixture.address(), subprotocol)) {
            for (String message : messages) {
                socket.send(message);
            }
            RawWebSocket.Frame frame = socket.read();
            while (frame.opcode() == RawWebSocket.TEXT) {
                frame = socket.read();
            }
            assertThat(frame.opcode()).isEqualTo(RawWebSocket.CLOSE);
            assertThat(frame.closeReason()).contains(reason);
            assertThat(frame.closeCode()).isEqualTo(code);
            assertThat(socket.ended()).isTrue();
            Eventually.await("its sessions end", () -> fixture.gateway().sessions() == 0);
        }
    }

    @Test
    void aMessageMayComeInFragmentsWithPingsBetweenThem() throws IOException {
        byte[] hello = HELLO.getBytes(StandardCharsets.UTF_8);
        try (FrontendFixture fixture = start("");
                RawWebSocket socket = new RawWebSocket(fixture.address(), "hrana3")) {
            for (int i = 0; i < hello.length; i++) {
                socket.raw(
                        frame(i == hello.length - 1, i == 0 ? RawWebSocket.TEXT : RawWebSocket.CONTINUATION, hello[i]));
                if (i == 5) {
                    socket.raw(frame(true, RawWebSocket.PING, (byte) 1, (byte) 2, (byte) 3));
                    socket.raw(frame(true, RawWebSocket.PONG));
                }
            }
            RawWebSocket.Frame pong = socket.read();
            assertThat(pong.opcode()).isEqualTo(RawWebSocket.PONG);
            assertThat(pong.payload()).containsExactly(1, 2, 3);
            assertThat(socket.text()).isEqualTo(HELLO_OK);
        }
    }

    @Test
    void aLargeMessageArrivesWhole() throws IOException {
        try (FrontendFixture fixture = start(""); RawWebSocket socket = RawWebSocket.greeted(fixture.address())) {
            socket.request(1, openStream(1));
            socket.text();
            String text = "äöü-0123456789".repeat(100_000);
            socket.request(2, execute(1, "SELECT '" + text + "'"));
            assertThat(socket.text()).contains(text);
            Eventually.await("nothing is kept", () -> fixture.metrics().value("sqld_http_body_bytes") == 0
                    && fixture.metrics().value("sqld_http_response_bytes") == 0);
        }
    }

    @Test
    void aClientThatClosesIsAnswered() throws IOException {
        try (FrontendFixture fixture = start(""); RawWebSocket socket = RawWebSocket.greeted(fixture.address())) {
            socket.raw(frame(true, RawWebSocket.CLOSE, (byte) 0x03, (byte) 0xE8, (byte) 'b', (byte) 'y'));
            assertThat(socket.closed().closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void aSilentClientIsAskedAndThenCut() throws IOException {
        try (FrontendFixture fixture = start("websocket.idle-timeout = 300ms");
                RawWebSocket socket = RawWebSocket.greeted(fixture.address())) {
            for (int i = 0; i < 3; i++) {
                assertThat(socket.read().opcode()).isEqualTo(RawWebSocket.PING);
                socket.raw(frame(true, RawWebSocket.PONG));
            }
            assertThat(socket.read().opcode()).isEqualTo(RawWebSocket.PING);
            RawWebSocket.Frame closed = socket.closed();
            assertThat(closed.closeCode()).isEqualTo(1001);
            assertThat(closed.closeReason()).contains("http.websocket.idle-timeout");
        }
    }

    @Test
    void aMessageMustArriveInTime() throws IOException {
        try (FrontendFixture fixture = start("request-read-timeout = 100ms");
                RawWebSocket mute = new RawWebSocket(fixture.address(), "hrana3");
                RawWebSocket slow = RawWebSocket.greeted(fixture.address());
                RawWebSocket quiet = RawWebSocket.greeted(fixture.address())) {
            slow.raw(frame(false, RawWebSocket.TEXT, (byte) '{'));
            assertThat(mute.closed().closeReason()).contains("http.request-read-timeout");
            assertThat(slow.closed().closeCode()).isEqualTo(1008);
            quiet.request(1, openStream(1));
            assertThat(quiet.text()).contains("open_stream");
        }
    }

    @Test
    void limitsOfASocketNameTheirKey() throws IOException {
        try (FrontendFixture fixture = start(
                "websocket { streams-max = 2, cursors-max = 1, stored-sql-max = 2, stored-sql-chars-max = 10 }");
                RawWebSocket socket = RawWebSocket.greeted(fixture.address())) {
            ask(socket, openStream(1), "response_ok");
            ask(socket, openStream(2), "response_ok");
            ask(socket, openStream(3), "http.websocket.streams-max is 2");
            ask(socket, execute(3, "SELECT 1"), "STREAM_NOT_OPEN");
            ask(socket, closeStream(3), "response_ok");
            ask(socket, closeStream(2), "response_ok");
            ask(socket, openStream(3), "response_ok");
            ask(socket, "{\"type\":\"store_sql\",\"sql_id\":1,\"sql\":\"12345678901\"}",
                    "http.websocket.stored-sql-chars-max");
            ask(socket, "{\"type\":\"store_sql\",\"sql_id\":1,\"sql\":\"123456\"}", "response_ok");
            ask(socket, "{\"type\":\"store_sql\",\"sql_id\":2,\"sql\":\"12345\"}",
                    "http.websocket.stored-sql-chars-max");
            ask(socket, "{\"type\":\"close_sql\",\"sql_id\":1}", "response_ok");
            ask(socket, "{\"type\":\"store_sql\",\"sql_id\":2,\"sql\":\"12345\"}", "response_ok");
            ask(socket, "{\"type\":\"store_sql\",\"sql_id\":3,\"sql\":\"\"}", "response_ok");
            ask(socket, "{\"type\":\"store_sql\",\"sql_id\":4,\"sql\":\"\"}", "http.websocket.stored-sql-max");
            ask(socket, openCursor(1, 1, "SELECT 1"), "response_ok");
            socket.request(1, openCursor(3, 2, "SELECT 1"));
            assertThat(socket.closed().closeReason()).contains("http.websocket.cursors-max is 1");
        }
    }

    @Test
    void moreRequestsThanMayBeInHandStayInTheSocketOfTheClient() throws Exception {
        String slow = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) "
                + "SELECT count(*) FROM n";
        for (String limit : new String[] {"requests-max = 2", "request-bytes-max = 400"}) {
            try (FrontendFixture fixture = start("websocket." + limit);
                    RawWebSocket socket = RawWebSocket.greeted(fixture.address())) {
                socket.request(0, openStream(1));
                for (int i = 1; i <= 20; i++) {
                    socket.request(i, execute(1, i == 1 ? slow : "SELECT " + i));
                }
                for (int i = 0; i <= 20; i++) {
                    assertThat(socket.text()).contains("\"request_id\":" + i + ",");
                }
            }
        }
    }

    @Test
    void aClientThatDoesNotReadStopsItsStreamsAndIsCutInTheEnd() throws IOException {
        try (FrontendFixture fixture = start("write-stall-timeout = 300ms, write-buffer-bytes-max = 64KiB");
                RawWebSocket socket = RawWebSocket.greeted(fixture.address())) {
            socket.request(0, openStream(1));
            for (int i = 0; i < 200; i++) {
                socket.request(1, execute(1, "SELECT hex(zeroblob(100000))"));
            }
            Eventually.await("it is cut", () -> fixture.metrics().value("sqld_http_stalled_connections_total") == 1);
            Eventually.await("nothing is kept", () -> fixture.metrics().value("sqld_http_response_bytes") == 0
                    && fixture.gateway().sessions() == 0);
        }
    }

    @Test
    void drainingAnswersWhatIsInHandAndSaysGoodbye() throws Exception {
        String slow = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) "
                + "SELECT count(*) FROM n";
        try (FrontendFixture fixture = start("");
                RawWebSocket idle = RawWebSocket.greeted(fixture.address());
                RawWebSocket busy = RawWebSocket.greeted(fixture.address())) {
            busy.request(1, openStream(1));
            assertThat(busy.text()).contains("open_stream");
            busy.request(2, execute(1, slow));
            Eventually.await("it has begun", () -> fixture.gateway().sessions() == 1);
            CompletableFuture<DrainResult> drained = CompletableFuture.supplyAsync(
                    () -> fixture.frontend().drain(Deadline.after(Duration.ofSeconds(20))));
            assertThat(idle.closed().closeCode()).isEqualTo(1001);
            assertThat(busy.text()).contains("3000000");
            assertThat(busy.closed().closeCode()).isEqualTo(1001);
            assertThat(drained.get()).isEqualTo(DrainResult.DRAINED);
        }
    }

    private static void ask(RawWebSocket socket, String request, String part) throws IOException {
        socket.request(1, request);
        assertThat(socket.text()).contains(part);
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private FrontendFixture start(String overrides) {
        return Fixtures.start(directory, overrides);
    }
}
