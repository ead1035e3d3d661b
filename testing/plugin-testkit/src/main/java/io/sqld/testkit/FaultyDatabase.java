package io.sqld.testkit;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import io.sqld.api.sql.ChangeListener;
import io.sqld.api.sql.Description;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.NamespaceName;
import io.sqld.api.sql.Position;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.ProgramSink;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.ScratchRequest;
import io.sqld.api.sql.Session;
import io.sqld.api.sql.TransactionState;
import io.sqld.api.storage.Database;
import io.sqld.api.storage.DatabaseLayer;
import io.sqld.api.storage.SessionRequest;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * A layer that makes a database slow and unreliable, by a seed: programs are refused with {@code UNAVAILABLE} before
 * they have done anything, and park for a while before they run. Each session draws from its own randomness, so that a
 * session behaves the same whatever the others do.
 */
public final class FaultyDatabase implements DatabaseLayer {
    private final Seed seed;
    private final double failureChance;
    private final long latencyNanosMax;
    private final LongAdder sessions = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder parks = new LongAdder();

    /** Fails with the given chance, from 0 to 1, and parks for up to {@code latencyMax}. */
    public FaultyDatabase(Seed seed, double failureChance, Duration latencyMax) {
        this.seed = seed;
        this.failureChance = failureChance;
        this.latencyNanosMax = latencyMax.toNanos();
    }

    /** {@return how many programs it refused} */
    public long failures() {
        return failures.sum();
    }

    /** {@return how many programs it parked} */
    public long parks() {
        return parks.sum();
    }

    @Override
    public Database wrap(NamespaceName namespace, Database next) {
        return new Database() {
            @Override
            public Session openSession(SessionRequest request) {
                sessions.increment();
                return new FaultySession(next.openSession(request), seed.part(sessions.sum()).random());
            }

            @Override
            public void close() {
                next.close();
            }
        };
    }

    private final class FaultySession implements Session {
        private final Session next;
        private final SplittableRandom random;

        FaultySession(Session next, SplittableRandom random) {
            this.next = next;
            this.random = random;
        }

        @Override
        public Execution start(Program program) {
            if (random.nextDouble() < failureChance) {
                failures.increment();
                throw new SqldException(ErrorCode.UNAVAILABLE, "injected by " + seed);
            }
            long latencyNanos = latencyNanosMax == 0 ? 0 : random.nextLong(latencyNanosMax);
            return new LateExecution(next.start(program), latencyNanos);
        }

        @Override
        public Description describe(String sql, int offset) {
            return next.describe(sql, offset);
        }

        @Override
        public TransactionState transactionState() {
            return next.transactionState();
        }

        @Override
        public Position position() {
            return next.position();
        }

        @Override
        public void require(Position atLeast) {
            next.require(atLeast);
        }

        @Override
        public boolean bound(long nanos) {
            return next.bound(nanos);
        }

        @Override
        public Session openScratch(ScratchRequest request) {
            return next.openScratch(request);
        }

        @Override
        public boolean replaceable() {
            return next.replaceable();
        }

        @Override
        public boolean loseTransaction(String why) {
            return next.loseTransaction(why);
        }

        @Override
        public void listen(ChangeListener listener) {
            next.listen(listener);
        }

        @Override
        public void interrupt() {
            next.interrupt();
        }

        @Override
        public void close() {
            next.close();
        }
    }

    private final class LateExecution implements Execution {
        private final Execution next;
        private final long latencyNanos;
        private boolean late;

        LateExecution(Execution next, long latencyNanos) {
            this.next = next;
            this.latencyNanos = latencyNanos;
            this.late = latencyNanos > 0;
        }

        @Override
        public Progress advance(ProgramSink sink, Deadline deadline) {
            return late ? Progress.PARKED : next.advance(sink, deadline);
        }

        @Override
        public void onReady(Runnable resume) {
            if (late) {
                late = false;
                parks.increment();
                Executor delayed = CompletableFuture.delayedExecutor(latencyNanos, TimeUnit.NANOSECONDS);
                delayed.execute(resume);
            } else {
                next.onReady(resume);
            }
        }

        @Override
        public void close() {
            next.close();
        }
    }
}
