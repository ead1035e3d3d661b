package io.sqld.host.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.frontend.ClientSession;
import io.sqld.api.frontend.SessionTask;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import io.sqld.testkit.Eventually;
import io.sqld.testkit.Seed;
import io.sqld.testkit.Seeded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Many sessions whose tasks go on, park, fail and are interrupted at random, resumed from other threads at any moment.
 */
@ExtendWith(Seeded.class)
@Timeout(120)
class SessionMailboxStressTest {
    private static final int SESSIONS = 40;
    private static final int TASKS = 250;
    private static final GatewayLimits LIMITS = new GatewayLimits(
            1_000, 1_000, 100_000, 3, Duration.ofSeconds(1).toNanos());

    @RepeatedTest(5)
    void everyTaskEndsOnceInOrderAndNoneOverlap(Seed seed) {
        var random = seed.random();
        try (var rig = new GatewayRig(LIMITS); ExecutorService others = Executors.newFixedThreadPool(3)) {
            var logs = new ArrayList<SessionLog>();
            var submitters = new ArrayList<Runnable>();
            for (int i = 0; i < SESSIONS; i++) {
                ClientSession session = rig.open();
                var log = new SessionLog(i % 5 == 0);
                logs.add(log);
                SplittableRandom own = random.split();
                submitters.add(() -> submitAll(session, log, own, others));
            }
            submitters.forEach(others::execute);
            for (SessionLog log : logs) {
                Eventually.await("all tasks ended: " + log, () -> log.ended.get() == TASKS);
                assertThat(log.faults).isEmpty();
                assertThat(log.endedTwice).hasValue(0);
            }
            Eventually.await("no task is left", () -> rig.gateway.tasks() == 0);
        }
    }

    private static void submitAll(ClientSession session, SessionLog log, SplittableRandom random,
            ExecutorService others) {
        int closeAt = log.closes ? random.nextInt(TASKS) : TASKS;
        for (int number = 0; number < TASKS; number++) {
            if (number == closeAt) {
                session.close();
            }
            session.submit(new RandomTask(number, log, random.split(), others));
            if (random.nextInt(20) == 0) {
                session.interrupt();
            }
        }
    }

    private static final class SessionLog {
        final boolean closes;
        final AtomicInteger inside = new AtomicInteger();
        final AtomicInteger ended = new AtomicInteger();
        final AtomicInteger endedTwice = new AtomicInteger();
        final List<String> faults = Collections.synchronizedList(new ArrayList<>());
        // Plain on purpose: the gateway passes it from thread to thread.
        int lastRun = -1;

        SessionLog(boolean closes) {
            this.closes = closes;
        }

        @Override
        public String toString() {
            return ended + " ended, closes " + closes + ", faults " + faults;
        }
    }

    private static final class RandomTask implements SessionTask {
        private final int number;
        private final SessionLog log;
        private final SplittableRandom random;
        private final ExecutorService others;
        private final AtomicInteger ends = new AtomicInteger();
        private int stepsLeft;
        private boolean parked;
        private boolean resumed = true;

        RandomTask(int number, SessionLog log, SplittableRandom random, ExecutorService others) {
            this.number = number;
            this.log = log;
            this.random = random;
            this.others = others;
            this.stepsLeft = random.nextInt(5);
        }

        @Override
        public Progress run(Session session, Runnable resume) {
            if (log.inside.incrementAndGet() != 1) {
                log.faults.add("two runs at once");
            }
            try {
                if (number < log.lastRun) {
                    log.faults.add(number + " ran after " + log.lastRun);
                }
                log.lastRun = number;
                synchronized (this) {
                    if (parked && !resumed) {
                        log.faults.add(number + " ran while parked");
                    }
                    parked = false;
                }
                return step(resume);
            } finally {
                log.inside.decrementAndGet();
            }
        }

        private Progress step(Runnable resume) {
            if (stepsLeft-- == 0) {
                if (random.nextInt(10) == 0) {
                    throw new SqldException(ErrorCode.SQL_ERROR, "at random");
                }
                end();
                return Progress.DONE;
            }
            if (random.nextBoolean()) {
                return Progress.MORE;
            }
            synchronized (this) {
                parked = true;
                resumed = false;
            }
            Runnable wake = () -> {
                synchronized (this) {
                    resumed = true;
                }
                resume.run();
                resume.run();
            };
            if (random.nextBoolean()) {
                wake.run();
            } else {
                others.execute(wake);
            }
            return Progress.PARKED;
        }

        /** Some texts become known as short, so that tasks run on submitting threads too. */
        @Override
        public String statement() {
            return number % 3 == 0 ? "" : "statement " + number % 3;
        }

        @Override
        public void failed(SqldException error) {
            end();
        }

        private void end() {
            if (ends.incrementAndGet() > 1) {
                log.endedTwice.incrementAndGet();
            }
            log.ended.incrementAndGet();
        }
    }
}
