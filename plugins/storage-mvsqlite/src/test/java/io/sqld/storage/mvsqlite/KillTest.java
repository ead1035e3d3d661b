package io.sqld.storage.mvsqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.storage.mvsqlite.kv.LocalStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server on the embedded store that is killed. */
class KillTest {
    private static final int ACKNOWLEDGEMENTS = 300;

    @TempDir private Path directory;

    @Test
    void whatWasAcknowledgedBeforeKillIsThereAfterwards() throws Exception {
        var file = directory.resolve("store.mv");
        var acknowledged = writeAndKill(file);
        try (var store = LocalStore.open(file, InstantSource.system(), Duration.ofSeconds(5), Duration.ofSeconds(20));
                var node = new Node("after", store, ConflictMode.PAGE, 2);
                var sqlite = node.open("db")) {
            assertThat(Node.value(sqlite, "PRAGMA integrity_check")).isEqualTo("ok");
            acknowledged.forEach((table, last) -> assertThat(
                    Integer.parseInt(Node.value(sqlite, "SELECT count(*) FROM " + table)))
                    .as(table)
                    .isBetween(last, last + 1));
            sqlite.execute("INSERT INTO x VALUES (-1, 'after')");
        }
    }

    private static Map<String, Integer> writeAndKill(Path file) throws IOException, InterruptedException {
        var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                KilledWriter.class.getName(), file.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var acknowledged = new HashMap<String, Integer>();
        try (var output = process.inputReader(StandardCharsets.US_ASCII)) {
            int lines = 0;
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                if (line.matches("[xy] \\d+")) { // the last one may be cut
                    acknowledged.put(line.substring(0, 1), Integer.valueOf(line.substring(2)));
                }
                if (++lines == ACKNOWLEDGEMENTS) {
                    process.toHandle().destroyForcibly(); // which leaves its output readable
                }
            }
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(acknowledged).isNotEmpty();
        return acknowledged;
    }
}
