package io.sqld.storage.libsql;

import static io.sqld.testkit.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import io.sqld.api.sql.TransactionState;
import io.sqld.testkit.RecordingSink;
import io.sqld.testkit.SessionRunner;
import io.sqld.testkit.StepResult;
import io.sqld.testkit.TestStorage;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What runs on a thread that must not be held up: a statement that takes long leaves no trace and begins anew. */
@Timeout(60)
class BoundTest {
    private static final long BOUND_NANOS = 100_000;
    private static final String COUNT_TO_A_MILLION =
            "(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 1000000) SELECT count(*) "
                    + "FROM c)";

    @TempDir Path directory;
    private TestStorage storage;
    private SessionRunner runner;
    private Session session;

    @BeforeEach
    void open() {
        storage = TestStorage.start(new LibsqlFactory(), directory, "");
        runner = storage.session();
        session = runner.session();
        runner.run("CREATE TABLE t (id INTEGER PRIMARY KEY)");
    }

    @AfterEach
    void close() {
        runner.close();
        storage.close();
    }

    @Test
    void aShortReadEndsWithinTheBound() {
        var sink = new RecordingSink();
        assertThat(session.bound(10_000_000_000L)).isTrue();
        assertThat(advance(start("SELECT 42"), sink)).isEqualTo(Progress.DONE);
        assertThat(sink.steps().getFirst().integer()).isEqualTo(42);
    }

    @Test
    void aReadThatTakesLongForItsFirstRowBeginsAnew() {
        var sink = new RecordingSink();
        Execution execution = start("SELECT " + COUNT_TO_A_MILLION);
        session.bound(BOUND_NANOS);
        assertThat(advance(execution, sink)).isEqualTo(Progress.MORE);
        assertThat(sink.steps()).isEmpty();
        assertThat(finish(execution, sink).integer()).isEqualTo(1_000_000);
    }

    @Test
    void rowsThatHaveNotBeenSentAreWithdrawn() {
        var sink = new RecordingSink();
        Execution execution = start("SELECT 1 UNION ALL SELECT " + COUNT_TO_A_MILLION);
        session.bound(BOUND_NANOS);
        assertThat(advance(execution, sink)).isEqualTo(Progress.MORE);
        assertThat(sink.rowsSoFar()).isEmpty();
        assertThat(finish(execution, sink).rows()).containsExactly(row(1), row(1_000_000));
    }

    @Test
    void aResultThatHasPartlyBeenSentGoesOn() {
        var sink = new RecordingSink();
        sink.send();
        Execution execution = start("SELECT 1 UNION ALL SELECT " + COUNT_TO_A_MILLION);
        session.bound(BOUND_NANOS);
        advance(execution, sink);
        assertThat(sink.rowsSoFar().size() + sink.steps().size()).isPositive();
        assertThat(finish(execution, sink).rows()).containsExactly(row(1), row(1_000_000));
    }

    @Test
    void aReadThatIsGivenUpLeavesItsTransactionOpen() {
        var sink = new RecordingSink();
        runner.run("BEGIN");
        Execution execution = start("SELECT " + COUNT_TO_A_MILLION);
        session.bound(BOUND_NANOS);
        assertThat(advance(execution, sink)).isEqualTo(Progress.MORE);
        assertThat(session.transactionState()).isEqualTo(TransactionState.OPEN);
        assertThat(finish(execution, sink).integer()).isEqualTo(1_000_000);
        runner.run("COMMIT");
    }

    @Test
    void nothingIsWrittenUnderTheBound() {
        var sink = new RecordingSink();
        Execution execution = start("INSERT INTO t VALUES (1)");
        session.bound(BOUND_NANOS);
        assertThat(advance(execution, sink)).isEqualTo(Progress.MORE);
        try (SessionRunner other = storage.session()) {
            other.run("INSERT INTO t VALUES (2)");
            assertThat(other.run("SELECT id FROM t").rows()).containsExactly(row(2));
        }
        assertThat(finish(execution, sink).outcome()).isEqualTo(StepResult.Outcome.SUCCEEDED);
        try (SessionRunner other = storage.session()) {
            assertThat(other.run("SELECT id FROM t").rows()).containsExactly(row(1), row(2));
        }
    }

    @Test
    void norIsATransactionThatHasWrittenCommitted() {
        var sink = new RecordingSink();
        runner.run("BEGIN");
        runner.run("INSERT INTO t VALUES (1)");
        Execution execution = start("COMMIT");
        session.bound(BOUND_NANOS);
        assertThat(advance(execution, sink)).isEqualTo(Progress.MORE);
        assertThat(session.transactionState()).isEqualTo(TransactionState.OPEN);
        finish(execution, sink);
        assertThat(session.transactionState()).isEqualTo(TransactionState.AUTOCOMMIT);
    }

    private Execution start(String sql) {
        return session.start(Program.of(sql, ParameterSource.NONE));
    }

    private static Progress advance(Execution execution, RecordingSink sink) {
        return execution.advance(sink, Deadline.NEVER);
    }

    /** Lifts the bound, and runs to the end. */
    private StepResult finish(Execution execution, RecordingSink sink) {
        session.bound(0);
        SessionRunner.finish(execution, sink, Deadline.NEVER);
        return sink.steps().getFirst();
    }
}
