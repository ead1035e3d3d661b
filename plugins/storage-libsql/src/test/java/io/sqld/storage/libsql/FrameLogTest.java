package io.sqld.storage.libsql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Role;
import io.sqld.api.sql.Position;
import io.sqld.api.storage.FrameLog;
import io.sqld.sqlite.OpenFlag;
import io.sqld.sqlite.SqliteConnection;
import io.sqld.sqlite.SqliteLibrary;
import io.sqld.testkit.Eventually;
import io.sqld.testkit.Seed;
import io.sqld.testkit.Seeded;
import io.sqld.testkit.SessionRunner;
import io.sqld.testkit.TestStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Seeded.class)
class FrameLogTest {
    @TempDir Path directory;

    private TestStorage start(String settings) {
        return TestStorage.start(new LibsqlFactory(), directory, Role.PRIMARY, settings);
    }

    private static FrameLog log(TestStorage storage) {
        return storage.database().frameLog().orElseThrow();
    }

    private Path data() {
        return directory.resolve("dbs/default/data");
    }

    private Path frames() {
        return directory.resolve("dbs/default/data-frames");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "checkpoint.size = 64KiB", "checkpoint.size = 64KiB, connections.cache = 64KiB, durability = full",
            "checkpoint.size = 256KiB, checkpoint.idle = 1ms, durability = relaxed"})
    void framesReplayedIntoAFileAreThePrimaryByteForByte(String settings, Seed seed) throws Exception {
        var workload = new RandomWorkload(seed.random());
        String logId = "";
        try (var replay = new Replay(directory.resolve("replay"))) {
            for (int run = 0; run < 4; run++) {
                Position head;
                try (TestStorage storage = start(settings); SessionRunner session = storage.session()) {
                    for (int i = 0; i < 30; i++) {
                        workload.step(session);
                        replay.follow(log(storage));
                    }
                    if (run > 0) {
                        assertThat(log(storage).head().logId()).isEqualTo(logId);
                    }
                    logId = log(storage).head().logId();
                    Eventually.await("what is durable is in the log", () -> {
                        replay.follow(log(storage));
                        return same(log(storage), replay);
                    });
                    head = log(storage).head();
                }
                assertThat(replay.position()).isEqualTo(head);
                assertThat(data()).hasSameBinaryContentAs(replay.file());
            }
            assertThat(replay.snapshots()).as("only to begin with").isEqualTo(1);
            assertThat(replay.frames()).isPositive();
        }
    }

    /** A snapshot is the newest state: if the replay is as new, both are the same. */
    private boolean same(FrameLog log, Replay replay) {
        try (var snapshot = new Replay(directory.resolve("snapshot"))) {
            snapshot.snapshot(log);
            if (!snapshot.position().equals(replay.position())) {
                return false;
            }
            assertThat(snapshot.checksum()).isEqualTo(replay.checksum());
            assertThat(snapshot.file()).hasSameBinaryContentAs(replay.file());
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void snapshotsMadeWhileManyWriteAreStatesOfTheLog(Seed seed) throws Exception {
        try (TestStorage storage = start("checkpoint.size = 64KiB");
                var replay = new Replay(directory.resolve("replay"))) {
            try (SessionRunner session = storage.session()) {
                session.run("CREATE TABLE log (writer, n, filler)");
            }
            try (var crowd = new Crowd(storage.database(), 4, (number, session, all) -> {
                var random = seed.part(number).random();
                for (int i = 0; i < 300; i++) {
                    session.run("INSERT INTO log VALUES (?, ?, zeroblob(?))", number, i, random.nextInt(9000));
                    if (i % 50 == number) {
                        session.run("DELETE FROM log WHERE n < ?", i - 10);
                    }
                }
            })) {
                for (int i = 0; i < 20; i++) {
                    try (var snapshot = new Replay(directory.resolve("snapshot"))) {
                        snapshot.snapshot(log(storage));
                        replay.followAll(log(storage), snapshot.position().frame());
                        snapshot.follow(log(storage));
                        replay.followAll(log(storage), snapshot.position().frame());
                        check(snapshot.file());
                    }
                }
                crowd.join();
            }
            Eventually.await("all is in the log", () -> {
                replay.follow(log(storage));
                return same(log(storage), replay);
            });
            assertThat(replay.snapshots()).isEqualTo(1);
        }
        assertThat(data()).hasSameBinaryContentAs(directory.resolve("replay"));
    }

    private static void check(Path copy) {
        try (SqliteConnection connection = SqliteLibrary.bundled().open(copy.toString(), OpenFlag.READWRITE)) {
            assertThat(ConnectionOpener.text(connection, "PRAGMA integrity_check")).isEqualTo("ok");
        }
    }

    @Test
    void onlyWhatIsDurableIsInTheLog() throws Exception {
        try (var wal = new GatedWal();
                TestStorage storage = TestStorage.start(new LibsqlFactory(wal), directory, Role.PRIMARY, "")) {
            try (SessionRunner session = storage.session()) {
                session.run("CREATE TABLE t (a)");
            }
            Eventually.await("the table is in the log", () -> log(storage).head().frame() > 1);
            Position before = log(storage).head();
            wal.block();
            var writer = new Thread(() -> {
                try (SessionRunner session = storage.session()) {
                    session.run("INSERT INTO t VALUES (1)");
                }
            });
            int syncs = wal.syncs();
            writer.start();
            Eventually.await("a sync has begun", () -> wal.syncs() > syncs);
            assertThat(log(storage).head()).isEqualTo(before);
            assertThat(log(storage).read(before, frame -> {
                throw new AssertionError("not durable: " + frame);
            }, 1000)).isEqualTo(before);
            wal.unblock();
            Eventually.await("the commit is in the log", () -> log(storage).head().frame() > before.frame());
            writer.join();
        }
    }

    @Test
    void listenersAreToldOfCommitsUntilTheyLeave() {
        try (TestStorage storage = start(""); SessionRunner session = storage.session()) {
            var told = new AtomicInteger();
            FrameLog.Registration registration = log(storage).onCommit(told::incrementAndGet);
            session.run("CREATE TABLE t (a)");
            Eventually.await("told", () -> told.get() > 0);
            registration.close();
            long head = log(storage).head().frame();
            session.run("INSERT INTO t VALUES (1)");
            Eventually.await("committed", () -> log(storage).head().frame() > head);
            int before = told.get();
            session.run("INSERT INTO t VALUES (2)");
            assertThat(told.get()).isEqualTo(before);
        }
    }

    @Test
    void whoeverIsTooFarBehindIsToldToTakeASnapshot() {
        try (TestStorage storage = start("frame-log.retain-size = 1MiB, checkpoint.size = 256KiB");
                SessionRunner session = storage.session()) {
            session.run("CREATE TABLE t (a)");
            Eventually.await("the table is in the log", () -> log(storage).head().frame() > 1);
            Position early = log(storage).head();
            Eventually.await("early frames are gone", () -> {
                session.run("INSERT INTO t VALUES (zeroblob(100000))");
                session.run("DELETE FROM t");
                return storage.metrics().value("sqld_storage_frame_log_bytes") < 2 << 20
                        && log(storage).head().frame() > 1500 && isGone(log(storage), early);
            });
            Position head = log(storage).head();
            assertThat(log(storage).read(head, frame -> {}, 1000)).isEqualTo(head);
            assertUnavailable(log(storage), new Position(head.logId(), head.frame() + 1_000_000));
            assertUnavailable(log(storage), new Position("another", head.frame()));
            assertUnavailable(log(storage), Position.NONE);
        }
    }

    private static boolean isGone(FrameLog log, Position position) {
        try {
            log.read(position, frame -> {}, 1);
            return false;
        } catch (SqldException e) {
            assertThat(e).hasMessageContaining("take a snapshot");
            return true;
        }
    }

    private static void assertUnavailable(FrameLog log, Position position) {
        assertThatThrownBy(() -> log.read(position, frame -> {}, 1000))
                .isInstanceOfSatisfying(SqldException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                .hasMessageContaining("take a snapshot");
    }

    @Test
    void aDatabaseThatWasChangedByAnotherProgramGetsAnotherLog() {
        String before = write("CREATE TABLE t (a)");
        assertThat(write("INSERT INTO t VALUES (1)")).isEqualTo(before);
        try (SqliteConnection foreign = SqliteLibrary.bundled().open(data().toString(), OpenFlag.READWRITE)) {
            foreign.execute("INSERT INTO t VALUES (2)");
        }
        assertThat(write("INSERT INTO t VALUES (3)")).isNotEqualTo(before);
    }

    @Test
    void aDatabaseThatWasRestoredFromABackupGetsAnotherLogWithHigherNumbers() throws Exception {
        String before = write("CREATE TABLE t (a)");
        Path backup = directory.resolve("backup");
        Files.copy(data(), backup);
        write("INSERT INTO t VALUES (1)");
        Position last;
        try (TestStorage storage = start("")) {
            last = log(storage).head();
        }
        Files.copy(backup, data(), StandardCopyOption.REPLACE_EXISTING);
        try (TestStorage storage = start("")) {
            assertThat(log(storage).head().logId()).isNotEqualTo(before);
            assertThat(log(storage).head().frame()).isGreaterThan(last.frame());
        }
    }

    @Test
    void aDatabaseThatWasServedWithoutReplicationMeanwhileGetsAnotherLog() {
        String before = write("CREATE TABLE t (a)");
        try (TestStorage storage = TestStorage.start(new LibsqlFactory(), directory, "");
                SessionRunner session = storage.session()) {
            session.run("INSERT INTO t VALUES (1)");
        }
        assertThat(write("INSERT INTO t VALUES (3)")).isNotEqualTo(before);
    }

    @Test
    void aLogWhoseEndIsLostBeginsAnew() throws Exception {
        String before = write("CREATE TABLE t (a)");
        Path newest = segments().getLast();
        try (var out = Files.newByteChannel(newest, StandardOpenOption.WRITE)) {
            out.truncate(out.size() - 1);
        }
        assertThat(write("INSERT INTO t VALUES (1)")).isNotEqualTo(before);
    }

    @Test
    void aDamagedFrameIsNeverPassedOn() throws Exception {
        try (TestStorage storage = start(""); SessionRunner session = storage.session()) {
            Position start = log(storage).head();
            session.run("CREATE TABLE t (a)");
            Eventually.await("the table is in the log", () -> log(storage).head().frame() > start.frame());
            byte[] bytes = Files.readAllBytes(segments().getLast());
            bytes[LogSegment.HEADER_BYTES + LogSegment.RECORD_HEADER_BYTES + 100] ^= 1;
            Files.write(segments().getLast(), bytes);
            assertThatThrownBy(() -> log(storage).read(start, frame -> {
                throw new AssertionError("damaged: " + frame);
            }, 100_000)).hasMessageContaining("take a snapshot");
        }
    }

    @Test
    void aStandaloneServerKeepsNoLog() {
        try (TestStorage storage = TestStorage.start(new LibsqlFactory(), directory, "");
                SessionRunner session = storage.session()) {
            session.run("CREATE TABLE t (a)");
            assertThat(storage.database().frameLog()).isEmpty();
        }
        assertThat(frames()).doesNotExist();
    }

    private String write(String sql) {
        try (TestStorage storage = start(""); SessionRunner session = storage.session()) {
            session.run(sql);
            return log(storage).head().logId();
        }
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(frames())) {
            return files.filter(file -> file.toString().endsWith(".frames")).sorted().toList();
        }
    }
}
