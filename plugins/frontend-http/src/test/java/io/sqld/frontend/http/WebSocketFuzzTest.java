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

import io.sqld.testkit.Eventually;
import io.sqld.testkit.FrontendFixture;
import io.sqld.testkit.Seed;
import io.sqld.testkit.Seeded;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Damaged WebSockets against the running server: each ends by itself at most, and nothing is lost. */
@ExtendWith(Seeded.class)
class WebSocketFuzzTest {
    private static final List<String> CONVERSATION = List.of(
            "{\"type\":\"hello\",\"jwt\":null}",
            requestText(1, openStream(1)),
            requestText(2, execute(1, "SELECT 1")),
            requestText(3, openStream(2)),
            requestText(4, openCursor(2, 1, "SELECT 1 UNION ALL SELECT 2", "SELECT 3")),
            requestText(5, fetchCursor(1, 2)),
            requestText(6, "{\"type\":\"store_sql\",\"sql_id\":1,\"sql\":\"SELECT 1\"}"),
            requestText(7, execute(1, "SELECT hex(zeroblob(3000))")),
            requestText(8, closeCursor(1)),
            requestText(9, closeStream(2)));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    @Test
    void damagedMessagesAndFramesEndAtMostTheirOwnSocket(Seed seed) throws IOException {
        SplittableRandom random = seed.random();
        byte[] protobuf = join(
                frame(true, RawWebSocket.BINARY, HexFormat.of().parseHex("0a00")),
                frame(true, RawWebSocket.BINARY, HexFormat.of().parseHex("1206080112020801")),
                frame(true, RawWebSocket.BINARY,
                        HexFormat.of().parseHex("1216080222120801120e0a0c53454c45435420312c312e35")));
        byte[] frames = frames(CONVERSATION);
        try (FrontendFixture fixture = Fixtures.start(directory, "request-read-timeout = 300ms");
                RawWebSocket bystander = RawWebSocket.greeted(fixture.address())) {
            bystander.request(1, openStream(1));
            assertThat(bystander.text()).contains("response_ok");
            for (int i = 0; i < 400; i++) {
                byte[] bytes = switch (random.nextInt(3)) {
                    case 0 -> damaged(frames, random);
                    case 1 -> damaged(protobuf, random);
                    default -> frames(damagedMessages(random));
                };
                throwAt(fixture, random.nextBoolean() ? "hrana3" : "hrana3-protobuf", bytes, random);
                bystander.request(2, execute(1, "SELECT 'alive'"));
                assertThat(bystander.text()).contains("alive");
            }
            Eventually.await("the sockets end", () -> fixture.metrics().value("sqld_http_websockets") == 1);
            Eventually.await("their sessions end", () -> fixture.gateway().sessions() == 1);
            Eventually.await("nothing is kept", () -> fixture.metrics().value("sqld_http_body_bytes") == 0
                    && fixture.metrics().value("sqld_http_response_bytes") == 0);
        }
        FuzzTest.noBufferIsLost();
    }

    @Test
    void aConversationMayArriveByteByByteOrAllAtOnce() throws IOException {
        byte[] frames = frames(CONVERSATION);
        try (FrontendFixture fixture = Fixtures.start(directory, "")) {
            for (int piece : new int[] {1, 2, 7, frames.length}) {
                try (RawWebSocket socket = new RawWebSocket(fixture.address(), "hrana3")) {
                    for (int at = 0; at < frames.length; at += piece) {
                        socket.raw(Arrays.copyOfRange(frames, at, Math.min(frames.length, at + piece)));
                    }
                    for (int i = 0; i < CONVERSATION.size(); i++) {
                        assertThat(socket.text()).containsAnyOf("hello_ok", "response_ok");
                    }
                }
            }
            Eventually.await("their sessions end", () -> fixture.gateway().sessions() == 0);
        }
        FuzzTest.noBufferIsLost();
    }

    private static void throwAt(FrontendFixture fixture, String subprotocol, byte[] bytes, SplittableRandom random)
            throws IOException {
        try (RawWebSocket socket = new RawWebSocket(fixture.address(), subprotocol)) {
            int at = 0;
            while (at < bytes.length) {
                int length = Math.min(bytes.length - at, random.nextInt(1, 400));
                socket.raw(Arrays.copyOfRange(bytes, at, at + length));
                at += length;
            }
            if (random.nextInt(8) == 0) {
                // To its end: what comes until then is well-formed.
                socket.raw(frame(true, RawWebSocket.CLOSE));
                for (RawWebSocket.Frame frame = socket.read(); frame.opcode() != RawWebSocket.CLOSE;) {
                    frame = socket.read();
                }
            }
        } catch (SocketException | EOFException cut) {
            assertThat(cut).hasMessageNotContaining("refused");
        }
    }

    private static List<String> damagedMessages(SplittableRandom random) {
        String[] messages = CONVERSATION.toArray(String[]::new);
        int first = random.nextInt(messages.length);
        int second = random.nextInt(messages.length);
        switch (random.nextInt(3)) {
            case 0 -> messages[first] = messages[second];
            case 1 -> {
                String swapped = messages[first];
                messages[first] = messages[second];
                messages[second] = swapped;
            }
            default -> {
                int at = random.nextInt(messages[first].length());
                messages[first] = messages[first].substring(0, at) + (char) random.nextInt(32, 127)
                        + messages[first].substring(at + 1);
            }
        }
        return List.of(messages);
    }

    private static byte[] damaged(byte[] original, SplittableRandom random) {
        byte[] bytes = original.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static byte[] frames(List<String> messages) {
        var all = new ByteArrayOutputStream();
        for (String message : messages) {
            all.writeBytes(frame(true, RawWebSocket.TEXT, message.getBytes(StandardCharsets.UTF_8)));
        }
        return all.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
