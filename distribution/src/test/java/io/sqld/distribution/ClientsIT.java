package io.sqld.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.testkit.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real clients on a database that the {@code sqlite3} shell made. */
class ClientsIT {
    private static final Duration STOPS = Duration.ofSeconds(20);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    @Test
    @NeedsProgram({"sqlite3", "psql"})
    void psqlReadsAndWritesAnExistingDatabase() {
        try (ServerProcess server = serveExisting()) {
            new ClientPrograms(server).psql("psql", 20);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "extended", "prepared"})
    @NeedsProgram({"sqlite3", "pgbench"})
    void pgbenchRunsInEachMode(String mode) {
        try (ServerProcess server = serveExisting()) {
            new ClientPrograms(server).pgbench(mode, 50);
        }
    }

    @Test
    @NeedsProgram("sqlite3")
    void pgjdbcReadsAndWrites() throws Exception {
        try (ServerProcess server = serveExisting()) {
            new ClientPrograms(server).pgjdbc("pgjdbc", 50);
        }
    }

    @Test
    @NeedsProgram(value = {"sqlite3", "node"}, npm = "pg")
    void nodePostgresReadsAndWrites() {
        try (ServerProcess server = serveExisting()) {
            new ClientPrograms(server).nodePostgres("node-postgres", 20);
        }
    }

    @Test
    @NeedsProgram(value = {"sqlite3", "node"}, npm = "@libsql/client")
    void libsqlClientReadsAndWrites() {
        try (ServerProcess server = serveExisting()) {
            new ClientPrograms(server).libsqlClient("libsql-client", 20);
        }
    }

    @Test
    @NeedsProgram("sqlite3")
    void dbeaversDriverReadsAndWrites() throws Exception {
        try (ServerProcess server = serveExisting()) {
            new ClientPrograms(server).dbeaver("dbeaver", 20);
        }
    }

    @Test
    @NeedsProgram(value = {"sqlite3", "psql", "pgbench", "node"}, npm = {"pg", "@libsql/client"})
    void allOfThemWorkAtOnceWithoutAnError() throws Exception {
        Path file = ExistingDatabase.in(directory);
        int rounds = 40;
        Map<String, Integer> written;
        try (ServerProcess server = Tree.BUILT.serve(directory, file.toString())) {
            var clients = new ClientPrograms(server);
            List<Callable<Void>> programs = List.of(
                    () -> clients.psql("psql", rounds), () -> clients.pgbench("simple", rounds),
                    () -> clients.pgbench("extended", rounds), () -> clients.pgbench("prepared", rounds),
                    () -> clients.pgjdbc("pgjdbc", rounds), () -> clients.nodePostgres("node-postgres", rounds),
                    () -> clients.libsqlClient("libsql-client", rounds), () -> clients.dbeaver("dbeaver", rounds));
            try (ExecutorService threads = Executors.newFixedThreadPool(programs.size())) {
                var running = new ArrayList<Future<Void>>();
                programs.forEach(program -> running.add(threads.submit(program)));
                for (Future<Void> program : running) {
                    program.get();
                }
            }
            written = clients.transactionsOfPgbench();
            assertThat(server.stop(STOPS)).as(server.output()).isZero();
        }
        assertThat(ExistingDatabase.ask(file, "SELECT client, count(*) FROM note GROUP BY client ORDER BY client"))
                .isEqualTo("dbeaver|40\nlibsql-client|40\nnode-postgres|40\npgjdbc|40\npsql|40");
        assertThat(ExistingDatabase.ask(file, "SELECT sum(abalance) FROM pgbench_accounts"))
                .isEqualTo(Integer.toString(written.values().stream().mapToInt(Integer::intValue).sum()));
        assertThat(ExistingDatabase.ask(file, "PRAGMA integrity_check")).isEqualTo("ok");
    }

    private ServerProcess serveExisting() {
        return Tree.BUILT.serve(directory, ExistingDatabase.in(directory).toString());
    }
}
