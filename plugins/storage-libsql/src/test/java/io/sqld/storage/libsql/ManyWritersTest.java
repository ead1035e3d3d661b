package io.sqld.storage.libsql;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.testkit.SessionRunner;
import io.sqld.testkit.TestStorage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where upstream answers BUSY and stops altogether: 64 clients that write. */
class ManyWritersTest {
    private static final int WRITERS = 64;
    private static final long RUN_NANOS = 4_000_000_000L;

    @TempDir Path directory;

    private static long[] write(TestStorage storage) {
        var done = new AtomicLongArray(WRITERS);
        long start = System.nanoTime();
        try (var crowd = new Crowd(storage.database(), WRITERS, (number, session, all) -> {
            while (System.nanoTime() - start < RUN_NANOS) {
                // an error, such as BUSY, fails the test
                session.run("INSERT INTO t VALUES (?, zeroblob(500))", number);
                done.incrementAndGet(number);
            }
        })) {
            crowd.join();
        }
        long[] counts = new long[WRITERS];
        Arrays.setAll(counts, done::get);
        return counts;
    }

    @Test
    void allOfThemProgressEvenlyAndTheLogStaysSmall() {
        String settings = "checkpoint.size = 1MiB";
        try (TestStorage storage = TestStorage.start(new LibsqlFactory(), directory, settings)) {
            try (SessionRunner session = storage.session()) {
                session.run("CREATE TABLE t (writer, filler)");
            }
            long[] counts = write(storage);
            assertThat(Arrays.stream(counts).min().orElseThrow())
                    .isGreaterThan(Arrays.stream(counts).max().orElseThrow() / 2);
            assertThat(storage.metrics().value("sqld_storage_connections")).isLessThan(WRITERS);
            Path wal = directory.resolve("dbs/default/data-wal");
            assertThat(wal.toFile().length()).as("bytes of the log").isLessThan(8 << 20);
            assertThat(storage.metrics().value("sqld_storage_checkpoint_seconds")).isPositive();
            try (SessionRunner session = storage.session()) {
                assertThat(session.run("SELECT count(*) FROM t").integer()).isEqualTo(Arrays.stream(counts).sum());
            }
        }
    }

    @Test
    void aLongReaderLetsTheLogGrowAndKeepsItsState() {
        String settings = "checkpoint { size = 256KiB, wait = 10ms }";
        try (TestStorage storage = TestStorage.start(new LibsqlFactory(), directory, settings);
                SessionRunner reader = storage.session()) {
            reader.run("CREATE TABLE t (writer, filler)");
            reader.run("BEGIN");
            assertThat(reader.run("SELECT count(*) FROM t").integer()).isZero();
            long[] counts = write(storage);
            assertThat(reader.run("SELECT count(*) FROM t").integer()).isZero();
            reader.run("COMMIT");
            assertThat(reader.run("SELECT count(*) FROM t").integer()).isEqualTo(Arrays.stream(counts).sum());
        }
        assertThat(directory.resolve("dbs/default/data-wal")).doesNotExist();
    }
}
