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
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 64 clients that insert as fast as they can, by both protocols and by HTTP alone. Takes 8 seconds each, with {@code
 * -Dsoak=true} a minute and a minute and a half.
 */
class InsertIT {
    private static final int BY_PGWIRE = 48;
    private static final int BY_HTTP = 16;
    private static final Duration LASTS = Duration.ofSeconds(Boolean.getBoolean("soak") ? 60 : 8);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    private static final Duration BY_HTTP_ALONE = Duration.ofSeconds(Boolean.getBoolean("soak") ? 90 : 8);
    private static final int CLIENTS = 64;

    /** What one client achieved. */
    private record Progress(long rows, long slowestNanos) {}

    /**
     * What stops the original server for good, with its default settings and ours: each insert commits alone, in a
     * request of its own.
     */
    @Test
    void manyClientsOfHttpAloneNeverStopTheWriter() throws Exception {
        try (ServerProcess server = Tree.BUILT.serve(directory, "app.db");
                Hrana alone = new Hrana(Tree.url(server))) {
            alone.executeAlone("CREATE TABLE t (id INTEGER PRIMARY KEY, client INTEGER, n INTEGER)");
            Deadline deadline = Deadline.after(BY_HTTP_ALONE);
            var clients = new ArrayList<Callable<long[]>>();
            for (int i = 0; i < CLIENTS; i++) {
                int client = i;
                clients.add(() -> latencies(server, client, deadline));
            }
            var all = LongStream.builder();
            try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
                for (Future<long[]> client : threads.invokeAll(clients)) {
                    LongStream.of(client.get()).forEach(all::add);
                }
            }
            long[] sorted = all.build().sorted().toArray();
            long beganNanos = System.nanoTime();
            alone.executeAlone("INSERT INTO t (client, n) VALUES (-1, 0)");
            long aloneNanos = System.nanoTime() - beganNanos;
            System.out.printf("%d inserts by %d clients of HTTP in %s: p50 %.1f ms, p99 %.1f ms, slowest %.1f ms;"
                    + " one alone afterwards %.1f ms%n", sorted.length, CLIENTS, BY_HTTP_ALONE,
                    sorted[sorted.length / 2] / 1e6, sorted[(int) (sorted.length * 0.99)] / 1e6,
                    sorted[sorted.length - 1] / 1e6, aloneNanos / 1e6);
            assertThat(alone.executeAlone("SELECT count(*) FROM t")).contains("\"" + (sorted.length + 1) + "\"");
            assertThat(Duration.ofNanos(sorted[sorted.length - 1])).isLessThan(Duration.ofSeconds(10));
            assertThat(Duration.ofNanos(aloneNanos)).isLessThan(Duration.ofSeconds(1));
        }
    }

    /** {@return how long each insert took that one client made} An insert that fails fails the test. */
    private static long[] latencies(ServerProcess server, int client, Deadline deadline) {
        var nanos = LongStream.builder();
        try (Hrana stream = new Hrana(Tree.url(server))) {
            for (int row = 0; !deadline.expired(); row++) {
                long beganNanos = System.nanoTime();
                stream.executeAlone("INSERT INTO t (client, n) VALUES (" + client + ", " + row + ")");
                nanos.add(System.nanoTime() - beganNanos);
            }
        }
        return nanos.build().toArray();
    }

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
