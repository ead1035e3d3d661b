package io.sqld.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.netty.buffer.PooledByteBufAllocator;
import io.sqld.testkit.Eventually;
import io.sqld.testkit.FrontendFixture;
import io.sqld.testkit.Seed;
import io.sqld.testkit.Seeded;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Damaged requests against the running server: every one gets an answer that makes sense, and nothing is lost. */
@ExtendWith(Seeded.class)
class FuzzTest {
    private static final String ALPHABET = "{}[]\",:0123456789.eE-+\\utrfnabcxyz \n\u0001\u00e9";
    private static final String LIVELINESS =
            Fixtures.pipeline(Fixtures.execute("SELECT 'alive'"), "{\"type\":\"close\"}");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    @Test
    void aDamagedBodyGetsAnAnswerThatIsWellFormedAndTheConnectionStays(Seed seed) throws IOException {
        SplittableRandom random = seed.random();
        List<? extends Config> cases = recorded();
        try (FrontendFixture fixture = Fixtures.start(directory, "streams.transaction-idle-timeout = 100ms");
                RawHttp http = new RawHttp(fixture.address())) {
            for (int i = 0; i < 3_000; i++) {
                Config sample = cases.get(random.nextInt(cases.size()));
                String body = damaged(sample.getString("request"), random);
                RawHttp.Response response = http.post(sample.getString("path"), body);
                assertThat(response.status()).as(body).isIn(200, 400, 422, 429, 500, 503);
                assertThat(response.body()).as(body).isNotEmpty();
                if (response.header("content-type").equals("application/json")) {
                    parse(response.body());
                }
            }
            assertThat(http.post("/v3/pipeline", LIVELINESS).body()).contains("alive");
        }
        noBufferIsLost();
    }

    @Test
    void aDamagedStreamOfBytesEndsAtMostItsOwnConnection(Seed seed) throws IOException {
        SplittableRandom random = seed.random();
        byte[] good = ("POST /v3/pipeline HTTP/1.1\r\nHost: x\r\nContent-Length: " + LIVELINESS.length() + "\r\n\r\n"
                + LIVELINESS + "GET /health HTTP/1.1\r\nHost: x\r\n\r\nPOST /v3/cursor HTTP/1.1\r\nHost: x\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n1a\r\n{\"batch\":{\"steps\":[{\"stmt\":\r\n0\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        try (FrontendFixture fixture =
                Fixtures.start(directory, "request-read-timeout = 300ms, keep-alive-timeout = 300ms")) {
            for (int round = 0; round < 4; round++) {
                var clients = new ArrayList<RawHttp>();
                for (int i = 0; i < 100; i++) {
                    clients.add(throwDamaged(fixture, good.clone(), random));
                }
                for (RawHttp client : clients) {
                    readToTheEnd(client);
                }
            }
            try (RawHttp http = new RawHttp(fixture.address())) {
                assertThat(http.post("/v3/pipeline", LIVELINESS).body()).contains("alive");
            }
            Eventually.await("all requests end", () -> fixture.metrics().value("sqld_http_requests_open") == 0);
        }
        noBufferIsLost();
    }

    @Test
    void everyRecordedRequestMayArriveByteByByte() throws IOException {
        try (FrontendFixture fixture = Fixtures.start(directory, ""); RawHttp http = new RawHttp(fixture.address())) {
            for (Config sample : recorded()) {
                byte[] body = sample.getString("request").getBytes(StandardCharsets.UTF_8);
                if (body.length > 300) {
                    continue;
                }
                http.send("POST " + sample.getString("path") + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length
                        + "\r\n\r\n");
                for (byte part : body) {
                    http.send(new byte[] {part});
                }
                assertThat(http.read().status()).as(sample.getString("name")).isIn(200, 400, 422, 500);
            }
        }
        noBufferIsLost();
    }

    private static RawHttp throwDamaged(FrontendFixture fixture, byte[] bytes, SplittableRandom random)
            throws IOException {
        for (int j = random.nextInt(4); j >= 0; j--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        var http = new RawHttp(fixture.address());
        try {
            sendInPieces(http, bytes, random);
        } catch (SocketException cutByTheServer) {
            assertThat(cutByTheServer).hasMessageNotContaining("refused");
        }
        return http;
    }

    /** The server ends every connection: it is broken, or idle. */
    private static void readToTheEnd(RawHttp http) throws IOException {
        try (http) {
            boolean ended = http.ended();
            while (!ended) {
                ended = http.ended();
            }
        } catch (SocketException | EOFException cut) {
            assertThat(cut).hasMessageNotContaining("refused");
        }
    }

    private static void sendInPieces(RawHttp http, byte[] bytes, SplittableRandom random) throws IOException {
        int at = 0;
        while (at < bytes.length) {
            int length = Math.min(bytes.length - at, random.nextInt(1, 100));
            http.send(Arrays.copyOfRange(bytes, at, at + length));
            at += length;
        }
    }

    private static String damaged(String text, SplittableRandom random) {
        var damaged = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0 && !damaged.isEmpty(); i--) {
            int at = random.nextInt(damaged.length());
            char other = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            switch (random.nextInt(4)) {
                case 0 -> damaged.setCharAt(at, other);
                case 1 -> damaged.insert(at, other);
                case 2 -> damaged.deleteCharAt(at);
                default -> damaged.setLength(at);
            }
        }
        return damaged.toString();
    }

    private static List<? extends Config> recorded() {
        return ConfigFactory.parseResources(FuzzTest.class, "recorded.json")
                .getConfigList("cases")
                .stream()
                .filter(sample -> sample.hasPath("request"))
                .toList();
    }

    private static void parse(String json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            while (parser.nextToken() != null) {
                parser.getText();
            }
        }
    }

    /** Netty reports a lost buffer when the collector finds it and a further buffer is made. */
    static void noBufferIsLost() {
        for (int i = 0; i < 5; i++) {
            System.gc();
            PooledByteBufAllocator.DEFAULT.directBuffer(16).release();
        }
        assertThat(CountingLeakDetector.leaks()).isEmpty();
    }
}
