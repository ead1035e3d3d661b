package io.sqld.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.testkit.Eventually;
import io.sqld.testkit.Seed;
import io.sqld.testkit.Seeded;
import io.sqld.testkit.ServerProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What {@code kill -9} in the middle of writes leaves behind. */
class CrashIT {
    private static final int WRITERS = 8;
    private static final int CRASHES = 3;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    /** The highest row of each writer that the server acknowledged, and the highest that it was asked for. */
    private final AtomicLongArray acknowledged = new AtomicLongArray(WRITERS);

    private final AtomicLongArray asked = new AtomicLongArray(WRITERS);
    private final AtomicLong acknowledgements = new AtomicLong();

    @Test
    @ExtendWith(Seeded.class)
    void everyAcknowledgedRowIsThereAfterwards(Seed seed) throws SQLException {
        SplittableRandom random = seed.random();
        try (ServerProcess server = Tree.BUILT.serve(directory, "app.db");
                Connection connection = Tree.pgjdbc(server)) {
            connection.createStatement()
                    .execute("CREATE TABLE t (writer INTEGER, n INTEGER, padding TEXT, PRIMARY KEY (writer, n))");
        }
        for (int crash = 0; crash < CRASHES; crash++) {
            try (ServerProcess server = Tree.BUILT.serve(directory, "app.db")) {
                check(server);
                writeUntilKilled(server, acknowledgements.get() + random.nextLong(50, 800));
            }
        }
        try (ServerProcess server = Tree.BUILT.serve(directory, "app.db")) {
            check(server);
        }
    }

    private void writeUntilKilled(ServerProcess server, long acknowledgementsWanted) {
        try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
            for (int writer = 0; writer < WRITERS; writer++) {
                int number = writer;
                threads.execute(() -> write(server, number));
            }
            Eventually.await("enough rows are acknowledged", () -> acknowledgements.get() >= acknowledgementsWanted);
            server.close();
        }
    }

    private void write(ServerProcess server, int writer) {
        try (Connection connection = Tree.pgjdbc(server);
                PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?)")) {
            long n = asked.get(writer);
            while (true) {
                n++;
                insert.setInt(1, writer);
                insert.setLong(2, n);
                insert.setString(3, "x".repeat(Math.toIntExact(n * 37 % 6_000)));
                asked.set(writer, n);
                insert.executeUpdate();
                acknowledged.set(writer, n);
                acknowledgements.incrementAndGet();
            }
        } catch (SQLException killed) {
            assertThat(killed.getSQLState()).as(killed.toString()).startsWith("08");
        }
    }

    private void check(ServerProcess server) throws SQLException {
        try (Connection connection = Tree.pgjdbc(server)) {
            for (int writer = 0; writer < WRITERS; writer++) {
                long count = ClientPrograms.count(connection, "SELECT count(*) FROM t WHERE writer = " + writer);
                long last = ClientPrograms.count(connection,
                        "SELECT coalesce(max(n), 0) FROM t WHERE writer = " + writer);
                assertThat(last).isBetween(acknowledged.get(writer), asked.get(writer));
                assertThat(count).as("rows of writer %s without a gap", writer).isEqualTo(last);
                // A row that was in flight is there or not; the next round goes on from what is there.
                asked.set(writer, last);
            }
        }
    }
}
