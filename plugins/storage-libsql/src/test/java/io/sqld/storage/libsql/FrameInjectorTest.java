package io.sqld.storage.libsql;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.api.service.Role;
import io.sqld.api.sql.Position;
import io.sqld.api.storage.FrameApplier;
import io.sqld.api.storage.FrameLog;
import io.sqld.sqlite.OpenFlag;
import io.sqld.sqlite.SqliteConnection;
import io.sqld.sqlite.SqliteLibrary;
import io.sqld.testkit.Eventually;
import io.sqld.testkit.FrameFollower;
import io.sqld.testkit.Seed;
import io.sqld.testkit.Seeded;
import io.sqld.testkit.SessionRunner;
import io.sqld.testkit.TestStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Seeded.class)
class FrameInjectorTest {
    private static final String OFTEN = "checkpoint.size = 64KiB, checkpoint.idle = 20ms";

    @TempDir Path directory;
    private Path primaryDirectory;
    private Path replicaDirectory;

    @BeforeEach
    void directories() throws Exception {
        primaryDirectory = Files.createDirectory(directory.resolve("primary"));
        replicaDirectory = Files.createDirectory(directory.resolve("replica"));
    }

    private TestStorage primary() {
        return TestStorage.start(new LibsqlFactory(), primaryDirectory, Role.PRIMARY, OFTEN);
    }

    private TestStorage replica(String settings) {
        return TestStorage.start(new LibsqlFactory(), replicaDirectory, Role.REPLICA, settings);
    }

    private static FrameLog log(TestStorage storage) {
        return storage.database().frameLog().orElseThrow();
    }

    private static FrameApplier applier(TestStorage storage) {
        return storage.database().frameApplier().orElseThrow();
    }

    private Path data(Path side) {
        return side.resolve("dbs/default/data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", OFTEN})
    void aReplicaIsThePrimaryByteForByte(String settings, Seed seed) {
        var random = seed.random();
        var workload = new RandomWorkload(seed.part(1).random());
        for (int run = 0; run < 3; run++) {
            try (TestStorage primary = primary();
                    TestStorage replica = replica(settings);
                    SessionRunner session = primary.session();
                    SessionRunner reader = replica.session()) {
                Position before = applier(replica).applied();
                for (int i = 0; i < 40; i++) {
                    workload.step(session);
                    FrameFollower.step(log(primary), applier(replica), 1 + random.nextInt(500_000));
                    assertThat(reader.run("PRAGMA quick_check").value()).hasToString("'ok'");
                }
                session.run("CREATE TABLE IF NOT EXISTS done (run)");
                session.run("INSERT INTO done VALUES (?)", run);
                FrameFollower.followAll(log(primary), applier(replica), session, reader, "SELECT * FROM done");
                if (run > 0) {
                    assertThat(applier(replica).applied().logId()).isEqualTo(before.logId());
                }
            }
            assertThat(data(replicaDirectory)).hasSameBinaryContentAs(data(primaryDirectory));
        }
    }

    @Test
    void aTransactionLargerThanAnyBufferIsApplied() {
        try (TestStorage primary = primary();
                TestStorage replica = replica("");
                SessionRunner session = primary.session();
                SessionRunner reader = replica.session()) {
            session.run("CREATE TABLE t (a)");
            session.run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000) "
                    + "INSERT INTO t SELECT randomblob(4000) FROM n");
            FrameFollower.followAll(log(primary), applier(replica), session, reader, "SELECT count(*) FROM t");
            session.run("DELETE FROM t WHERE rowid % 3 = 0");
            session.run("VACUUM");
            session.run("INSERT INTO t VALUES ('the end')"); // without, the answer is the same before VACUUM has come
            FrameFollower.followAll(log(primary), applier(replica), session, reader, "SELECT count(*) FROM t");
            assertThat(reader.run("PRAGMA integrity_check").value()).hasToString("'ok'");
        }
        assertThat(data(replicaDirectory)).hasSameBinaryContentAs(data(primaryDirectory));
    }

    @Test
    void theLogOfAReplicaStaysSmall() {
        try (TestStorage primary = primary();
                TestStorage replica = replica(OFTEN);
                SessionRunner session = primary.session()) {
            session.run("CREATE TABLE t (a)");
            for (int i = 0; i < 300; i++) {
                session.run("INSERT INTO t VALUES (zeroblob(10000))");
                FrameFollower.follow(log(primary), applier(replica), 1 << 20);
            }
            Eventually.await("the write-ahead log has started over",
                    () -> replica.metrics().value("sqld_storage_wal_bytes") < 256 << 10);
        }
    }

    @Test
    void whatAnotherProgramHasChangedIsKnownToBeNoStateOfTheLog() {
        try (TestStorage primary = primary(); SessionRunner session = primary.session()) {
            try (TestStorage replica = replica(""); SessionRunner reader = replica.session()) {
                session.run("CREATE TABLE t (a)");
                FrameFollower.followAll(log(primary), applier(replica), session, reader, "SELECT * FROM t");
            }
            try (SqliteConnection foreign = SqliteLibrary.bundled()
                    .open(data(replicaDirectory).toString(), OpenFlag.READWRITE)) {
                foreign.execute("INSERT INTO t VALUES ('foreign')");
            }
            try (TestStorage replica = replica(""); SessionRunner reader = replica.session()) {
                assertThat(applier(replica).applied()).isEqualTo(Position.NONE);
                FrameFollower.followAll(log(primary), applier(replica), session, reader, "SELECT count(*) FROM t");
            }
        }
    }
}
