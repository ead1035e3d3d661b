package io.sqld.storage.libsql;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.Step;
import io.sqld.testkit.RecordingSink;
import io.sqld.testkit.SessionRunner;
import io.sqld.testkit.StepResult;
import io.sqld.testkit.TestStorage;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurabilityTest {
    private static final Program INSERT = Program.of("INSERT INTO t VALUES (1)", ParameterSource.NONE);
    private static final Program COUNT = Program.of("SELECT count(*) FROM t", ParameterSource.NONE);

    @TempDir Path directory;

    private final GatedWal wal = new GatedWal();

    private TestStorage start(String settings) {
        TestStorage storage = TestStorage.start(new LibsqlFactory(wal), directory, settings);
        try (SessionRunner session = storage.session()) {
            session.run("CREATE TABLE t (a)");
        }
        return storage;
    }

    @Test
    void aCommitIsAnsweredOnlyWhenItIsSynced() throws Exception {
        try (TestStorage storage = start(""); SessionRunner session = storage.session(); wal) {
            wal.block();
            try (Execution insert = session.session().start(INSERT)) {
                var sink = new RecordingSink();
                Parked.park(insert, sink);
                assertThat(sink.steps()).isEmpty();
                var ready = new CountDownLatch(1);
                insert.onReady(ready::countDown);
                Parked.park(insert, sink);
                insert.onReady(ready::countDown);
                wal.unblock();
                assertThat(ready.await(30, TimeUnit.SECONDS)).isTrue();
                SessionRunner.finish(insert, sink, Deadline.NEVER);
                assertThat(sink.steps()).singleElement().satisfies(step -> assertThat(step.changes()).isEqualTo(1));
            }
        }
    }

    @Test
    void aReadIsAnsweredOnlyWhenWhatItSawIsSynced() {
        try (TestStorage storage = start("");
                SessionRunner writer = storage.session();
                SessionRunner reader = storage.session();
                wal) {
            wal.block();
            try (Execution insert = writer.session().start(INSERT); Execution read = reader.session().start(COUNT)) {
                var inserted = new RecordingSink();
                var sink = new RecordingSink();
                Parked.park(insert, inserted);
                Parked.park(read, sink);
                assertThat(sink.steps()).isEmpty();
                wal.unblock();
                SessionRunner.finish(read, sink, Deadline.NEVER);
                assertThat(sink.steps().getFirst().integer()).isEqualTo(1);
                SessionRunner.finish(insert, inserted, Deadline.NEVER);
            }
        }
    }

    @Test
    void aReadThatGivesUpIsAnsweredWithoutTheSync() {
        try (TestStorage storage = start("");
                SessionRunner writer = storage.session();
                SessionRunner reader = storage.session();
                wal) {
            wal.block();
            try (Execution insert = writer.session().start(INSERT); Execution read = reader.session().start(COUNT)) {
                Parked.park(insert, new RecordingSink());
                var sink = new RecordingSink();
                Deadline soon = Deadline.afterNanos(20_000_000);
                SessionRunner.finish(read, sink, soon);
                assertThat(sink.steps().getFirst().failure().code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
            } finally {
                wal.unblock();
            }
        }
    }

    @Test
    void anInterruptDoesNotHideThatACommitHappened() {
        try (TestStorage storage = start(""); SessionRunner session = storage.session(); wal) {
            wal.block();
            try (Execution insert = session.session().start(INSERT)) {
                var sink = new RecordingSink();
                Parked.park(insert, sink);
                session.session().interrupt();
                Parked.park(insert, sink);
                wal.unblock();
                SessionRunner.finish(insert, sink, Deadline.NEVER);
                assertThat(sink.steps().getFirst().outcome()).isEqualTo(StepResult.Outcome.SUCCEEDED);
            }
        }
    }

    @Test
    void theStepsOfAProgramShareASync() {
        try (TestStorage storage = start(""); SessionRunner session = storage.session(); wal) {
            int before = wal.syncs();
            Step insert = INSERT.steps().getFirst();
            List<StepResult> results = session.run(new Program(Collections.nCopies(100, insert)));
            assertThat(results).hasSize(100).allMatch(result -> result.changes() == 1);
            assertThat(wal.syncs() - before).isLessThan(50);
        }
    }

    @Test
    void whoReadsItsOwnCommitsWithinAProgramWaitsForThemFirst() {
        try (TestStorage storage = start(""); SessionRunner session = storage.session(); wal) {
            var program = new Program(List.of(INSERT.steps().getFirst(), COUNT.steps().getFirst()));
            wal.block();
            try (Execution execution = session.session().start(program)) {
                var sink = new RecordingSink();
                Parked.park(execution, sink);
                assertThat(sink.steps()).isEmpty();
                wal.unblock();
                SessionRunner.finish(execution, sink, Deadline.NEVER);
                assertThat(sink.steps().get(1).integer()).isEqualTo(1);
            }
        }
    }

    @Test
    void aWriteThatReturnsRowsDoesNotHoldTheTurnDuringASync() {
        try (TestStorage storage = start("");
                SessionRunner first = storage.session();
                SessionRunner second = storage.session();
                wal) {
            var step = Step.of("INSERT INTO t VALUES (1) RETURNING a", ParameterSource.NONE);
            wal.block();
            try (Execution two = first.session().start(new Program(List.of(step, step)));
                    Execution other = second.session().start(Program.of(step))) {
                var sink = new RecordingSink();
                var otherSink = new RecordingSink();
                Parked.park(two, sink);
                Parked.park(other, otherSink);
                assertThat(otherSink.rowsSoFar()).as("it has written").hasSize(1);
                assertThat(otherSink.steps()).as("but is not acknowledged").isEmpty();
                wal.unblock();
                SessionRunner.finish(two, sink, Deadline.NEVER);
                SessionRunner.finish(other, otherSink, Deadline.NEVER);
                assertThat(sink.steps()).hasSize(2);
            }
            assertThat(first.run("SELECT count(*) FROM t").integer()).isEqualTo(3);
        }
    }

    @Test
    void aCommitWhoseSyncFailsIsNeverAcknowledgedAndNothingIsAfterIt() {
        try (TestStorage storage = start("");
                SessionRunner session = storage.session();
                SessionRunner other = storage.session();
                wal) {
            wal.fail();
            assertThat(session.fails("INSERT INTO t VALUES (1)").code()).isEqualTo(ErrorCode.IO_ERROR);
            assertThat(session.fails("INSERT INTO t VALUES (2)").code()).isEqualTo(ErrorCode.IO_ERROR);
            assertThat(other.fails("SELECT count(*) FROM t").message()).contains("the disk is on fire", "restart");
            assertThat(other.fails("INSERT INTO t VALUES (3)").code()).isEqualTo(ErrorCode.IO_ERROR);
        }
    }

    @Test
    void oneSyncCoversTheCommitsOfManyWriters() throws Exception {
        try (TestStorage storage = start(""); wal) {
            int before = wal.syncs();
            try (var crowd = new Crowd(storage.database(), 64, (number, session, all) -> {
                for (int i = 0; i < 20; i++) {
                    session.run("INSERT INTO t VALUES (?)", i);
                }
            })) {
                crowd.join();
            }
            assertThat(storage.metrics().value("sqld_storage_commits_total")).isGreaterThanOrEqualTo(64 * 20);
            assertThat(wal.syncs() - before).isLessThan(64 * 20 / 2);
            try (SessionRunner session = storage.session()) {
                assertThat(session.run("SELECT count(*) FROM t").integer()).isEqualTo(64 * 20);
            }
        }
    }

    @Test
    void relaxedDurabilityAnswersBeforeTheSync() {
        try (TestStorage storage = start("durability = relaxed"); SessionRunner session = storage.session(); wal) {
            wal.block();
            assertThat(session.run("INSERT INTO t VALUES (1)").changes()).isEqualTo(1);
            assertThat(session.run("SELECT count(*) FROM t").integer()).isEqualTo(1);
            wal.unblock();
        }
        assertThat(wal.syncs()).as("but it syncs").isPositive();
    }

    @Test
    void fullDurabilityLeavesTheSyncToSqlite() {
        try (TestStorage storage = start("durability = full"); SessionRunner session = storage.session(); wal) {
            assertThat(session.run("PRAGMA synchronous").integer()).isEqualTo(2);
            assertThat(session.run("INSERT INTO t VALUES (1)").changes()).isEqualTo(1);
        }
        assertThat(wal.syncs()).isZero();
    }
}
