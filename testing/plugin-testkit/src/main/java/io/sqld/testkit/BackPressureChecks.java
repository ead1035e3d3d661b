package io.sqld.testkit;

import static io.sqld.testkit.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Step;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sinks that are full: the execution stops at once, and goes on where it stopped. */
abstract class BackPressureChecks extends StorageChecks {
    private static final String COUNT = """
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) SELECT i FROM n""";

    BackPressureChecks(StorageBackendContract contract) {
        super(contract);
    }

    @Test
    void aFullSinkGetsNoFurtherRow() {
        var sink = new RecordingSink(3);
        try (Execution execution = session().session().start(count(5))) {
            assertThat(SessionRunner.advance(execution, sink, Deadline.NEVER)).isEqualTo(Progress.MORE);
            assertThat(sink.rowsSoFar()).containsExactly(row(1), row(2), row(3));
            sink.makeRoom(1);
            assertThat(SessionRunner.advance(execution, sink, Deadline.NEVER)).isEqualTo(Progress.MORE);
            assertThat(sink.rowsSoFar()).hasSize(4);
            sink.makeRoom(9);
            SessionRunner.finish(execution, sink, Deadline.NEVER);
        }
        assertThat(sink.steps().getFirst().rows()).hasSize(5);
    }

    @Test
    void aSinkThatIsFullAfterTheLastRowHearsTheEndNextTime() {
        var sink = new RecordingSink(2);
        try (Execution execution = session().session().start(count(2))) {
            assertThat(SessionRunner.advance(execution, sink, Deadline.NEVER)).isEqualTo(Progress.MORE);
            assertThat(sink.steps()).isEmpty();
            sink.makeRoom(1);
            SessionRunner.finish(execution, sink, Deadline.NEVER);
        }
        assertThat(sink.steps().getFirst().rows()).hasSize(2);
    }

    @Test
    @ExtendWith(Seeded.class)
    void aSlowSinkHearsTheSameAsAFastOne(Seed seed) {
        SessionRunner session = session("CREATE TABLE t (a)");
        var program = new Program(List.of(Step.of(COUNT.formatted(1_000), ParameterSource.NONE),
                Step.of("INSERT INTO t SELECT 1 UNION ALL SELECT 2 RETURNING a", ParameterSource.NONE),
                Step.of("SELECT nope", ParameterSource.NONE), Step.of(COUNT.formatted(50), ParameterSource.NONE)));
        var slowly = new RecordingSink();
        var slow = new SlowSink(slowly, seed, 0.3);
        try (Execution execution = session.session().start(program)) {
            SessionRunner.finish(execution, slow, Deadline.NEVER);
        }
        assertThat(slow.fullTimes()).isPositive();
        List<StepResult> fast = session.run(program);
        assertThat(slowly.steps()).extracting(StepResult::rows)
                .isEqualTo(fast.stream().map(StepResult::rows).toList());
        assertThat(slowly.steps()).extracting(StepResult::outcome)
                .isEqualTo(fast.stream().map(StepResult::outcome).toList());
    }

    @Test
    void aResultThatIsReadHalfwaySeesNoLaterWrites() {
        SessionRunner reader = session("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3)");
        var sink = new RecordingSink(1);
        try (Execution execution = reader.session().start(Program.of("SELECT a FROM t", ParameterSource.NONE))) {
            SessionRunner.advance(execution, sink, Deadline.NEVER);
            session("UPDATE t SET a = 0; INSERT INTO t VALUES (4)");
            sink.makeRoom(9);
            SessionRunner.finish(execution, sink, Deadline.NEVER);
        }
        assertThat(sink.steps().getFirst().rows()).containsExactly(row(1), row(2), row(3));
        assertThat(reader.run("SELECT sum(a) FROM t").integer()).isEqualTo(4);
    }

    @Test
    void aResultThatIsAbandonedHoldsNothing() {
        SessionRunner session = session("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3)");
        var sink = new RecordingSink(1);
        Execution execution = session.session().start(Program.of("SELECT a FROM t", ParameterSource.NONE));
        SessionRunner.advance(execution, sink, Deadline.NEVER);
        execution.close();
        execution.close();
        assertThat(session.run("DROP TABLE t").changes()).isZero();
    }

    @Test
    void aResultOfManyRowsIsCompleteAndInOrder() {
        StepResult result = session().run(COUNT.formatted(100_000));
        assertThat(result.rows()).isEqualTo(LongStream.rangeClosed(1, 100_000).mapToObj(Row::row).toList());
    }

    private static Program count(int rows) {
        return Program.of(COUNT.formatted(rows), ParameterSource.NONE);
    }
}
