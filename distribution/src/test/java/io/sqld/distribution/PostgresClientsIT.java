package io.sqld.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.testkit.ServerProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Small applications on clients of PostgreSQL, as they are: each reads and writes every type it has, in transactions,
 * fails, recovers, copies and cancels. The programs are in {@code testing/clients}; they run on PostgreSQL too.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresClientsIT {
    private final ServerProcess server;

    PostgresClientsIT(@TempDir Path directory) {
        this.server = Tree.BUILT.serve(directory);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    @NeedsProgram(python = "psycopg")
    void psycopg3() {
        succeeds(Interpreter.PYTHON.script("python/psycopg_3.py"));
    }

    @Test
    @NeedsProgram(python = "psycopg2")
    void psycopg2() {
        succeeds(Interpreter.PYTHON.script("python/psycopg_2.py"));
    }

    @Test
    @NeedsProgram(python = "asyncpg")
    void asyncpg() {
        succeeds(Interpreter.PYTHON.script("python/asyncpg_client.py"));
    }

    @Test
    @NeedsProgram(php = "pdo_pgsql")
    void phpPdo() {
        succeeds(Interpreter.PHP.script("php/pdo_pgsql.php"));
    }

    @Test
    @NeedsProgram(perl = "DBD::Pg")
    void perlDbdPg() {
        succeeds(Interpreter.PERL.script("perl/dbd_pg.pl"));
    }

    @Test
    @NeedsProgram(ruby = "pg")
    void rubyPg() {
        succeeds(Interpreter.RUBY.script("ruby/pg_gem.rb"));
    }

    @Test
    @NeedsProgram(value = "node", npm = {"pg", "pg-cursor", "pg-query-stream"})
    void nodePostgres() {
        succeeds(Programs.node("node-postgres-app.mjs"));
    }

    @Test
    @NeedsProgram("pgbench")
    void pgbenchMakesItsOwnTables() {
        run(Programs.command("pgbench", "-i", "-q"));
        assertThat(run(Programs.command("pgbench", "-n", "-c", "2", "-t", "20")))
                .contains("number of transactions actually processed: 40/40");
    }

    /** Some clients print warnings of their own before. */
    private void succeeds(ProcessBuilder program) {
        assertThat(run(program).lines().toList()).last().isEqualTo("fine");
    }

    private String run(ProcessBuilder program) {
        return Programs.run(Tree.toServer(server, program), "").succeeded();
    }
}
