package io.sqld.storage.libsql;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.testkit.SessionRunner;
import io.sqld.testkit.TestStorage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillTest {
    private static final int ACKNOWLEDGEMENTS = 2_000;

    @TempDir Path directory;

    @Test
    void whatWasAcknowledgedBeforeKillIsThereAfterwards() throws Exception {
        Map<Integer, Long> acknowledged = writeAndKill();
        assertThat(acknowledged).hasSize(8);
        try (TestStorage storage = TestStorage.start(new LibsqlFactory(), directory, "");
                SessionRunner session = storage.session()) {
            assertThat(session.run("PRAGMA integrity_check").value()).hasToString("'ok'");
            acknowledged.forEach((writer, n) -> {
                long rows = session.run("SELECT count(*) FROM log WHERE writer = ?", writer).integer();
                assertThat(rows).as("writer %s", writer).isGreaterThanOrEqualTo(n);
                assertThat(session.run("SELECT max(n) FROM log WHERE writer = ?", writer).integer()).isEqualTo(rows);
            });
            session.run("INSERT INTO log VALUES (99, 1, NULL)");
        }
    }

    private Map<Integer, Long> writeAndKill() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                CrashWriter.class.getName(),
                directory.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var acknowledged = new HashMap<Integer, Long>();
        try (BufferedReader output = process.inputReader(StandardCharsets.US_ASCII)) {
            for (int i = 0; i < ACKNOWLEDGEMENTS; i++) {
                note(output.readLine(), acknowledged);
            }
            process.toHandle().destroyForcibly(); // which leaves its output readable
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.matches("\\d+ \\d+")) {
                    note(line, acknowledged); // told before it died; the last line may be cut
                }
            }
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        return acknowledged;
    }

    private static void note(String line, Map<Integer, Long> acknowledged) {
        List<String> words = List.of(line.split(" ", -1));
        acknowledged.merge(Integer.valueOf(words.get(0)), Long.valueOf(words.get(1)), Math::max);
    }
}
