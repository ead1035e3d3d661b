package io.sqld.host.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.frontend.ClientSession;
import io.sqld.api.service.Deadline;
import io.sqld.api.service.DrainResult;
import io.sqld.api.sql.Progress;
import io.sqld.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SessionGatewayTest {
    private static final Duration SOON = Duration.ofMillis(20);

    @Test
    void tasksOfOneSessionRunInTheOrderOfSubmission() throws Exception {
        try (var rig = new GatewayRig(GatewayRig.ROOMY); ClientSession session = rig.open()) {
            var order = new CopyOnWriteArrayList<Integer>();
            var scripts = new ArrayList<Script>();
            for (int i = 0; i < 100; i++) {
                int number = i;
                var script = new Script((s, resume) -> {
                    order.add(number);
                    return Progress.DONE;
                });
                scripts.add(script);
                session.submit(script);
            }
            for (Script script : scripts) {
                assertThat(script.session()).isSameAs(rig.database.sessions.getFirst());
            }
            assertThat(order).isSorted().hasSize(100);
        }
    }

    @Test
    void aTaskWithMoreToDoLetsOtherSessionsRunFirst() throws Exception {
        try (var rig = GatewayRig.withThreads(1); ClientSession busy = rig.open(); ClientSession other = rig.open()) {
            var otherRan = new AtomicInteger();
            var slices = new AtomicInteger();
            var endless = new Script((s, resume) -> {
                slices.incrementAndGet();
                return otherRan.get() == 0 ? Progress.MORE : Progress.DONE;
            });
            busy.submit(endless);
            Eventually.await("the first slices", () -> slices.get() > 3);
            other.submit(new Script((s, resume) -> {
                otherRan.incrementAndGet();
                return Progress.DONE;
            }));
            endless.session();
            assertThat(otherRan).hasValue(1);
        }
    }

    @Test
    void aParkedTaskHoldsNoThreadAndRunsAgainWhenResumed() throws Exception {
        try (var rig = GatewayRig.withThreads(1); ClientSession parked = rig.open(); ClientSession other = rig.open()) {
            var resume = new AtomicReference<Runnable>();
            var runs = new AtomicInteger();
            var script = new Script((s, r) -> {
                resume.set(r);
                return runs.incrementAndGet() == 1 ? Progress.PARKED : Progress.DONE;
            });
            parked.submit(script);
            Eventually.await("parked", () -> runs.get() == 1);
            var passing = Script.done();
            other.submit(passing);
            passing.session();
            assertThat(script.ended()).isFalse();

            Objects.requireNonNull(resume.get()).run();
            script.session();
            assertThat(runs).hasValue(2);
        }
    }

    @Test
    void aResumeThatComesWhileTheTaskStillRunsIsNotLost() throws Exception {
        try (var rig = new GatewayRig(GatewayRig.ROOMY); ClientSession session = rig.open()) {
            var runs = new AtomicInteger();
            var script = new Script((s, resume) -> {
                if (runs.incrementAndGet() == 1) {
                    resume.run();
                    return Progress.PARKED;
                }
                return Progress.DONE;
            });
            session.submit(script);
            script.session();
            assertThat(runs).hasValue(2);
        }
    }

    @Test
    void aSecondResumeDoesNothing() throws Exception {
        try (var rig = new GatewayRig(GatewayRig.ROOMY); ClientSession session = rig.open()) {
            var resumes = new CopyOnWriteArrayList<Runnable>();
            var script = new Script((s, resume) -> {
                resumes.add(resume);
                return resumes.size() < 3 ? Progress.PARKED : Progress.DONE;
            });
            session.submit(script);
            Eventually.await("parked", () -> resumes.size() == 1);
            resumes.get(0).run();
            Eventually.await("parked again", () -> resumes.size() == 2);
            resumes.get(0).run();
            var next = Script.done();
            session.submit(next);
            assertThat(next.ended()).isFalse();
            assertThat(resumes).hasSize(2);
            resumes.get(1).run();
            next.session();
            assertThat(resumes).hasSize(3);
        }
    }

    @Test
    void oneSessionTooManyIsRefusedWithTheKeyOfTheLimit() {
        try (var rig = new GatewayRig(new GatewayLimits(2, 10, 10, 1, 0))) {
            ClientSession first = rig.open();
            rig.open();
            assertThatThrownBy(rig::open).isInstanceOfSatisfying(SqldException.class, e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED);
                assertThat(e.message()).contains("sqld.limits.sessions is 2");
            });
            first.close();
            assertThat(rig.open()).isNotNull();
        }
    }

    @Test
    void aFullMailboxRefusesWithTheKeyOfTheLimitAndGoesOnAfterwards() throws Exception {
        try (var rig = new GatewayRig(new GatewayLimits(2, 2, 10, 1, 0)); ClientSession session = rig.open()) {
            var release = occupy(session);
            List<Script> waiting = List.of(Script.done(), Script.done());
            waiting.forEach(session::submit);
            var refused = Script.done();
            session.submit(refused);
            assertThat(refused.error().code()).isEqualTo(ErrorCode.OVERLOADED);
            assertThat(refused.error().message()).contains("sqld.limits.session-queue is 2");
            release.countDown();
            waiting.getLast().session();
        }
    }

    @Test
    void aFullServerRefusesWithTheKeyOfTheLimitAndGoesOnAfterwards() throws Exception {
        try (var rig = new GatewayRig(new GatewayLimits(3, 10, 2, 1, 0));
                ClientSession session = rig.open();
                ClientSession other = rig.open()) {
            var release = occupy(session);
            var waiting = Script.done();
            other.submit(waiting);
            var refused = Script.done();
            other.submit(refused);
            assertThat(refused.error().code()).isEqualTo(ErrorCode.OVERLOADED);
            assertThat(refused.error().message()).contains("sqld.limits.tasks is 2");
            release.countDown();
            waiting.session();
            Eventually.await("all ended", () -> rig.gateway.tasks() == 0);
            var later = Script.done();
            other.submit(later);
            later.session();
        }
    }

    @Test
    void anInterruptReachesTheTaskInHandAndNoLaterOne() throws Exception {
        try (var rig = new GatewayRig(GatewayRig.ROOMY); ClientSession session = rig.open()) {
            var first = Script.done();
            session.submit(first);
            FakeSession fake = first.session();
            Eventually.await("idle", () -> rig.gateway.tasks() == 0);
            session.interrupt();
            assertThat(fake.interrupts).hasValue(0);

            var release = occupy(session);
            session.interrupt();
            release.countDown();
            assertThat(fake.interrupts).hasValue(1);
            var later = Script.done();
            session.submit(later);
            later.session();
            assertThat(fake.interrupts).hasValue(1);
        }
    }

    @Test
    void closingInterruptsWhatRunsFailsWhatWaitsAndClosesTheSessionOnAWorker() throws Exception {
        try (var rig = GatewayRig.withThreads(1)) {
            ClientSession session = rig.open();
            var running = new CountDownLatch(1);
            var interrupted = new CountDownLatch(1);
            var script = new Script((s, resume) -> {
                ((FakeSession) s).onInterrupt = interrupted::countDown;
                running.countDown();
                await(interrupted);
                return Progress.MORE;
            });
            session.submit(script);
            await(running);
            var waiting = Script.done();
            session.submit(waiting);
            session.close();
            session.close();

            assertThat(waiting.error().code()).isEqualTo(ErrorCode.SHUTTING_DOWN);
            assertThat(script.error().code()).isEqualTo(ErrorCode.SHUTTING_DOWN);
            FakeSession fake = rig.database.sessions.getFirst();
            await(fake.closed);
            assertThat(fake.closedBy).startsWith("worker-");
            Eventually.await("the session is gone", () -> rig.gateway.sessions() == 0);
            assertThat(rig.gateway.tasks()).isZero();
            assertThat(fake.closes).hasValue(1);

            var late = Script.done();
            session.submit(late);
            assertThat(late.error().code()).isEqualTo(ErrorCode.SHUTTING_DOWN);
        }
    }

    @Test
    void closingInterruptsAgainUntilTheTaskEnds() throws Exception {
        try (var rig = GatewayRig.withThreads(1)) {
            ClientSession session = rig.open();
            var running = new CountDownLatch(1);
            // It misses the first interrupts, as a task does that is between two executions.
            session.submit(new Script((s, resume) -> {
                running.countDown();
                Eventually.await("several interrupts", () -> ((FakeSession) s).interrupts.get() >= 3);
                return Progress.DONE;
            }));
            await(running);
            session.close();
            Eventually.await("closed", () -> rig.gateway.sessions() == 0);
            assertThat(rig.database.sessions.getFirst().closes).hasValue(1);
        }
    }

    @Test
    void closingEndsAParkedTaskAndItsLateResumeDoesNothing() throws Exception {
        try (var rig = new GatewayRig(GatewayRig.ROOMY)) {
            ClientSession session = rig.open();
            var resume = new AtomicReference<Runnable>();
            var script = new Script((s, r) -> {
                resume.set(r);
                return Progress.PARKED;
            });
            session.submit(script);
            Eventually.await("parked", () -> resume.get() != null);
            session.close();
            assertThat(script.error().code()).isEqualTo(ErrorCode.SHUTTING_DOWN);
            Eventually.await("closed", () -> rig.gateway.sessions() == 0);
            Objects.requireNonNull(resume.get()).run();
            assertThat(rig.database.sessions.getFirst().closes).hasValue(1);
        }
    }

    @Test
    void anUnexpectedExceptionBecomesAnInternalErrorWithANumberAndTheSessionGoesOn() throws Exception {
        try (var rig = new GatewayRig(GatewayRig.ROOMY); ClientSession session = rig.open()) {
            var broken = new Script((s, resume) -> {
                throw new IllegalStateException("secret detail");
            });
            var refused = new Script((s, resume) -> {
                throw new SqldException(ErrorCode.READ_ONLY, "no");
            });
            var next = Script.done();
            session.submit(broken);
            session.submit(refused);
            session.submit(next);
            assertThat(broken.error().code()).isEqualTo(ErrorCode.INTERNAL);
            assertThat(broken.error().message()).contains("cafe0001").doesNotContain("secret");
            assertThat(refused.error().code()).isEqualTo(ErrorCode.READ_ONLY);
            next.session();
        }
    }

    @Test
    void drainingWaitsForTasksInHandAndRefusesNewSessions() throws Exception {
        try (var rig = new GatewayRig(GatewayRig.ROOMY); ClientSession session = rig.open()) {
            var release = occupy(session);
            assertThat(rig.gateway.drain(Deadline.after(SOON))).isEqualTo(DrainResult.DEADLINE);
            assertThatThrownBy(rig::open).isInstanceOfSatisfying(SqldException.class,
                    e -> assertThat(e.code()).isEqualTo(ErrorCode.SHUTTING_DOWN));
            release.countDown();
            assertThat(rig.gateway.drain(Deadline.after(Duration.ofSeconds(30)))).isEqualTo(DrainResult.DRAINED);
        }
    }

    @Test
    void namesOfDatabasesCountOnlyWhereNamespacesAreEnabled() {
        try (var rig = new GatewayRig(GatewayRig.ROOMY)) {
            assertThat(rig.gateway.namespace("other").value()).isEqualTo("other");
            assertThatThrownBy(() -> rig.gateway.namespace("../x")).isInstanceOfSatisfying(SqldException.class,
                    e -> assertThat(e.code()).isEqualTo(ErrorCode.NAMESPACE_INVALID));
        }
        var flat =
                new SessionGateway(GatewayRig.ROOMY, false, new OpenDatabases(name -> new FakeDatabase()), Thread::new,
                        () -> "");
        assertThat(flat.namespace("../x").value()).isEqualTo("default");
    }

    /** Puts a task in hand that ends when the latch opens, and returns when it runs. */
    private static CountDownLatch occupy(ClientSession session) {
        var running = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        session.submit(new Script((s, resume) -> {
            running.countDown();
            await(release);
            return Progress.DONE;
        }));
        await(running);
        return release;
    }

    private static void await(CountDownLatch latch) {
        Eventually.await("the latch", () -> latch.getCount() == 0);
    }
}
