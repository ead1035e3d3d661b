package io.sqld.storage.libsql;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.api.service.Role;
import io.sqld.api.sql.Position;
import io.sqld.api.storage.FrameApplier;
import io.sqld.api.storage.FrameLog;
import io.sqld.testkit.FrameFollower;
import io.sqld.testkit.Seed;
import io.sqld.testkit.Seeded;
import io.sqld.testkit.SessionRunner;
import io.sqld.testkit.TestStorage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A replica that is killed while it applies knows afterwards exactly what it has applied. */
@ExtendWith(Seeded.class)
class FrameInjectorKillTest {
    private static final int KILLS = 4;

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"", "checkpoint.size = 64KiB"})
    void thePositionAfterKillIsThatOfTheData(String settings, Seed seed) throws Exception {
        Path primaryDirectory = Files.createDirectory(directory.resolve("primary"));
        Path replicaDirectory = Files.createDirectory(directory.resolve("replica"));
        var random = seed.random();
        Position applied = Position.NONE;
        for (int kill = 0; kill < KILLS; kill++) {
            Position told = applyAndKill(primaryDirectory, replicaDirectory, settings, seed.part(kill),
                    10 + random.nextInt(60));
            try (TestStorage primary = TestStorage.start(new LibsqlFactory(), primaryDirectory, Role.PRIMARY, "");
                    var replay = new Replay(directory.resolve("replay"))) {
                FrameLog log = primary.database().frameLog().orElseThrow();
                try (TestStorage replica = TestStorage.start(new LibsqlFactory(), replicaDirectory, Role.REPLICA,
                        settings); SessionRunner reader = replica.session()) {
                    FrameApplier applier = replica.database().frameApplier().orElseThrow();
                    applied = applier.applied();
                    assertThat(applied.logId()).isEqualTo(told.logId());
                    assertThat(applied.frame()).isGreaterThanOrEqualTo(told.frame());
                    assertThat(reader.run("PRAGMA integrity_check").value()).hasToString("'ok'");
                    FrameFollower.follow(log, applier, 1 << 20);
                    assertThat(applier.applied()).isEqualTo(log.head());
                }
                replay.snapshot(log);
            }
            assertThat(replicaDirectory.resolve("dbs/default/data"))
                    .hasSameBinaryContentAs(directory.resolve("replay"));
        }
    }

    private static Position applyAndKill(Path primary, Path replica, String settings, Seed seed, int steps)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                CrashReplica.class.getName(),
                primary.toString(),
                replica.toString(),
                settings,
                Long.toString(seed.value())).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Position told = Position.NONE;
        try (BufferedReader output = process.inputReader(StandardCharsets.US_ASCII)) {
            for (int i = 0; i < steps; i++) {
                String line = output.readLine();
                assertThat(line).as("the replica has ended by itself").isNotNull();
                told = position(line);
            }
            process.toHandle().destroyForcibly(); // which leaves its output readable
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (output.ready()) {
                    told = position(line); // told before it died; the last line may be cut
                }
            }
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        return told;
    }

    private static Position position(String line) {
        List<String> words = List.of(line.split(" ", -1));
        return new Position(words.get(1), Long.parseLong(words.get(2)));
    }
}
