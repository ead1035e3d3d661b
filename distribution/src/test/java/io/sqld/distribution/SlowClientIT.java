package io.sqld.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.api.service.Deadline;
import io.sqld.testkit.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that read a large result slowly, or not at all. With {@code -Dsoak=true} the result has a gigabyte. */
class SlowClientIT {
    private static final long ROW_BYTES = 1_000;
    private static final long ROWS = Boolean.getBoolean("soak") ? 1_000_000 : 200_000;
    private static final String LARGE =
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + ROWS
                    + ") SELECT hex(zeroblob(" + ROW_BYTES / 2 + ")) FROM n";
    /** Far less than the result; what the collector leaves lying about, and the libraries' buffers. */
    private static final long GROWTH_KIB_MAX = 96 * 1024;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    @Test
    void aClientThatReadsSlowlyCostsNoMemory() throws IOException, SQLException {
        try (ServerProcess server = serve(); Connection other = Tree.pgjdbc(server)) {
            long beforeKib = warm(server);
            long mostKib = beforeKib;
            try (RawPgClient slow = new RawPgClient(server.address("PostgreSQL"))) {
                slow.query(LARGE);
                long read = 0;
                for (int portion = 0; portion < 200; portion++) {
                    read += slow.read(64 * 1024);
                    assertThat(ClientPrograms.count(other, "SELECT 1")).isEqualTo(1);
                    mostKib = Math.max(mostKib, server.residentKib());
                }
                read += slow.readToEnd();
                mostKib = Math.max(mostKib, server.residentKib());
                assertThat(read).isGreaterThan(ROWS * ROW_BYTES);
            }
            System.out.println("resident: " + beforeKib + " KiB before, at most " + mostKib + " KiB");
            assertThat(mostKib - beforeKib).isLessThan(GROWTH_KIB_MAX);
        }
    }

    @Test
    void aClientThatDoesNotReadIsCutAndOthersDoNotNotice() throws IOException, SQLException {
        try (ServerProcess server = serve("--set", "pgwire.write-stall-timeout=1s");
                Connection other = Tree.pgjdbc(server);
                RawPgClient stuck = new RawPgClient(server.address("PostgreSQL"))) {
            long beforeKib = warm(server);
            other.createStatement().execute("CREATE TABLE t (a)");
            stuck.query(LARGE);
            Deadline longer = Deadline.after(Duration.ofSeconds(4));
            long writes = 0;
            while (!longer.expired()) {
                long beganNanos = System.nanoTime();
                other.createStatement().execute("INSERT INTO t VALUES (1)");
                writes++;
                assertThat(Duration.ofNanos(System.nanoTime() - beganNanos)).isLessThan(Duration.ofSeconds(2));
            }
            assertThat(ClientPrograms.count(other, "SELECT count(*) FROM t")).isEqualTo(writes);
            assertThat(server.residentKib() - beforeKib).isLessThan(GROWTH_KIB_MAX);
            // What is in the buffers of the two systems still arrives; the rest does not.
            assertThat(stuck.readToEnd()).isLessThan(ROWS * ROW_BYTES / 2);
        }
    }

    private ServerProcess serve(String... further) {
        ProcessBuilder command = Tree.BUILT.onFreePorts(directory, "app.db");
        command.command().addAll(List.of(further));
        return ServerProcess.start(command);
    }

    /** {@return the memory after a large result was read at once, in KiB} */
    private static long warm(ServerProcess server) throws IOException {
        try (RawPgClient fast = new RawPgClient(server.address("PostgreSQL"))) {
            fast.query(LARGE);
            fast.readToEnd();
        }
        return server.residentKib();
    }
}
