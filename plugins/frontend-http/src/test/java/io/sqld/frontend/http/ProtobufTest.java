package io.sqld.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Message;
import io.sqld.testkit.Eventually;
import io.sqld.testkit.FrontendFixture;
import io.sqld.testkit.Seed;
import io.sqld.testkit.Seeded;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Hrana 3 in Protobuf, over HTTP and WebSocket, checked with protobuf-java. */
@ExtendWith(Seeded.class)
class ProtobufTest {
    private final HranaSchema schema;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    ProtobufTest() throws DescriptorValidationException {
        schema = new HranaSchema();
    }

    @Test
    void aPipelineOfEveryKindOfRequestIsAnswered() throws Exception {
        try (FrontendFixture fixture = start("self-url = \"http://here\"");
                HttpClient http = HttpClient.newHttpClient()) {
            Message answer = pipeline(http, fixture,
                    request("sequence", schema.of("OfText", "sql", "CREATE TABLE t (a INTEGER); SELECT 1")),
                    execute("INSERT INTO t VALUES (?), (:b)",
                            "args", List.of(value("integer", -5L)),
                            "named_args", List.of(schema.of("NamedArg", "name", "b", "value", value("float", 0.5)))),
                    execute("SELECT a, NULL, x'00ff', 'täxt', -1 AS n, 9223372036854775807 FROM t ORDER BY a"),
                    execute("SELECT 1", "want_rows", false),
                    execute("SELEC"),
                    request("describe", schema.of("OfText", "sql", "EXPLAIN SELECT :x, ?2, ? FROM t")),
                    request("store_sql", schema.of("OfStore", "sql_id", -7, "sql", "SELECT 'stored'")),
                    request("execute", schema.of("OfStmt", "stmt", schema.of("Stmt", "sql_id", -7))),
                    request("close_sql", schema.of("OfStore", "sql_id", -7)),
                    request("get_autocommit", schema.of("Null")),
                    request("batch", schema.of("OfBatch", "batch", batch())),
                    request("close", schema.of("Null")));
            assertThat(HranaSchema.has(answer, "baton")).isFalse();
            assertThat(at(answer, "base_url")).isEqualTo("http://here");
            assertThat(has(answer, "results.0.ok.sequence")).isTrue();
            assertThat(at(answer, "results.1.ok.execute.result.affected_row_count")).isEqualTo(2L);
            assertThat(at(answer, "results.1.ok.execute.result.last_insert_rowid")).isEqualTo(2L);
            String rows = "results.2.ok.execute.result.rows.";
            assertThat(at(answer, rows + "0.values.0.integer")).isEqualTo(-5L);
            assertThat(at(answer, rows + "1.values.0.float")).isEqualTo(0.5);
            assertThat(has(answer, rows + "1.values.1.null")).isTrue();
            assertThat(at(answer, rows + "1.values.2.blob")).isEqualTo(ByteString.fromHex("00ff"));
            assertThat(at(answer, rows + "1.values.3.text")).isEqualTo("täxt");
            assertThat(at(answer, rows + "1.values.4.integer")).isEqualTo(-1L);
            assertThat(at(answer, rows + "1.values.5.integer")).isEqualTo(Long.MAX_VALUE);
            assertThat(at(answer, "results.2.ok.execute.result.cols.0.decltype")).isEqualTo("INTEGER");
            assertThat(has(answer, "results.2.ok.execute.result.cols.4.decltype")).isFalse();
            assertThat((List<?>) at(answer, "results.3.ok.execute.result.rows")).isEmpty();
            assertThat(at(answer, "results.4.error.code")).isEqualTo("SQL_PARSE_ERROR");
            assertThat(at(answer, "results.5.ok.describe.result.params.0.name")).isEqualTo(":x");
            assertThat(has(answer, "results.5.ok.describe.result.params.2.name")).isFalse();
            assertThat(at(answer, "results.5.ok.describe.result.is_explain")).isEqualTo(true);
            assertThat(has(answer, "results.6.ok.store_sql")).isTrue();
            assertThat(at(answer, "results.7.ok.execute.result.rows.0.values.0.text")).isEqualTo("stored");
            assertThat(has(answer, "results.8.ok.close_sql")).isTrue();
            assertThat(at(answer, "results.9.ok.get_autocommit.is_autocommit")).isEqualTo(true);
            String batch = "results.10.ok.batch.result.";
            assertThat((List<?>) at(answer, batch + "step_results")).hasSize(2);
            assertThat(at(answer, batch + "step_results.0.key")).isEqualTo(0);
            assertThat(at(answer, batch + "step_results.1.key")).isEqualTo(3);
            assertThat(at(answer, batch + "step_errors.0.key")).isEqualTo(1);
            assertThat(at(answer, batch + "step_errors.0.value.code")).isEqualTo("SQLITE_UNKNOWN");
            assertThat(has(answer, "results.11.ok.close")).isTrue();
        }
    }

    @Test
    void aSmallAnswerIsWrittenAsUpstreamWritesIt() throws Exception {
        try (FrontendFixture fixture = start("");
                RawWebSocket socket = new RawWebSocket(fixture.address(), "hrana3-protobuf")) {
            socket.send(HexFormat.of().parseHex("0a00"));
            assertThat(HexFormat.of().formatHex(socket.read().payload())).isEqualTo("0a00");
            socket.send(HexFormat.of().parseHex("1206080112020801"));
            assertThat(HexFormat.of().formatHex(socket.read().payload())).isEqualTo("1a0408011200");
            socket.send(HexFormat.of().parseHex("1216080222120801120e0a0c53454c45435420312c312e35"));
            // Recorded, up to the counters, of which there are others here, and the time that it took.
            assertThat(HexFormat.of().formatHex(socket.read().payload())).startsWith(
                    "1a2e0802222a0a280a030a01310a050a03312e35120f0a0210020a0919000000000000f83f");
        }
    }

    @Test
    void largeResultsAreWellFormedWhereverTheirChunksEnd(Seed seed) throws Exception {
        SplittableRandom random = seed.random();
        try (FrontendFixture fixture = start(""); HttpClient http = HttpClient.newHttpClient()) {
            for (int round = 0; round < 20; round++) {
                int width = random.nextInt(1, 3000);
                int rows = random.nextInt(1, 200);
                String sql = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + rows
                        + ") SELECT i, hex(zeroblob(" + width + ")), zeroblob(i * 300) FROM n";
                Message answer =
                        pipeline(http, fixture, execute(sql), execute(sql), request("close", schema.of("Null")));
                for (String result : List.of("results.0.ok.execute.result.rows", "results.1.ok.execute.result.rows")) {
                    var all = (List<?>) at(answer, result);
                    assertThat(all).hasSize(rows);
                    for (int i = 0; i < rows; i++) {
                        assertThat(at(answer, result + "." + i + ".values.0.integer")).isEqualTo(i + 1L);
                        assertThat(((String) at(answer, result + "." + i + ".values.1.text"))).hasSize(2 * width);
                        assertThat(((ByteString) at(answer, result + "." + i + ".values.2.blob")).size())
                                .isEqualTo((i + 1) * 300);
                    }
                }
            }
        }
    }

    @Test
    void aCursorIsASequenceOfMessages() throws Exception {
        try (FrontendFixture fixture = start(""); HttpClient http = HttpClient.newHttpClient()) {
            Message body = schema.of("CursorReqBody", "batch", schema.of("Batch", "steps", List.of(
                    step("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) "
                            + "SELECT i, hex(zeroblob(50)) AS h FROM n"),
                    step("SELECT * FROM nope"), step("CREATE TABLE t (a)"), step("INSERT INTO t VALUES (1)"))));
            HttpResponse<byte[]> response = post(http, fixture, "/v3-protobuf/cursor", body.toByteArray());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("content-type")).contains("application/octet-stream");
            var input = CodedInputStream.newInstance(response.body());
            assertThat(HranaSchema.has(schema.parse("CursorRespBody", input.readByteArray()), "baton")).isTrue();
            List<Message> entries = new ArrayList<>();
            while (!input.isAtEnd()) {
                entries.add(schema.parse("CursorEntry", input.readByteArray()));
            }
            assertThat(at(entries.getFirst(), "step_begin.cols.1.name")).isEqualTo("h");
            for (int i = 1; i <= 5000; i++) {
                assertThat(at(entries.get(i), "row.values.0.integer")).isEqualTo((long) i);
            }
            assertThat(has(entries.get(5001), "step_end")).isTrue();
            assertThat(at(entries.get(5002), "step_error.step")).isEqualTo(1);
            assertThat(at(entries.get(5003), "step_begin.step")).isEqualTo(2);
            assertThat(at(entries.get(5006), "step_end.last_insert_rowid")).isEqualTo(1L);
        }
    }

    @Test
    void aWebSocketSpeaksProtobuf() throws Exception {
        try (FrontendFixture fixture = start("");
                RawWebSocket socket = new RawWebSocket(fixture.address(), "hrana3", "hrana3-protobuf")) {
            assertThat(socket.handshake()).contains("sec-websocket-protocol: hrana3-protobuf\r\n");
            assertThat(has(ask(socket, schema.of("ClientMsg", "hello", schema.of("Hello"))), "hello_ok")).isTrue();
            ask(socket, 1, "open_stream", schema.of("OnStream", "id", 4));
            Message result = ask(socket, -2, "execute", schema.of("WsExecute", "stream_id", 4, "stmt",
                    schema.of("Stmt", "sql", "SELECT 'x'")));
            assertThat(at(result, "response_ok.execute.result.rows.0.values.0.text")).isEqualTo("x");
            Message failed = ask(socket, 3, "sequence", schema.of("WsText", "stream_id", 4, "sql", "SELEC"));
            assertThat(at(failed, "response_error.error.code")).isEqualTo("SQL_PARSE_ERROR");
            ask(socket, 4, "open_cursor", schema.of("WsOpenCursor", "stream_id", 4, "cursor_id", 9, "batch",
                    schema.of("Batch", "steps", List.of(step("SELECT 1 UNION ALL SELECT 2"), step("SELECT 3")))));
            int[] expected = {3, 3, 1, 0};
            for (int i = 0; i < expected.length; i++) {
                Message fetched = ask(socket, 5, "fetch_cursor", schema.of("WsFetch", "cursor_id", 9, "max_count", 3));
                assertThat((List<?>) at(fetched, "response_ok.fetch_cursor.entries")).hasSize(expected[i]);
                assertThat(at(fetched, "response_ok.fetch_cursor.done")).isEqualTo(i >= 2);
            }
            ask(socket, 6, "close_cursor", schema.of("OnStream", "id", 9));
            assertThat(at(ask(socket, 7, "get_autocommit", schema.of("OnStream", "id", 4)),
                    "response_ok.get_autocommit.is_autocommit")).isEqualTo(true);
            assertThat(has(ask(socket, 8, "describe", schema.of("WsText", "stream_id", 4, "sql", "SELECT 1")),
                    "response_ok.describe.result")).isTrue();
            Message both = ask(socket, 9, "batch", schema.of("WsBatch", "stream_id", 4, "batch", batch()));
            assertThat((List<?>) at(both, "response_ok.batch.result.step_errors")).hasSize(1);
            assertThat(has(ask(socket, 10, "close_stream", schema.of("OnStream", "id", 4)), "response_ok.close_stream"))
                    .isTrue();
            socket.send("{}");
            assertThat(socket.closed().closeCode()).isEqualTo(1003);
        }
    }

    @Test
    void whatIsNoMessageIsRefused() throws Exception {
        try (FrontendFixture fixture = start(""); HttpClient http = HttpClient.newHttpClient()) {
            for (String hex : List.of(
                    "0a05", "ff", "00", "0b", "1200", "0a02ffff", "08ffffffffffffffffff7f", "1204120208ff")) {
                HttpResponse<byte[]> response =
                        post(http, fixture, "/v3-protobuf/pipeline", HexFormat.of().parseHex(hex));
                assertThat(response.statusCode()).as(hex).isEqualTo(400);
                assertThat(new String(response.body(), StandardCharsets.UTF_8)).as(hex)
                        .startsWith("Could not decode client message from Protobuf: ");
                try (RawWebSocket socket = new RawWebSocket(fixture.address(), "hrana3-protobuf")) {
                    socket.send(HexFormat.of().parseHex(hex));
                    assertThat(socket.closed().closeCode()).as(hex).isEqualTo(1007);
                }
            }
        }
    }

    @Test
    void damagedMessagesGetAnAnswerThatMakesSenseAndNothingIsLost(Seed seed) throws Exception {
        SplittableRandom random = seed.random();
        byte[] pipeline = schema.of("PipelineReqBody", "requests", List.of(
                execute("SELECT ?, :a", "args", List.of(value("text", "abc")), "named_args",
                        List.of(schema.of("NamedArg", "name", "a", "value",
                                value("blob", ByteString.fromHex("0102"))))),
                request("batch", schema.of("OfBatch", "batch", batch())),
                request("describe", schema.of("OfText", "sql", "SELECT 1")))).toByteArray();
        byte[] cursor = schema.of("CursorReqBody", "batch", batch()).toByteArray();
        try (FrontendFixture fixture = start("streams.transaction-idle-timeout = 100ms, limits.streams-max = 100");
                HttpClient http = HttpClient.newHttpClient()) {
            for (int i = 0; i < 1500; i++) {
                boolean isCursor = random.nextBoolean();
                byte[] body = damaged(isCursor ? cursor : pipeline, random);
                HttpResponse<byte[]> response =
                        post(http, fixture, isCursor ? "/v3-protobuf/cursor" : "/v3-protobuf/pipeline", body);
                assertThat(response.statusCode()).as(HexFormat.of().formatHex(body)).isIn(200, 400);
                if (response.statusCode() == 200 && !isCursor) {
                    schema.parse("PipelineRespBody", response.body());
                }
            }
            Eventually.await("all requests end", () -> fixture.metrics().value("sqld_http_requests_open") == 0);
        }
        FuzzTest.noBufferIsLost();
    }

    private static byte[] damaged(byte[] original, SplittableRandom random) {
        byte[] bytes = original.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private Message batch() {
        Message failed = schema.of("BatchCond", "step_error", 0);
        Message any = schema.of("BatchCond", "or", schema.of("CondList", "conds",
                List.of(failed, schema.of("BatchCond", "not", failed))));
        return schema.of("Batch", "steps", List.of(
                step("SELECT 1"), step("SELECT * FROM nope"),
                schema.of("BatchStep", "condition", failed, "stmt", schema.of("Stmt", "sql", "SELECT 2")),
                schema.of("BatchStep", "condition", any, "stmt", schema.of("Stmt", "sql", "SELECT 3"))));
    }

    private Message step(String sql) {
        return schema.of("BatchStep", "stmt", schema.of("Stmt", "sql", sql));
    }

    private Message value(String kind, Object value) {
        return schema.of("Value", kind, value);
    }

    private Message request(String kind, Message content) {
        return schema.of("StreamRequest", kind, content);
    }

    private Message execute(String sql, Object... fields) {
        Message bare = schema.of("Stmt", fields);
        Message statement = bare.toBuilder()
                .setField(bare.getDescriptorForType().findFieldByName("sql"), sql)
                .build();
        return request("execute", schema.of("OfStmt", "stmt", statement));
    }

    private Message pipeline(HttpClient http, FrontendFixture fixture, Message... requests) throws Exception {
        Message body = schema.of("PipelineReqBody", "requests", List.of(requests));
        HttpResponse<byte[]> response = post(http, fixture, "/v3-protobuf/pipeline", body.toByteArray());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("application/x-protobuf");
        return schema.parse("PipelineRespBody", response.body());
    }

    private static HttpResponse<byte[]> post(HttpClient http, FrontendFixture fixture, String path, byte[] body)
            throws IOException, InterruptedException {
        InetSocketAddress address = fixture.address();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + path))
                .version(HttpClient.Version.HTTP_1_1)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private Message ask(RawWebSocket socket, int id, String kind, Message content) throws IOException {
        Message answer =
                ask(socket, schema.of("ClientMsg", "request", schema.of("Request", "request_id", id, kind, content)));
        String type = has(answer, "response_ok") ? "response_ok" : "response_error";
        assertThat(at(answer, type + ".request_id")).isEqualTo(id);
        return answer;
    }

    private Message ask(RawWebSocket socket, Message message) throws IOException {
        socket.send(message.toByteArray());
        RawWebSocket.Frame frame = socket.read();
        assertThat(frame.opcode()).isEqualTo(RawWebSocket.BINARY);
        return schema.parse("ServerMsg", frame.payload());
    }

    private static Object at(Message message, String path) {
        return HranaSchema.at(message, path);
    }

    private static boolean has(Message message, String path) {
        return HranaSchema.has(message, path);
    }

    private FrontendFixture start(String overrides) {
        return Fixtures.start(directory, overrides);
    }
}
