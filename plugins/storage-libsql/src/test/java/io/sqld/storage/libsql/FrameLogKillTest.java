package io.sqld.storage.libsql;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.api.service.Role;
import io.sqld.api.sql.Position;
import io.sqld.api.storage.FrameLog;
import io.sqld.testkit.SessionRunner;
import io.sqld.testkit.TestStorage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The primary is killed again and again while it ships: what it has shipped is always a beginning of what follows. */
class FrameLogKillTest {
    private static final int KILLS = 3;
    private static final int SHIPMENTS = 200;

    @TempDir Path directory;

    private record Shipment(String logId, long number, long checksum) {}

    @ParameterizedTest
    @ValueSource(strings = {"", "checkpoint.size = 64KiB", "checkpoint.size = 64KiB, durability = full"})
    void identityAndNumbersGoOnAfterKill(String settings) throws Exception {
        var shipments = new ArrayList<Shipment>();
        for (int kill = 0; kill < KILLS; kill++) {
            shipments.addAll(shipAndKill(settings));
        }
        assertThat(shipments).hasSizeGreaterThanOrEqualTo(KILLS * SHIPMENTS);
        String logId = shipments.getFirst().logId();
        assertThat(shipments).extracting(Shipment::logId).containsOnly(logId);
        var checksums = new TreeMap<Long, Long>();
        for (Shipment shipment : shipments) {
            Long before = checksums.put(shipment.number(), shipment.checksum());
            assertThat(before == null || before == shipment.checksum()).as("%s", shipment).isTrue();
        }
        try (TestStorage storage = TestStorage.start(new LibsqlFactory(), directory, Role.PRIMARY, settings);
                var replay = new Replay(directory.resolve("replay"))) {
            FrameLog log = storage.database().frameLog().orElseThrow();
            assertThat(log.head().logId()).isEqualTo(logId);
            assertThat(log.head().frame()).isGreaterThanOrEqualTo(checksums.lastKey());
            for (Map.Entry<Long, Long> shipped : checksums.entrySet()) {
                long[] last = new long[1];
                log.read(new Position(logId, shipped.getKey() - 1), frame -> {
                    if (frame.number() == shipped.getKey()) {
                        last[0] = frame.checksum();
                    }
                }, 1);
                assertThat(last[0]).as("frame %s", shipped.getKey()).isEqualTo(shipped.getValue());
            }
            try (SessionRunner session = storage.session()) {
                assertThat(session.run("PRAGMA integrity_check").value()).hasToString("'ok'");
            }
            replay.follow(log);
        }
        assertThat(directory.resolve("dbs/default/data")).hasSameBinaryContentAs(directory.resolve("replay"));
    }

    private List<Shipment> shipAndKill(String settings) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                CrashPrimary.class.getName(),
                directory.toString(),
                settings).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var shipments = new ArrayList<Shipment>();
        try (BufferedReader output = process.inputReader(StandardCharsets.US_ASCII)) {
            for (int i = 0; i < SHIPMENTS; i++) {
                String line = output.readLine();
                assertThat(line).as("the primary has ended by itself").isNotNull();
                shipments.add(shipment(line));
            }
            process.toHandle().destroyForcibly(); // which leaves its output readable
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.matches("\\S+ \\d+ -?\\d+") && output.ready()) {
                    shipments.add(shipment(line)); // told before it died; the last line may be cut
                }
            }
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        return shipments;
    }

    private static Shipment shipment(String line) {
        List<String> words = List.of(line.split(" ", -1));
        return new Shipment(words.get(0), Long.parseLong(words.get(1)), Long.parseLong(words.get(2)));
    }
}
