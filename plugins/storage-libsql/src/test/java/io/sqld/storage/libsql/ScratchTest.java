package io.sqld.storage.libsql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.ScratchRequest;
import io.sqld.api.sql.SqlFunction;
import io.sqld.api.sql.Step;
import io.sqld.testkit.Parameters;
import io.sqld.testkit.SessionRunner;
import io.sqld.testkit.StepResult;
import io.sqld.testkit.TestStorage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScratchTest {
    private static final SqlFunction GREET =
            new SqlFunction("greet", 1, true, (call, result) -> result.text("hello " + call.text(0)));
    private static final SqlFunction REFUSE = new SqlFunction("refuse", -1, false, (call, result) -> {
        throw new SqldException(ErrorCode.PARAMETERS_INVALID, "refused " + call.count());
    });

    private final TestStorage storage;
    private final SessionRunner client;
    private final SessionRunner scratch;

    ScratchTest(@TempDir Path directory) {
        storage = TestStorage.start(new LibsqlFactory(), directory, "");
        client = storage.session();
        client.run("CREATE TABLE mine (id INTEGER PRIMARY KEY)");
        scratch = new SessionRunner(
                client.session().openScratch(new ScratchRequest(List.of("one", "two"), List.of(GREET, REFUSE))));
    }

    @AfterAll
    void close() {
        scratch.close();
        client.close();
        storage.close();
    }

    @Test
    void aScratchDatabaseHasItsSchemasAndNothingOfTheClients() {
        scratch.script("CREATE TABLE one.t (a oid, b \"name text\"); INSERT INTO t VALUES (1, 'x')");
        StepResult result = scratch.run("SELECT a, b FROM t");
        assertThat(result.rows().toString()).contains("1", "'x'");
        assertThat(result.columns().getFirst().declaredType()).contains("oid");
        assertThat(result.columns().getFirst().origin()).isEqualTo(Optional.of(new Column.Origin("one", "t", "a")));
        assertThat(scratch.fails("SELECT * FROM mine").message()).isEqualTo("no such table: mine");
        assertThat(client.fails("SELECT * FROM t").message()).isEqualTo("no such table: t");
    }

    @Test
    void aFunctionIsCalledAndItsErrorReachesTheClient() {
        assertThat(scratch.run("SELECT greet('you')").value()).hasToString("'hello you'");
        SqldException refused = scratch.fails("SELECT refuse(1, 2)");
        assertThat(refused.message()).isEqualTo("refused 2");
        assertThat(scratch.run("SELECT 1").integer()).isEqualTo(1);
    }

    @Test
    void aProgramFillsATableInOneTransaction() {
        scratch.run("CREATE TABLE two.filled (n)");
        var steps = new ArrayList<Step>();
        steps.add(Step.of("BEGIN", Parameters.of()));
        for (int i = 0; i < 10_000; i++) {
            steps.add(Step.of("INSERT INTO two.filled VALUES (?)", Parameters.of(i)));
        }
        steps.add(Step.of("COMMIT", Parameters.of()));
        assertThat(scratch.run(new Program(steps))).allMatch(step -> step.error().isEmpty());
        assertThat(scratch.run("SELECT count(*) FROM two.filled").integer()).isEqualTo(10_000);
    }

    @Test
    void aStatementThatRunsForEverEndsAtItsDeadline() {
        String endless = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c";
        StepResult result = scratch.run(Program.of(endless, Parameters.of()), Deadline.after(Duration.ofMillis(50)))
                .getFirst();
        assertThat(result.failure().code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
    }

    @Test
    void thePolicyHoldsInAScratchDatabaseToo() {
        assertThat(scratch.fails("ATTACH ':memory:' AS m").code()).isEqualTo(ErrorCode.NOT_AUTHORIZED);
        assertThatThrownBy(() -> scratch.session().describe("SELECT load_extension('x')", 0))
                .hasMessageContaining("libsql.policy.functions-denied");
    }
}
