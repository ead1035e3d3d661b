package io.sqld.storage.libsql;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.TransactionState;
import io.sqld.sqlite.OpenFlag;
import io.sqld.sqlite.SqliteConnection;
import io.sqld.sqlite.SqliteLibrary;
import io.sqld.testkit.RecordingSink;
import io.sqld.testkit.SessionRunner;
import io.sqld.testkit.StepResult;
import io.sqld.testkit.TestStorage;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InteractiveTransactionTest {
    private static final Program INSERT = Program.of("INSERT INTO t VALUES (9)", ParameterSource.NONE);

    private final TestStorage storage;
    private final SessionRunner a;
    private final SessionRunner b;
    private final Path directory;

    InteractiveTransactionTest(@TempDir Path directory) {
        this.directory = directory;
        storage = TestStorage.start(new LibsqlFactory(), directory, "turn.idle-timeout = 100ms");
        a = storage.session();
        b = storage.session();
        a.run("CREATE TABLE t (x)");
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
        storage.close();
    }

    private long count() {
        try (SessionRunner session = storage.session()) {
            return session.run("SELECT count(*) FROM t").integer();
        }
    }

    @Test
    void anIdleTransactionIsTakenAwayOnlyWhenOthersWantToWrite() {
        a.run("BEGIN");
        a.run("INSERT INTO t VALUES (1)");
        long start = System.nanoTime();
        while (System.nanoTime() - start < 300_000_000L) {
            assertThat(a.session().transactionState()).isEqualTo(TransactionState.OPEN);
            assertThat(b.run("SELECT count(*) FROM t").integer()).isZero();
        }
        b.run("INSERT INTO t VALUES (2)");
        assertThat(a.session().transactionState()).isEqualTo(TransactionState.LOST);
        assertThat(a.fails("INSERT INTO t VALUES (3)").code()).isEqualTo(ErrorCode.TRANSACTION_LOST);
        assertThat(a.fails("SELECT 1").code()).isEqualTo(ErrorCode.TRANSACTION_LOST);
        assertThat(a.fails("ROLLBACK TO x").code()).isEqualTo(ErrorCode.TRANSACTION_LOST);
        assertThat(a.fails("COMMIT").code()).isEqualTo(ErrorCode.TRANSACTION_LOST);
        assertThat(a.session().transactionState()).isEqualTo(TransactionState.AUTOCOMMIT);
        a.run("INSERT INTO t VALUES (4)");
        assertThat(count()).isEqualTo(2);
        assertThat(storage.metrics().value("sqld_storage_lost_transactions_total")).isEqualTo(1);
    }

    @Test
    void rollbackEndsALostTransactionQuietly() {
        a.run("BEGIN IMMEDIATE");
        b.run("INSERT INTO t VALUES (2)");
        a.run("ROLLBACK");
        assertThat(a.session().transactionState()).isEqualTo(TransactionState.AUTOCOMMIT);
        a.run("INSERT INTO t VALUES (3)");
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void aLostTransactionBegunByASavepointEndsWithItsRelease() {
        a.run("SAVEPOINT one");
        a.run("INSERT INTO t VALUES (1)");
        a.run("SAVEPOINT two");
        b.run("INSERT INTO t VALUES (2)");
        assertThat(a.fails("RELEASE two").code()).isEqualTo(ErrorCode.TRANSACTION_LOST);
        assertThat(a.session().transactionState()).isEqualTo(TransactionState.LOST);
        assertThat(a.fails("RELEASE one").code()).isEqualTo(ErrorCode.TRANSACTION_LOST);
        assertThat(a.session().transactionState()).isEqualTo(TransactionState.AUTOCOMMIT);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void temporaryTablesSurviveALostTransaction() {
        a.run("CREATE TEMP TABLE mine (x)");
        a.run("INSERT INTO mine VALUES (1)");
        a.run("BEGIN");
        a.run("INSERT INTO mine VALUES (2)");
        a.run("INSERT INTO t VALUES (1)");
        b.run("INSERT INTO t VALUES (2)");
        a.run("ROLLBACK");
        assertThat(a.run("SELECT count(*) FROM mine").integer()).isEqualTo(1);
    }

    @Test
    void aClientThatGoesAwayGivesTheTurnBackAtOnce() {
        a.run("BEGIN IMMEDIATE");
        a.run("INSERT INTO t VALUES (1)");
        var sink = new RecordingSink();
        try (Execution insert = b.session().start(INSERT)) {
            Parked.park(insert, sink);
            a.close();
            SessionRunner.finish(insert, sink, Deadline.NEVER);
        }
        assertThat(sink.steps().getFirst().changes()).isEqualTo(1);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void aClientThatGoesAwayWhileItWaitsIsPassedOver() {
        a.run("BEGIN IMMEDIATE");
        SessionRunner gone = storage.session();
        Execution waiting = gone.session().start(INSERT);
        Parked.park(waiting, new RecordingSink());
        gone.close();
        waiting.close();
        a.run("COMMIT");
        b.run("INSERT INTO t VALUES (2)");
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void aSnapshotThatIsOldCannotWriteAndSaysSoAtOnce() {
        a.run("BEGIN");
        a.run("SELECT count(*) FROM t");
        b.run("INSERT INTO t VALUES (1)");
        assertThat(a.fails("INSERT INTO t VALUES (2)").code()).isEqualTo(ErrorCode.SERIALIZATION_CONFLICT);
        assertThat(a.session().transactionState()).isEqualTo(TransactionState.OPEN);
        b.run("INSERT INTO t VALUES (3)");
        assertThat(a.run("SELECT count(*) FROM t").integer()).as("still the old state").isZero();
        a.run("COMMIT");
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void rowsOfAWriteThatNobodyTakesDoNotHoldOthersUp() {
        var sink = new RecordingSink(1);
        var program = Program.of("INSERT INTO t VALUES (1), (2), (3) RETURNING x", ParameterSource.NONE);
        try (Execution slow = a.session().start(program)) {
            assertThat(SessionRunner.advance(slow, sink, Deadline.NEVER)).isEqualTo(Progress.MORE);
            b.run("INSERT INTO t VALUES (4)");
            sink.makeRoom(100);
            SessionRunner.finish(slow, sink, Deadline.NEVER);
            assertThat(sink.steps().getFirst().failure().code()).isEqualTo(ErrorCode.TRANSACTION_LOST);
        }
        assertThat(a.session().transactionState()).isEqualTo(TransactionState.AUTOCOMMIT);
        assertThat(count()).isEqualTo(1);
        a.run("INSERT INTO t VALUES (5)");
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void aResultOfAWriteThatIsClosedEarlyIsCommitted() {
        var program = Program.of("INSERT INTO t VALUES (1), (2), (3) RETURNING x", ParameterSource.NONE);
        try (Execution portal = a.session().start(program)) {
            assertThat(SessionRunner.advance(portal, new RecordingSink(1), Deadline.NEVER)).isEqualTo(Progress.MORE);
        }
        assertThat(count()).isEqualTo(3);
        b.run("INSERT INTO t VALUES (4)");
    }

    @Test
    void anotherProcessThatWritesIsWaitedFor() {
        try (SqliteConnection other = SqliteLibrary.bundled()
                .open(directory.resolve("dbs/default/data").toString(), OpenFlag.READWRITE)) {
            other.execute("BEGIN IMMEDIATE; INSERT INTO t VALUES (1)");
            var sink = new RecordingSink();
            try (Execution insert = a.session().start(INSERT)) {
                Parked.park(insert, sink);
                other.execute("COMMIT");
                SessionRunner.finish(insert, sink, Deadline.NEVER);
                assertThat(sink.steps().getFirst().changes()).isEqualTo(1);
            }
        }
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void anotherProcessThatWritesForTooLongIsBusy() {
        try (SqliteConnection other = SqliteLibrary.bundled()
                .open(directory.resolve("dbs/default/data").toString(), OpenFlag.READWRITE)) {
            other.execute("BEGIN IMMEDIATE");
            StepResult result = a.run(INSERT, Deadline.afterNanos(100_000_000)).getFirst();
            assertThat(result.failure().code()).isIn(ErrorCode.BUSY, ErrorCode.DEADLINE_EXCEEDED);
        }
        a.run("INSERT INTO t VALUES (1)");
    }

    @Test
    void theDeadlineEndsTheWaitForTheTurn() {
        a.run("BEGIN IMMEDIATE");
        a.run("SELECT 1");
        StepResult result = b.run(INSERT, Deadline.afterNanos(30_000_000)).getFirst();
        assertThat(result.failure().code()).isIn(ErrorCode.DEADLINE_EXCEEDED, ErrorCode.QUEUE_TIMEOUT);
        a.run("COMMIT");
        b.run("INSERT INTO t VALUES (2)");
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void aTransactionWhoseStatementIsInterruptedStaysOpenIfSqliteKeepsIt() {
        a.run("BEGIN");
        a.run("INSERT INTO t VALUES (1)");
        Program endless = Program.of(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
                ParameterSource.NONE);
        StepResult result = a.run(endless, Deadline.afterNanos(50_000_000)).getFirst();
        assertThat(result.failure().code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
        TransactionState state = a.session().transactionState();
        assertThat(state).isEqualTo(TransactionState.OPEN);
        a.run("COMMIT");
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void aTransactionThatSqliteRollsBackOnAnInterruptIsLost() {
        a.run("BEGIN");
        a.run("INSERT INTO t VALUES (1)");
        Program endless = Program.of(
                "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
                ParameterSource.NONE);
        StepResult result = a.run(endless, Deadline.afterNanos(50_000_000)).getFirst();
        assertThat(result.failure().code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
        assertThat(a.session().transactionState()).isEqualTo(TransactionState.LOST);
        b.run("INSERT INTO t VALUES (2)");
        assertThat(a.fails("INSERT INTO t VALUES (3)").code()).isEqualTo(ErrorCode.TRANSACTION_LOST);
        a.run("ROLLBACK");
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void onConflictRollbackEndsTheTransactionAsTheClientAskedFor() {
        a.run("CREATE UNIQUE INDEX u ON t (x)");
        a.run("BEGIN");
        a.run("INSERT INTO t VALUES (1)");
        assertThat(a.fails("INSERT OR ROLLBACK INTO t VALUES (1)").code()).isEqualTo(ErrorCode.CONSTRAINT);
        assertThat(a.session().transactionState()).isEqualTo(TransactionState.AUTOCOMMIT);
        assertThat(count()).isZero();
        b.run("INSERT INTO t VALUES (1)");
    }
}
