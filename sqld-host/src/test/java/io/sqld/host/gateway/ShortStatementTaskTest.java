package io.sqld.host.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.api.error.SqldException;
import io.sqld.api.frontend.ClientSession;
import io.sqld.api.frontend.SessionTask;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import io.sqld.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ShortStatementTaskTest {
    /** So long that every run is short, however slow the machine. */
    private static final GatewayLimits LIMITS = new GatewayLimits(1_000, 1_000, 100_000, 2,
            Duration.ofMinutes(1).toNanos());

    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final AtomicInteger ended = new AtomicInteger();

    @Test
    void aStatementKnownToBeShortRunsOnTheThreadThatSubmitsIt() {
        try (var rig = new GatewayRig(LIMITS); ClientSession session = rig.open()) {
            runUntilHere(session);
            submit(session, "SELECT 1", resume -> Progress.DONE);
            assertThat(threads).last().isSameAs(Thread.currentThread());
            submit(session, "SELECT 2", resume -> Progress.DONE);
            assertThat(threads).last().isNotSameAs(Thread.currentThread());
        }
    }

    @Test
    void itRunsUnderABoundThatIsLiftedAfterwards() {
        try (var rig = new GatewayRig(LIMITS); ClientSession session = rig.open()) {
            runUntilHere(session);
            FakeSession bounded = rig.database.sessions.getFirst();
            var within = new AtomicLong();
            submit(session, "SELECT 1", resume -> {
                within.set(bounded.boundNanos);
                return Progress.DONE;
            });
            assertThat(within).hasValue(LIMITS.shortStatementNanos());
            assertThat(bounded.boundNanos).isZero();
        }
    }

    @Test
    void aSessionThatCannotBeBoundedLeavesAllToWorkers() {
        try (var rig = new GatewayRig(LIMITS); ClientSession session = rig.open()) {
            submit(session, "SELECT 1", resume -> Progress.DONE);
            rig.database.sessions.getFirst().boundable = false;
            for (int i = 0; i < 50; i++) {
                submit(session, "SELECT 1", resume -> Progress.DONE);
            }
            assertThat(threads).hasSize(51).doesNotContain(Thread.currentThread());
        }
    }

    @Test
    void aStatementThatHadToBeBegunAnewIsLeftToWorkersFromThenOn() {
        try (var rig = new GatewayRig(LIMITS); ClientSession session = rig.open()) {
            runUntilHere(session);
            var goes = new AtomicInteger();
            submit(session, "SELECT 1", resume -> goes.incrementAndGet() == 1 ? Progress.MORE : Progress.DONE);
            threads.clear();
            for (int i = 0; i < 50; i++) {
                submit(session, "SELECT 1", resume -> Progress.DONE);
            }
            assertThat(threads).hasSize(50).doesNotContain(Thread.currentThread());
        }
    }

    @Test
    void aTaskThatNamesNoStatementNeverDoes() {
        try (var rig = new GatewayRig(LIMITS); ClientSession session = rig.open()) {
            for (int i = 0; i < 50; i++) {
                submit(session, "", resume -> Progress.DONE);
            }
            assertThat(threads).hasSize(50).doesNotContain(Thread.currentThread());
        }
    }

    @Test
    void whatIsLeftAfterOneGoRunsOnAWorker() {
        try (var rig = new GatewayRig(LIMITS); ClientSession session = rig.open()) {
            runUntilHere(session);
            var goes = new AtomicInteger();
            submit(session, "SELECT 1", resume -> goes.incrementAndGet() == 1 ? Progress.MORE : Progress.DONE);
            assertThat(lastTwo().getFirst()).isSameAs(Thread.currentThread());
            assertThat(lastTwo().getLast()).isNotSameAs(Thread.currentThread());
        }
    }

    @Test
    void aParkedTaskIsResumedOnAWorker() {
        try (var rig = new GatewayRig(LIMITS); ClientSession session = rig.open()) {
            runUntilHere(session);
            var goes = new AtomicInteger();
            submit(session, "SELECT 1", resume -> {
                resume.run();
                return goes.incrementAndGet() == 1 ? Progress.PARKED : Progress.DONE;
            });
            assertThat(lastTwo().getFirst()).isSameAs(Thread.currentThread());
            assertThat(lastTwo().getLast()).isNotSameAs(Thread.currentThread());
        }
    }

    @Test
    void aTaskSubmittedByARunningTaskWaitsForItsEnd() {
        try (var rig = new GatewayRig(LIMITS); ClientSession session = rig.open()) {
            runUntilHere(session);
            int before = ended.get();
            session.submit(task("SELECT 1", resume -> {
                session.submit(task("SELECT 1", again -> Progress.DONE));
                assertThat(ended).hasValue(before);
                return Progress.DONE;
            }));
            Eventually.await("both", () -> ended.get() == before + 2);
        }
    }

    @Test
    void aSessionClosedByATaskThatRunsHereIsClosedOnAWorker() {
        try (var rig = new GatewayRig(LIMITS)) {
            ClientSession session = rig.open();
            runUntilHere(session);
            submit(session, "SELECT 1", resume -> {
                session.close();
                return Progress.DONE;
            });
            assertThat(threads).last().isSameAs(Thread.currentThread());
            FakeSession closed = rig.database.sessions.getFirst();
            Eventually.await("closed", () -> closed.closes.get() == 1);
            assertThat(closed.closedBy).startsWith("worker-");
        }
    }

    /** Afterwards the session rests, since its last task has run here. */
    private void runUntilHere(ClientSession session) {
        Eventually.await("a task that runs here", () -> {
            submit(session, "SELECT 1", resume -> Progress.DONE);
            return threads.getLast() == Thread.currentThread();
        });
    }

    private void submit(ClientSession session, String statement, Function<Runnable, Progress> body) {
        int before = ended.get();
        session.submit(task(statement, body));
        Eventually.await("the end of a task", () -> ended.get() > before);
    }

    private List<Thread> lastTwo() {
        return threads.subList(threads.size() - 2, threads.size());
    }

    private SessionTask task(String statement, Function<Runnable, Progress> body) {
        return new SessionTask() {
            @Override
            public Progress run(Session session, Runnable resume) {
                threads.add(Thread.currentThread());
                Progress progress = body.apply(resume);
                if (progress == Progress.DONE) {
                    ended.incrementAndGet();
                }
                return progress;
            }

            @Override
            public void failed(SqldException error) {
                throw error;
            }

            @Override
            public String statement() {
                return statement;
            }
        };
    }
}
