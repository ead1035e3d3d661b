package io.sqld.frontend.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.testkit.FrontendFixture;
import io.sqld.testkit.TestStorage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays {@code src/test/wire}: lines with {@code >} are sent, lines with {@code <} must be the answer, each on a
 * database of its own. Each script is sent once with all that the client says in one piece, and once byte by byte.
 */
class WireScriptsTest {
    private static final String LOGIN = "startup 196608 user tester database default";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    static Stream<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/wire"))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void theServerAnswersWhatTheScriptSays(Path script) throws IOException {
        replay(script, false);
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void theAnswersAreTheSameWhenEachByteComesAlone(Path script) throws IOException {
        replay(script, true);
    }

    private void replay(Path script, boolean byteByByte) throws IOException {
        List<String> lines = Files.readAllLines(script).stream().map(String::strip).toList();
        var storage = TestStorage.start(TestStorage.storageBackend("libsql"), directory, "");
        try (var fixture = new FrontendFixture(new PgwireFactory(), settings(script), storage, 100)) {
            fixture.frontend().start();
            WireClient client = begin(fixture.address(), script);
            var unsent = new ByteArrayOutputStream();
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                if (line.startsWith("> ")) {
                    unsent.writeBytes(WireText.parse(line.substring(2)));
                } else if (line.equals("---")) {
                    client.close();
                    client = begin(fixture.address(), script);
                } else if (line.startsWith("<")) {
                    send(client, unsent, byteByByte);
                    boolean raw = line.startsWith("< =");
                    String answer = "< " + (raw ? "=" + (char) client.readByte() : client.readText());
                    assertThat(answer).as("%s, line %d", script.getFileName(), i + 1).isEqualTo(line);
                }
            }
            client.close();
        }
    }

    private static String settings(Path script) throws IOException {
        String first = Files.readAllLines(script).getFirst();
        String further = first.startsWith("# settings:") ? first.substring("# settings:".length()) : "";
        return "listen = \"127.0.0.1:0\"\n" + further;
    }

    private static WireClient begin(InetSocketAddress address, Path script) throws IOException {
        WireClient client = WireClient.connect(address);
        if (!script.getFileName().toString().startsWith("startup")) {
            client.send(WireText.parse(LOGIN));
            client.readUntilReady();
        }
        return client;
    }

    private static void send(WireClient client, ByteArrayOutputStream unsent, boolean byteByByte) throws IOException {
        byte[] bytes = unsent.toByteArray();
        unsent.reset();
        if (byteByByte) {
            sendBytes(client, bytes);
        } else if (bytes.length > 0) {
            client.send(bytes);
        }
    }

    private static void sendBytes(WireClient client, byte[] bytes) {
        try {
            for (byte b : bytes) {
                client.send(new byte[] {b});
            }
        } catch (IOException closed) {
            // The server may have heard enough; what it answers tells.
            assertThat(closed).hasMessageMatching("Broken pipe|Connection reset.*");
        }
    }
}
