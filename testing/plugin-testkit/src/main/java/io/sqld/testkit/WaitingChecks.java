package io.sqld.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Step;
import io.sqld.api.sql.TransactionState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Waiting for other clients, deadlines, interrupts, and transactions that the server takes away. */
abstract class WaitingChecks extends StorageChecks {
    private static final String FOREVER = """
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n""";
    private static final Program INSERT = Program.of("INSERT INTO t VALUES (1)", ParameterSource.NONE);

    WaitingChecks(StorageBackendContract contract) {
        super(contract);
    }

    @Override
    String settings() {
        return contract.shortIdleSettings();
    }

    @Test
    void aWriteWaitsForAnotherTransactionWithoutHoldingAThread() {
        SessionRunner holder = session("CREATE TABLE t (a); BEGIN IMMEDIATE; INSERT INTO t VALUES (0)");
        var sink = new RecordingSink();
        try (Execution waiter = session().session().start(INSERT)) {
            assertThat(waiter.advance(sink, Deadline.NEVER)).isEqualTo(Progress.PARKED);
            holder.run("COMMIT");
            SessionRunner.awaitReady(waiter);
            SessionRunner.finish(waiter, sink, Deadline.NEVER);
        }
        assertThat(sink.steps().getFirst().changes()).isEqualTo(1);
        assertThat(holder.run("SELECT count(*) FROM t").integer()).isEqualTo(2);
    }

    @Test
    void aReadDoesNotWaitForAWriter() {
        session("CREATE TABLE t (a); BEGIN IMMEDIATE; INSERT INTO t VALUES (0)");
        assertThat(session().run("SELECT count(*) FROM t").integer()).isZero();
    }

    @Test
    void theWaitEndsAtTheDeadlineWithNothingDone() {
        SessionRunner holder = session("CREATE TABLE t (a); BEGIN IMMEDIATE");
        SessionRunner waiter = session();
        StepResult result = waiter.run(INSERT, Deadline.after(Duration.ofMillis(50))).getFirst();
        assertThat(result.failure().code()).isIn(ErrorCode.QUEUE_TIMEOUT, ErrorCode.DEADLINE_EXCEEDED);
        holder.run("COMMIT");
        assertThat(waiter.run("SELECT count(*) FROM t").integer()).isZero();
        assertThat(waiter.run(INSERT).getFirst().changes()).isEqualTo(1);
    }

    @Test
    void aWaitIsInterrupted() {
        SessionRunner holder = session("CREATE TABLE t (a); BEGIN IMMEDIATE");
        SessionRunner waiter = session();
        var sink = new RecordingSink();
        try (Execution execution = waiter.session().start(INSERT)) {
            assertThat(execution.advance(sink, Deadline.NEVER)).isEqualTo(Progress.PARKED);
            waiter.session().interrupt();
            SessionRunner.awaitReady(execution);
            SessionRunner.finish(execution, sink, Deadline.NEVER);
        }
        assertThat(sink.steps().getFirst().failure().code()).isEqualTo(ErrorCode.INTERRUPTED);
        holder.run("COMMIT");
        assertThat(waiter.run(INSERT).getFirst().changes()).isEqualTo(1);
    }

    @Test
    void aWaiterThatGivesUpDoesNotHoldUpTheNext() {
        SessionRunner holder = session("CREATE TABLE t (a); BEGIN IMMEDIATE");
        Execution first = session().session().start(INSERT);
        assertThat(first.advance(new RecordingSink(), Deadline.NEVER)).isEqualTo(Progress.PARKED);
        var sink = new RecordingSink();
        try (Execution second = session().session().start(INSERT)) {
            assertThat(second.advance(sink, Deadline.NEVER)).isEqualTo(Progress.PARKED);
            first.close();
            holder.close();
            SessionRunner.awaitReady(second);
            SessionRunner.finish(second, sink, Deadline.NEVER);
        }
        assertThat(sink.steps().getFirst().changes()).isEqualTo(1);
    }

    @Test
    void aStatementThatRunsIsInterrupted() throws InterruptedException {
        SessionRunner session = session();
        Thread interrupter = Thread.ofPlatform().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                session.session().interrupt();
                LockSupport.parkNanos(1_000_000);
            }
        });
        try {
            assertThat(session.fails(FOREVER).code()).isEqualTo(ErrorCode.INTERRUPTED);
        } finally {
            interrupter.interrupt();
            assertThat(interrupter.join(Duration.ofSeconds(10))).isTrue();
        }
        assertThat(session.run("SELECT 1").integer()).isEqualTo(1);
    }

    @Test
    void anInterruptWithNothingToStopStopsNothing() {
        SessionRunner session = session();
        session.session().interrupt();
        assertThat(session.run("SELECT 1").integer()).isEqualTo(1);
        session.session().interrupt();
        assertThat(session.run("SELECT 2").integer()).isEqualTo(2);
    }

    @Test
    void aStatementThatRunsEndsAtItsDeadlineAndSoDoesTheRestOfTheProgram() {
        SessionRunner session = session("CREATE TABLE t (a)");
        var program = new Program(List.of(Step.of("INSERT INTO t VALUES (1)", ParameterSource.NONE),
                Step.of(FOREVER, ParameterSource.NONE), Step.of("INSERT INTO t VALUES (2)", ParameterSource.NONE)));
        List<StepResult> results = session.run(program, Deadline.after(Duration.ofMillis(300)));
        assertThat(results.get(1).failure().code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
        assertThat(results.get(2).failure().code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
        assertThat(session.run("SELECT a FROM t").integer()).isEqualTo(1);
    }

    @Test
    void anIdleTransactionIsLostWhileOthersWait() {
        SessionRunner idle = session("CREATE TABLE t (a); BEGIN IMMEDIATE; INSERT INTO t VALUES ('lost')");
        assertThat(session().run(INSERT).getFirst().changes()).isEqualTo(1);

        assertThat(idle.session().transactionState()).isEqualTo(TransactionState.LOST);
        assertThat(idle.fails("INSERT INTO t VALUES ('also lost')").code()).isEqualTo(ErrorCode.TRANSACTION_LOST);
        assertThat(idle.fails("SELECT 1").code()).isEqualTo(ErrorCode.TRANSACTION_LOST);
        idle.run("ROLLBACK");
        assertThat(idle.session().transactionState()).isEqualTo(TransactionState.AUTOCOMMIT);
        assertThat(idle.run("SELECT a FROM t").rows()).containsExactly(Row.row(1));
    }

    @Test
    void aCommitOfALostTransactionFailsOnceAndEndsIt() {
        SessionRunner idle = session("CREATE TABLE t (a); BEGIN IMMEDIATE; INSERT INTO t VALUES ('lost')");
        session().run(INSERT);
        assertThat(idle.fails("COMMIT").code()).isEqualTo(ErrorCode.TRANSACTION_LOST);
        assertThat(idle.session().transactionState()).isEqualTo(TransactionState.AUTOCOMMIT);
        assertThat(idle.run("SELECT count(*) FROM t").integer()).isEqualTo(1);
    }

    @Test
    void anIdleTransactionIsKeptWhileNobodyWaits() {
        SessionRunner idle = session("CREATE TABLE t (a); BEGIN IMMEDIATE; INSERT INTO t VALUES (1)");
        SessionRunner reader = session();
        Deadline longer = Deadline.after(Duration.ofMillis(600));
        while (!longer.expired()) {
            assertThat(reader.run("SELECT count(*) FROM t").integer()).isZero();
        }
        idle.run("COMMIT");
        assertThat(reader.run("SELECT count(*) FROM t").integer()).isEqualTo(1);
    }
}
