package io.sqld.testkit;

import static io.sqld.testkit.Row.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Condition;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.Parameter;
import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Step;
import io.sqld.api.sql.TransactionState;
import io.sqld.api.sql.ValueSink;
import io.sqld.testkit.StepResult.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Programs: their conditions, their results, their parameters. */
abstract class ProgramChecks extends StorageChecks {
    private static final String GOOD = "SELECT 1";
    private static final String BAD = "SELECT nope";
    private static final Condition NEVER = new Condition.Or(List.of());

    ProgramChecks(StorageBackendContract contract) {
        super(contract);
    }

    @Test
    void aProgramWithoutStepsIsDone() {
        assertThat(session().run(new Program(List.of()))).isEmpty();
    }

    @Test
    void stepsRunInOrderAndAFailureStopsNothing() {
        List<StepResult> results = session().run(new Program(List.of(step("CREATE TABLE t (a)"),
                step("INSERT INTO t VALUES (1)"), step(BAD), step("INSERT INTO t VALUES (2)"),
                step("SELECT a FROM t"))));
        assertThat(results).extracting(StepResult::outcome)
                .containsExactly(Outcome.SUCCEEDED, Outcome.SUCCEEDED,
                        Outcome.FAILED, Outcome.SUCCEEDED, Outcome.SUCCEEDED);
        assertThat(results.get(4).rows()).containsExactly(row(1), row(2));
    }

    @Test
    void succeededAndFailedLookAtEarlierSteps() {
        assertThat(outcomes(step(GOOD), step(BAD), when(new Condition.Succeeded(0)), when(new Condition.Succeeded(1)),
                when(new Condition.Failed(0)), when(new Condition.Failed(1)))).containsExactly(Outcome.SUCCEEDED,
                        Outcome.FAILED, Outcome.SUCCEEDED, Outcome.SKIPPED, Outcome.SKIPPED, Outcome.SUCCEEDED);
    }

    @Test
    void aSkippedStepNeitherSucceededNorFailed() {
        assertThat(outcomes(when(NEVER), when(new Condition.Succeeded(0)), when(new Condition.Failed(0)),
                when(new Condition.Not(new Condition.Succeeded(0))))).containsExactly(Outcome.SKIPPED, Outcome.SKIPPED,
                        Outcome.SKIPPED, Outcome.SUCCEEDED);
    }

    @Test
    void conditionsCombine() {
        Condition yes = new Condition.Succeeded(0);
        Condition no = new Condition.Failed(0);
        assertThat(outcomes(step(GOOD), when(new Condition.Not(no)), when(new Condition.And(List.of(yes, yes))),
                when(new Condition.And(List.of(yes, no))), when(new Condition.And(List.of())),
                when(new Condition.Or(List.of(no, yes))), when(new Condition.Or(List.of(no, no))),
                when(new Condition.Not(new Condition.Or(List.of(new Condition.And(List.of(yes, no)), no))))))
                .containsExactly(Outcome.SUCCEEDED, Outcome.SUCCEEDED, Outcome.SUCCEEDED, Outcome.SKIPPED,
                        Outcome.SUCCEEDED, Outcome.SUCCEEDED, Outcome.SKIPPED, Outcome.SUCCEEDED);
    }

    @Test
    void autocommitIsLookedAtWhenTheStepsTurnHasCome() {
        Condition autocommit = new Condition.Autocommit();
        assertThat(outcomes(when(autocommit), step("BEGIN"), when(autocommit), when(new Condition.Not(autocommit)),
                step("COMMIT"), when(autocommit))).containsExactly(Outcome.SUCCEEDED, Outcome.SUCCEEDED,
                        Outcome.SKIPPED, Outcome.SUCCEEDED, Outcome.SUCCEEDED, Outcome.SUCCEEDED);
    }

    @Test
    void aBatchThatRollsBackWhatFailedLeavesNothing() {
        SessionRunner session = session("CREATE TABLE t (a UNIQUE)");
        session.run(new Program(List.of(step("BEGIN"),
                new Step(new Condition.Succeeded(0), "INSERT INTO t VALUES (1)", ParameterSource.NONE, true),
                new Step(new Condition.Succeeded(1), "INSERT INTO t VALUES (1)", ParameterSource.NONE, true),
                new Step(new Condition.Succeeded(2), "COMMIT", ParameterSource.NONE, true),
                new Step(new Condition.Not(new Condition.Succeeded(3)), "ROLLBACK", ParameterSource.NONE, true))));
        assertThat(session.run("SELECT count(*) FROM t").integer()).isZero();
        assertThat(session.session().transactionState()).isEqualTo(TransactionState.AUTOCOMMIT);
    }

    @Test
    void changesAreThoseOfTheStepItself() {
        SessionRunner session = session("""
                CREATE TABLE t (a); CREATE TABLE log (a);
                CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.a), (new.a); END""");
        assertThat(session.run("INSERT INTO t VALUES (1), (2), (3)").changes()).isEqualTo(3);
        assertThat(session.run("SELECT 1").changes()).isZero();
        assertThat(session.run("UPDATE t SET a = 0 WHERE a > 1").changes()).isEqualTo(2);
        assertThat(session.run("UPDATE t SET a = 0 WHERE a > 1").changes()).isZero();
        assertThat(session.run("BEGIN").changes()).isZero();
        assertThat(session.run("DELETE FROM log").changes()).isEqualTo(6);
        assertThat(session.run("CREATE TABLE u (a)").changes()).isZero();
        assertThat(session.run("COMMIT").changes()).isZero();
    }

    @Test
    void returningSendsRowsAndCountsChanges() {
        SessionRunner session = session("CREATE TABLE t (a INTEGER PRIMARY KEY, b)");
        StepResult result = session.run("INSERT INTO t (b) VALUES ('x'), ('y') RETURNING a, b");
        assertThat(result.columnNames()).containsExactly("a", "b");
        assertThat(result.rows()).containsExactly(row(1, "x"), row(2, "y"));
        assertThat(result.changes()).isEqualTo(2);
        assertThat(result.lastInsertRowid()).isEqualTo(2);
    }

    @Test
    void rowsThatNobodyWantsAreSteppedOver() {
        SessionRunner session = session("CREATE TABLE t (a)");
        List<StepResult> results = session.run(Program.of(new Step(Condition.ALWAYS,
                "INSERT INTO t VALUES (1), (2) RETURNING a", ParameterSource.NONE, false)));
        assertThat(results.getFirst().columns()).isEmpty();
        assertThat(results.getFirst().rows()).isEmpty();
        assertThat(results.getFirst().changes()).isEqualTo(2);
        assertThat(session.run("SELECT count(*) FROM t").integer()).isEqualTo(2);
    }

    @Test
    void blanksCommentsAndASemicolonAroundAStatementDoNoHarm() {
        assertThat(session().run(" /* a */ SELECT 1 ; -- b\n ; ").integer()).isEqualTo(1);
    }

    @Test
    void aStepHasExactlyOneStatement() {
        assertThat(session().fails("").code()).isEqualTo(ErrorCode.SQL_EMPTY);
        assertThat(session().fails(" ; -- nothing").code()).isEqualTo(ErrorCode.SQL_EMPTY);
        SessionRunner session = session("CREATE TABLE t (a)");
        assertThat(session.fails("INSERT INTO t VALUES (1); SELECT 2").code()).isEqualTo(ErrorCode.SQL_MANY_STATEMENTS);
        assertThat(session.run("SELECT count(*) FROM t").integer()).isZero();
    }

    @Test
    void parametersAreCheckedOnceAndAskedInOrder() {
        var asked = new ArrayList<Parameter>();
        var checked = new ArrayList<List<Parameter>>();
        var source = new ParameterSource() {
            @Override
            public void check(List<Parameter> expected) {
                checked.add(List.copyOf(expected));
            }

            @Override
            public void bind(Parameter parameter, ValueSink target) {
                asked.add(parameter);
                target.integer(parameter.index());
            }
        };
        assertThat(session().run("SELECT :x, ?, :x", source).rows()).containsExactly(row(1, 2, 1));
        List<Parameter> expected = List.of(new Parameter(1, ":x"), new Parameter(2, ""));
        assertThat(checked).containsExactly(expected);
        assertThat(asked).isEqualTo(expected);
    }

    @Test
    void parametersThatDoNotFitFailTheirStepOnly() {
        SessionRunner session = session("CREATE TABLE t (a)");
        List<StepResult> results = session.run(new Program(List.of(
                Step.of("INSERT INTO t VALUES (?)", Parameters.of(1, 2)), step("SELECT count(*) FROM t"))));
        assertThat(results.get(0).failure().code()).isEqualTo(ErrorCode.PARAMETERS_INVALID);
        assertThat(results.get(1).integer()).isZero();
    }

    @Test
    void aSourceThatThrowsWhileItBindsFailsItsStepOnly() {
        ParameterSource broken = (parameter, target) -> {
            throw new SqldException(ErrorCode.PARAMETERS_INVALID, "cannot be read");
        };
        SessionRunner session = session("CREATE TABLE t (a)");
        SqldException error = session.run(Program.of("INSERT INTO t VALUES (?)", broken)).getFirst().failure();
        assertThat(error).returns(ErrorCode.PARAMETERS_INVALID, SqldException::code).hasMessage("cannot be read");
        assertThat(session.run("INSERT INTO t VALUES (?)", 1).changes()).isEqualTo(1);
    }

    @Test
    void whatTheSinkThrowsReachesTheCallerAndEndsTheExecution() {
        SessionRunner session = session("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)");
        var failure = new IllegalStateException("the client is gone");
        try (Execution execution = session.session().start(Program.of("SELECT a FROM t", ParameterSource.NONE))) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> execution.advance(new FailingSink(failure), Deadline.NEVER))
                    .isSameAs(failure);
        }
        assertThat(session.run("SELECT count(*) FROM t").integer()).isEqualTo(2);
    }

    @Test
    void nothingRunsBeforeTheFirstAdvance() {
        SessionRunner session = session("CREATE TABLE t (a)");
        session.session().start(Program.of("INSERT INTO t VALUES (1)", ParameterSource.NONE)).close();
        assertThat(session.run("SELECT count(*) FROM t").integer()).isZero();
    }

    @Test
    void severalExecutionsOfOneSessionAdvanceInTurn() {
        SessionRunner session = session(
                "CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3), (4); BEGIN; SELECT count(*) FROM t");
        var up = new RecordingSink(2);
        var down = new RecordingSink(1);
        try (Execution ascending =
                session.session().start(Program.of("SELECT a FROM t ORDER BY a", ParameterSource.NONE));
                Execution descending = session.session()
                        .start(Program.of("SELECT a FROM t ORDER BY a DESC", ParameterSource.NONE))) {
            assertThat(SessionRunner.advance(ascending, up, Deadline.NEVER)).isEqualTo(Progress.MORE);
            assertThat(SessionRunner.advance(descending, down, Deadline.NEVER)).isEqualTo(Progress.MORE);
            assertThat(session.run("SELECT max(a) FROM t").integer()).isEqualTo(4);
            up.makeRoom(9);
            down.makeRoom(9);
            SessionRunner.finish(ascending, up, Deadline.NEVER);
            SessionRunner.finish(descending, down, Deadline.NEVER);
        }
        assertThat(up.steps().getFirst().rows()).containsExactly(row(1), row(2), row(3), row(4));
        assertThat(down.steps().getFirst().rows()).containsExactly(row(4), row(3), row(2), row(1));
    }

    @Test
    void theSameTextRunsTwiceAtOnce() {
        SessionRunner session = session("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)");
        Program program = Program.of("SELECT a FROM t WHERE a >= ?", Parameters.of(1));
        var first = new RecordingSink(1);
        try (Execution one = session.session().start(program)) {
            SessionRunner.advance(one, first, Deadline.NEVER);
            assertThat(session.run("SELECT a FROM t WHERE a >= ?", 2).rows()).containsExactly(row(2));
            first.makeRoom(9);
            SessionRunner.finish(one, first, Deadline.NEVER);
        }
        assertThat(first.steps().getFirst().rows()).containsExactly(row(1), row(2));
    }

    private List<Outcome> outcomes(Step... steps) {
        return session().run(new Program(List.of(steps))).stream().map(StepResult::outcome).toList();
    }

    private static Step step(String sql) {
        return Step.of(sql, ParameterSource.NONE);
    }

    private static Step when(Condition condition) {
        return new Step(condition, GOOD, ParameterSource.NONE, true);
    }
}
