package io.sqld.storage.libsql;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.sqlite.OpenFlag;
import io.sqld.sqlite.SqliteConnection;
import io.sqld.sqlite.SqliteLibrary;
import io.sqld.testkit.Seed;
import io.sqld.testkit.Seeded;
import io.sqld.testkit.SessionRunner;
import io.sqld.testkit.TestStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The power fails at random moments: of the log only what had been written when the last sync began is left. Every
 * commit that a client had heard of by then must be there.
 *
 * <p>What is left is a copy of the files made when a sync begins: the database first, then the log, so that whatever a
 * checkpoint has brought into the one is in the other. The commits that count are those acknowledged before the next
 * sync begins: by then, a second copy exists.
 */
@ExtendWith(Seeded.class)
class PowerLossTest {
    private static final int COPIES_MAX = 8;
    /** One sync, at which a copy is made whatever the seed. */
    private static final int SURE = 5;
    private static final int HEADER_BYTES = 32;

    @TempDir Path directory;

    /** A power loss: the files left, and the commits of each writer that must be in them. */
    private record Crash(Path database, List<Long> acknowledged) {}

    /** Copies the files at some syncs, before they happen. */
    private static final class CopyingWal implements WalSync.Opener {
        private final Path database;
        private final Path copies;
        private final AtomicLongArray acknowledged;
        private final SplittableRandom random;
        private final List<Crash> crashes = new ArrayList<>();
        private Path pending = Path.of("");
        private int syncs;

        CopyingWal(Path database, Path copies, AtomicLongArray acknowledged, SplittableRandom random) {
            this.database = database;
            this.copies = copies;
            this.acknowledged = acknowledged;
            this.random = random;
        }

        private synchronized void beforeSync(Path wal) throws IOException {
            List<Long> known = IntStream.range(0, acknowledged.length()).mapToObj(acknowledged::get).toList();
            if (!pending.toString().isEmpty()) {
                crashes.add(new Crash(pending, known));
                pending = Path.of("");
            }
            syncs++;
            if (syncs == SURE || (crashes.size() < COPIES_MAX && random.nextInt(6) == 0)) {
                pending = copy(wal);
            }
        }

        private Path copy(Path wal) throws IOException {
            Path target = Files.createDirectory(copies.resolve("crash-" + crashes.size())).resolve("db");
            ByteBuffer before;
            ByteBuffer after;
            do {
                before = header(wal);
                Files.deleteIfExists(target);
                Files.deleteIfExists(target.resolveSibling("db-wal"));
                Files.copy(database, target);
                Files.copy(wal, target.resolveSibling("db-wal"));
                after = header(target.resolveSibling("db-wal"));
            } while (!before.equals(after)); // the log started over in between
            return target;
        }

        private static ByteBuffer header(Path wal) throws IOException {
            var header = ByteBuffer.allocate(HEADER_BYTES);
            try (FileChannel channel = FileChannel.open(wal, StandardOpenOption.READ)) {
                channel.read(header);
            }
            return header.flip();
        }

        @Override
        public WalSync open(Path wal) {
            var real = new FileWalSync(wal);
            return new WalSync() {
                @Override
                public void sync() throws IOException {
                    beforeSync(wal);
                    real.sync();
                }

                @Override
                public void close() throws IOException {
                    real.close();
                }
            };
        }
    }

    @ParameterizedTest
    @CsvSource({
            "1, 300, 8MiB", "8, 60, 8MiB", "64, 12, 8MiB", // the log only
            "1, 300, 64KiB", "8, 60, 64KiB", "64, 12, 64KiB" // with checkpoints all the time
    })
    void everyAcknowledgedCommitSurvives(int writers, int commits, String checkpointSize, Seed seed) throws Exception {
        Path files = Files.createDirectory(directory.resolve("served"));
        Path copies = Files.createDirectory(directory.resolve("copies"));
        var acknowledged = new AtomicLongArray(writers);
        var wal = new CopyingWal(files.resolve("dbs/default/data"), copies, acknowledged, seed.random());
        String settings = "checkpoint.size = " + checkpointSize;
        try (TestStorage storage = TestStorage.start(new LibsqlFactory(wal), files, settings)) {
            try (SessionRunner session = storage.session()) {
                session.run("CREATE TABLE log (writer, n, filler)");
            }
            try (var crowd = new Crowd(storage.database(), writers, (number, session, all) -> {
                SplittableRandom random = seed.part(number).random();
                for (int i = 1; i <= commits; i++) {
                    session.run("INSERT INTO log VALUES (?, ?, zeroblob(?))", number, i, random.nextInt(3000));
                    acknowledged.set(number, i);
                }
            })) {
                crowd.join();
            }
        }
        assertThat(wal.crashes).isNotEmpty();
        for (Crash crash : wal.crashes) {
            check(crash);
        }
    }

    private static void check(Crash crash) {
        try (SqliteConnection left = SqliteLibrary.bundled().open(crash.database().toString(), OpenFlag.READWRITE)) {
            assertThat(ConnectionOpener.text(left, "PRAGMA integrity_check")).isEqualTo("ok");
            for (int writer = 0; writer < crash.acknowledged().size(); writer++) {
                if (crash.acknowledged().get(writer) > 0) {
                    String of = " FROM log WHERE writer = " + writer;
                    long rows = ConnectionOpener.number(left, "SELECT count(*)" + of);
                    assertThat(rows).as("commits of writer %s in %s", writer, crash.database())
                            .isGreaterThanOrEqualTo(crash.acknowledged().get(writer));
                    assertThat(ConnectionOpener.number(left, "SELECT max(n)" + of)).isEqualTo(rows);
                }
            }
        }
    }
}
