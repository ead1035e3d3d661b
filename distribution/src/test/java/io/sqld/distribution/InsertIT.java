package io.sqld.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.api.service.Deadline;
import io.sqld.testkit.ServerProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LongSummaryStatistics;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 64 clients that insert as fast as they can, by both protocols. Takes 8 seconds, with {@code -Dsoak=true} a minute.
 */
class InsertIT {
    private static final int BY_PGWIRE = 48;
    private static final int BY_HTTP = 16;
    private static final Duration LASTS = Duration.ofSeconds(Boolean.getBoolean("soak") ? 60 : 8);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    /** What one client achieved. */
    private record Progress(long rows, long slowestNanos) {}

    @Test
    void nobodySeesBusyAndAllProgressEvenly() throws Exception {
        try (ServerProcess server = Tree.BUILT.serve(directory, "app.db");
                Connection connection = Tree.pgjdbc(server)) {
            connection.createStatement().execute("CREATE TABLE t (id INTEGER PRIMARY KEY, client INTEGER, n INTEGER)");
            Deadline deadline = Deadline.after(LASTS);
            var clients = new ArrayList<Callable<Progress>>();
            for (int i = 0; i < BY_PGWIRE; i++) {
                int client = i;
                clients.add(() -> byPgwire(server, client, deadline));
            }
            for (int i = 0; i < BY_HTTP; i++) {
                int client = BY_PGWIRE + i;
                clients.add(() -> byHttp(server, client, deadline));
            }
            var progress = new ArrayList<Progress>();
            try (ExecutorService threads = Executors.newFixedThreadPool(clients.size())) {
                for (Future<Progress> client : threads.invokeAll(clients)) {
                    progress.add(client.get());
                }
            }
            even(progress.subList(0, BY_PGWIRE));
            even(progress.subList(BY_PGWIRE, progress.size()));
            long rows = progress.stream().mapToLong(Progress::rows).sum();
            assertThat(ClientPrograms.count(connection, "SELECT count(*) FROM t")).isEqualTo(rows);
            System.out.println(rows + " rows by 64 clients in " + LASTS);
        }
    }

    private static void even(Iterable<Progress> progress) {
        var rows = new LongSummaryStatistics();
        var slowestNanos = new LongSummaryStatistics();
        progress.forEach(client -> {
            rows.accept(client.rows());
            slowestNanos.accept(client.slowestNanos());
        });
        System.out.println(rows + ", slowest insert " + slowestNanos.getMax() / 1_000_000 + " ms");
        assertThat(rows.getMin()).isGreaterThan(10).isGreaterThan((long) (rows.getAverage() / 2));
        assertThat(Duration.ofNanos(slowestNanos.getMax())).isLessThan(Duration.ofSeconds(10));
    }

    private static Progress byPgwire(ServerProcess server, int client, Deadline deadline) throws Exception {
        long rows = 0;
        long slowestNanos = 0;
        try (Connection connection = Tree.pgjdbc(server);
                PreparedStatement insert = connection.prepareStatement("INSERT INTO t (client, n) VALUES (?, ?)")) {
            while (!deadline.expired()) {
                long beganNanos = System.nanoTime();
                insert.setInt(1, client);
                insert.setLong(2, rows);
                rows += insert.executeUpdate();
                slowestNanos = Math.max(slowestNanos, System.nanoTime() - beganNanos);
            }
        }
        return new Progress(rows, slowestNanos);
    }

    private static Progress byHttp(ServerProcess server, int client, Deadline deadline) {
        long rows = 0;
        long slowestNanos = 0;
        try (Hrana stream = new Hrana(Tree.url(server))) {
            while (!deadline.expired()) {
                long beganNanos = System.nanoTime();
                stream.executeAlone("INSERT INTO t (client, n) VALUES (" + client + ", " + rows + ")");
                rows++;
                slowestNanos = Math.max(slowestNanos, System.nanoTime() - beganNanos);
            }
        }
        return new Progress(rows, slowestNanos);
    }
}
