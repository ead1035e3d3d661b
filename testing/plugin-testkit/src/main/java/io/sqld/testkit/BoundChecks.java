package io.sqld.testkit;

import static io.sqld.testkit.Row.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.TransactionState;
import org.junit.jupiter.api.Test;

/** Sessions that run on a thread that must not be held up. A back end may decline; then there is nothing to keep. */
abstract class BoundChecks extends StorageChecks {
    private static final long ONE_MICROSECOND = 1_000;
    private static final long TEN_SECONDS = 10_000_000_000L;
    private static final String COUNT_TO_A_MILLION = "(WITH RECURSIVE n (i) AS "
            + "(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) SELECT count(*) FROM n)";

    BoundChecks(StorageBackendContract contract) {
        super(contract);
    }

    @Test
    void aShortReadEndsWithinTheBound() {
        SessionRunner runner = bounded("SELECT 1", TEN_SECONDS);
        var sink = new RecordingSink();
        try (Execution execution = start(runner, "SELECT 42")) {
            assertThat(SessionRunner.advance(execution, sink, Deadline.NEVER)).isEqualTo(Progress.DONE);
        }
        assertThat(sink.steps().getFirst().rows()).containsExactly(row(42));
    }

    @Test
    void aLongReadIsGivenUpAndRunsFromItsBeginningOnceTheBoundIsLifted() {
        SessionRunner runner = bounded("SELECT 1", ONE_MICROSECOND);
        var sink = new RecordingSink();
        try (Execution execution = start(runner, "SELECT 1 UNION ALL SELECT " + COUNT_TO_A_MILLION)) {
            assertThat(execution.advance(sink, Deadline.NEVER)).isEqualTo(Progress.MORE);
            assertThat(sink.rowsSoFar()).isEmpty();
            assertThat(finish(runner, execution, sink).rows()).containsExactly(row(1), row(1_000_000));
        }
    }

    @Test
    void whatTheSinkCannotWithdrawIsNotRepeated() {
        SessionRunner runner = bounded("SELECT 1", ONE_MICROSECOND);
        var sink = new RecordingSink();
        sink.send();
        try (Execution execution = start(runner, "SELECT 1 UNION ALL SELECT " + COUNT_TO_A_MILLION)) {
            execution.advance(sink, Deadline.NEVER);
            assertThat(finish(runner, execution, sink).rows()).containsExactly(row(1), row(1_000_000));
        }
    }

    @Test
    void nothingIsWrittenUnderTheBound() {
        SessionRunner runner = bounded("CREATE TABLE t (a)", TEN_SECONDS);
        var sink = new RecordingSink();
        try (Execution execution = start(runner, "INSERT INTO t VALUES (1)")) {
            assertThat(execution.advance(sink, Deadline.NEVER)).isEqualTo(Progress.MORE);
            assertThat(session().run("SELECT count(*) FROM t").integer()).isZero();
            assertThat(finish(runner, execution, sink).changes()).isEqualTo(1);
        }
        assertThat(session().run("SELECT count(*) FROM t").integer()).isEqualTo(1);
    }

    @Test
    void aTransactionThatHasWrittenIsCommittedOnlyOnceTheBoundIsLifted() {
        SessionRunner runner = bounded("CREATE TABLE t (a); BEGIN; INSERT INTO t VALUES (1)", TEN_SECONDS);
        var sink = new RecordingSink();
        try (Execution execution = start(runner, "COMMIT")) {
            assertThat(execution.advance(sink, Deadline.NEVER)).isEqualTo(Progress.MORE);
            assertThat(runner.session().transactionState()).isEqualTo(TransactionState.OPEN);
            finish(runner, execution, sink);
        }
        assertThat(runner.session().transactionState()).isEqualTo(TransactionState.AUTOCOMMIT);
    }

    /** {@return a session under a bound, after {@code script} ran in it} */
    private SessionRunner bounded(String script, long nanos) {
        SessionRunner runner = session(script);
        assumeTrue(runner.session().bound(nanos), "the back end keeps no bounds");
        return runner;
    }

    private static Execution start(SessionRunner runner, String sql) {
        return runner.session().start(Program.of(sql, ParameterSource.NONE));
    }

    /** Lifts the bound, and runs to the end. */
    private static StepResult finish(SessionRunner runner, Execution execution, RecordingSink sink) {
        runner.session().bound(0);
        SessionRunner.finish(execution, sink, Deadline.NEVER);
        return sink.steps().getFirst();
    }
}
