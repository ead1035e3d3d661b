package io.sqld.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.frontend.ClientSession;
import io.sqld.api.frontend.SessionTask;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestGatewayTest {
    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
    private final AtomicBoolean sessionClosed = new AtomicBoolean();
    private final AtomicInteger interrupts = new AtomicInteger();

    @Test
    void tasksRunOneAfterTheOther() throws Exception {
        try (TestGateway gateway = gateway(2); ClientSession session = gateway.open(SessionRunner.request())) {
            var inside = new AtomicBoolean();
            for (int i = 0; i < 100; i++) {
                int number = i;
                session.submit(task((any, resume) -> {
                    assertThat(inside.getAndSet(true)).isFalse();
                    log.add("ran " + number);
                    inside.set(false);
                    return Progress.DONE;
                }));
            }
            List<String> ran = IntStream.range(0, 100).mapToObj(i -> take()).toList();
            assertThat(ran).isEqualTo(IntStream.range(0, 100).mapToObj(i -> "ran " + i).toList());
        }
        assertThat(sessionClosed).isTrue();
    }

    @Test
    void aParkedTaskRunsAgainWhenItIsResumedEvenEarly() throws Exception {
        try (TestGateway gateway = gateway(1); ClientSession session = gateway.open(SessionRunner.request())) {
            var resumes = new LinkedBlockingQueue<Runnable>();
            session.submit(task((any, resume) -> {
                log.add("run");
                resumes.add(resume);
                if (resumes.size() == 1) {
                    return Progress.PARKED;
                }
                if (resumes.size() == 2) {
                    resume.run();
                    return Progress.PARKED;
                }
                return Progress.DONE;
            }));
            assertThat(take()).isEqualTo("run");
            assertThat(log.poll(50, TimeUnit.MILLISECONDS)).isNull();
            resumes.element().run();
            assertThat(take()).isEqualTo("run");
            assertThat(take()).isEqualTo("run");
        }
    }

    @Test
    void closingFailsWhatWaitsAndWhatIsParked() throws Exception {
        try (TestGateway gateway = gateway(1)) {
            ClientSession session = gateway.open(SessionRunner.request());
            session.submit(task((any, resume) -> Progress.PARKED));
            session.submit(task((any, resume) -> Progress.DONE));
            session.close();
            session.close();
            assertThat(take()).isEqualTo("failed SHUTTING_DOWN");
            assertThat(take()).isEqualTo("failed SHUTTING_DOWN");
            session.submit(task((any, resume) -> Progress.DONE));
            assertThat(take()).isEqualTo("failed SHUTTING_DOWN");
        }
    }

    @Test
    void closingInterruptsUntilTheTaskEnds() {
        try (TestGateway gateway = gateway(1)) {
            ClientSession session = gateway.open(SessionRunner.request());
            session.submit(task((any, resume) -> {
                log.add("run");
                while (interrupts.get() < 3) { // as if it began another execution after each
                    LockSupport.parkNanos(1_000);
                }
                return Progress.DONE;
            }));
            assertThat(take()).isEqualTo("run");
            session.close();
            Eventually.await("the session is closed", sessionClosed::get);
        }
    }

    @Test
    void aStatementThatHasRunBeforeBeginsOnTheThreadThatSubmitsIt() {
        try (TestGateway gateway = gateway(1); ClientSession session = gateway.open(SessionRunner.request())) {
            String here = "ran on " + Thread.currentThread().getName();
            session.submit(statement());
            assertThat(take()).startsWith("ran on sqld-worker-");
            Eventually.await("it runs here", () -> {
                session.submit(statement());
                return take().equals(here);
            });
        }
    }

    private SessionTask statement() {
        return new SessionTask() {
            @Override
            public Progress run(Session session, Runnable resume) {
                log.add("ran on " + Thread.currentThread().getName());
                return Progress.DONE;
            }

            @Override
            public String statement() {
                return "SELECT 1";
            }

            @Override
            public void failed(SqldException error) {
                log.add("failed " + error.code());
            }
        };
    }

    @Test
    void aTaskThatThrowsFailsAlone() throws Exception {
        try (TestGateway gateway = gateway(1); ClientSession session = gateway.open(SessionRunner.request())) {
            session.submit(task((any, resume) -> {
                throw new SqldException(ErrorCode.BUSY, "busy");
            }));
            session.submit(task((any, resume) -> {
                throw new IllegalStateException("defect");
            }));
            session.submit(task((any, resume) -> {
                log.add("run");
                return Progress.DONE;
            }));
            assertThat(List.of(take(), take(), take())).containsExactly("failed BUSY", "failed INTERNAL", "run");
        }
    }

    @Test
    void thereIsALimitOfSessions() {
        try (TestGateway gateway =
                new TestGateway(new OneSessionDatabase(new IdleSession(sessionClosed, interrupts)), 1, 1)) {
            gateway.open(SessionRunner.request());
            assertThatExceptionOfType(SqldException.class).isThrownBy(() -> gateway.open(SessionRunner.request()))
                    .returns(ErrorCode.OVERLOADED, SqldException::code);
        }
    }

    private TestGateway gateway(int workers) {
        return new TestGateway(new OneSessionDatabase(new IdleSession(sessionClosed, interrupts)), workers, 10);
    }

    private String take() {
        try {
            String entry = log.poll(10, TimeUnit.SECONDS);
            assertThat(entry).isNotNull();
            return String.valueOf(entry);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private interface Body {
        Progress run(Session session, Runnable resume);
    }

    private SessionTask task(Body body) {
        return new SessionTask() {
            @Override
            public Progress run(Session session, Runnable resume) {
                return body.run(session, resume);
            }

            @Override
            public void failed(SqldException error) {
                log.add("failed " + error.code());
            }
        };
    }
}
