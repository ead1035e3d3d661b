package io.sqld.host.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sqld.api.auth.Identity;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.NamespaceName;
import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import io.sqld.api.storage.Database;
import io.sqld.api.storage.DatabaseLayer;
import io.sqld.api.storage.SessionRequest;
import io.sqld.host.metric.MetricRegistry;
import io.sqld.host.metric.MetricSnapshot;
import io.sqld.testkit.RecordingSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerStackTest {
    private static final Program PROGRAM = Program.of("SELECT 1", ParameterSource.NONE);
    private static final SessionRequest REQUEST = new SessionRequest(
            NamespaceName.DEFAULT, Identity.unrestricted("x"), "test");

    private final MetricRegistry registry = new MetricRegistry();
    private final FakeStorage storage = new FakeStorage();

    @Test
    void metricsAreOutsideAdmissionOutsideDeadlinesOutsideReplication() {
        var seen = new ArrayList<String>();
        DatabaseLayer outer = (namespace, next) -> {
            seen.add("outer around " + next.getClass().getSimpleName());
            return next;
        };
        DatabaseLayer inner = (namespace, next) -> {
            seen.add("inner around " + next.getClass().getSimpleName());
            return next;
        };
        var metrics = new MetricsLayer(registry);
        var admission = new AdmissionLayer(1);
        var deadlines = new DeadlineLayer(Duration.ofSeconds(1));
        var transactions = new TransactionLayer(Duration.ofSeconds(1));
        var slow = new SlowStatementLayer(Duration.ofSeconds(1), false, 10);
        LayerStack stack = LayerStack.of(metrics, admission, deadlines, transactions, slow,
                List.of(outer, inner));
        assertThat(stack.layers()).containsExactly(metrics, admission, deadlines, transactions, slow, outer, inner);
        stack.around(NamespaceName.DEFAULT, storage);
        assertThat(seen).containsExactly("inner around FakeStorage", "outer around FakeStorage");
    }

    @Test
    void theOrderShowsInWhatEachLayerSees() {
        Session session = stack(1, Duration.ofHours(1)).openSession(REQUEST);
        Execution admitted = session.start(PROGRAM);
        assertThatThrownBy(() -> session.start(PROGRAM)).isInstanceOfSatisfying(SqldException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED);
            assertThat(e.message()).contains("sqld.limits.programs is 1");
        });
        // Metrics saw the refusal, so they are outside admission; storage did not, so it is inside.
        assertThat(value("sqld_host_programs_refused_total")).isOne();
        assertThat(value("sqld_host_programs_total")).isOne();
        assertThat(storage.executions).hasSize(1);
        assertThat(admitted.advance(new RecordingSink(), Deadline.NEVER)).isEqualTo(Progress.DONE);
        // The deadline reached storage through admission and metrics.
        assertThat(storage.executions.getFirst().deadlines.getFirst()).isNotEqualTo(Deadline.NEVER);
    }

    @Test
    void endingAProgramOrClosingItsSessionMakesRoomForAnotherExactlyOnce() {
        Database database = stack(2, Duration.ZERO);
        Session session = database.openSession(REQUEST);
        Execution first = session.start(PROGRAM);
        first.close();
        first.close();
        session.start(PROGRAM);
        Execution third = session.start(PROGRAM);
        assertThatThrownBy(() -> session.start(PROGRAM)).isInstanceOf(SqldException.class);
        session.close();
        third.close();

        Session other = database.openSession(REQUEST);
        other.start(PROGRAM);
        other.start(PROGRAM);
        assertThatThrownBy(() -> other.start(PROGRAM)).isInstanceOf(SqldException.class);
    }

    @Test
    void aProgramThatStorageRefusesGivesItsPlaceBack() {
        Session session = stack(1, Duration.ZERO).openSession(REQUEST);
        storage.refuse = true;
        assertThatThrownBy(() -> session.start(PROGRAM)).hasMessage("refused");
        storage.refuse = false;
        assertThat(session.start(PROGRAM)).isNotNull();
    }

    @Test
    void theDeadlineIsTakenOnceAndAnEarlierOneCounts() {
        Session session = stack(10, Duration.ofHours(1)).openSession(REQUEST);
        Execution execution = session.start(PROGRAM);
        execution.advance(new RecordingSink(), Deadline.NEVER);
        execution.advance(new RecordingSink(), Deadline.NEVER);
        Deadline sooner = Deadline.after(Duration.ofSeconds(1));
        execution.advance(new RecordingSink(), sooner);
        List<Deadline> deadlines = storage.executions.getFirst().deadlines;
        assertThat(deadlines.get(0).remainingNanos()).isBetween(1L, Duration.ofHours(1).toNanos());
        assertThat(deadlines.get(1)).isEqualTo(deadlines.get(0));
        assertThat(deadlines.get(2)).isEqualTo(sooner);
    }

    @Test
    void withoutATimeoutProgramsHaveTheDeadlineOfTheirFrontEnd() {
        Session session = stack(10, Duration.ZERO).openSession(REQUEST);
        session.start(PROGRAM).advance(new RecordingSink(), Deadline.NEVER);
        assertThat(storage.executions.getFirst().deadlines).containsExactly(Deadline.NEVER);
    }

    @Test
    void metricsCountSessionsProgramsWaitsAndTheirTimeOnce() {
        Session session = stack(10, Duration.ZERO).openSession(REQUEST);
        Execution execution = session.start(PROGRAM);
        storage.executions.getFirst().progress = Progress.PARKED;
        execution.advance(new RecordingSink(), Deadline.NEVER);
        storage.executions.getFirst().progress = Progress.DONE;
        execution.advance(new RecordingSink(), Deadline.NEVER);
        execution.close();
        session.start(PROGRAM).close();
        assertThat(value("sqld_host_sessions_total")).isOne();
        assertThat(value("sqld_host_programs_total")).isEqualTo(2);
        assertThat(value("sqld_host_programs_parked_total")).isOne();
        assertThat(registry.snapshot()).filteredOn(s -> s.name().equals("sqld_host_program_seconds"))
                .singleElement()
                .satisfies(s -> assertThat(((MetricSnapshot.Durations) s).count()).isOne());
    }

    @Test
    void closingTheOutermostClosesStorage() {
        stack(1, Duration.ofSeconds(1)).close();
        assertThat(storage.closed).isTrue();
    }

    private Database stack(int programs, Duration timeout) {
        return LayerStack
                .of(new MetricsLayer(registry), new AdmissionLayer(programs), new DeadlineLayer(timeout),
                        new TransactionLayer(Duration.ZERO),
                        new SlowStatementLayer(Duration.ZERO, false, 1), List.of())
                .around(NamespaceName.DEFAULT, storage);
    }

    private long value(String name) {
        return registry.snapshot().stream().filter(s -> s.name().equals(name)).mapToLong(s -> switch (s) {
            case MetricSnapshot.Sum sum -> sum.value();
            case MetricSnapshot.Value level -> level.value();
            case MetricSnapshot.Durations durations -> durations.count();
        }).findFirst().orElseThrow();
    }
}
