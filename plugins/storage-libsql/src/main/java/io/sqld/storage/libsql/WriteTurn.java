package io.sqld.storage.libsql;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import io.sqld.api.service.Metrics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The right to write to one database: held by one, handed on in the order of asking. So SQLite's write lock is free
 * whenever somebody asks for it, and no write of this server meets {@code SQLITE_BUSY}. Thread-safe; waiting costs
 * no thread.
 */
final class WriteTurn {
    private final int queueMax;
    private final String queueKey;
    private final Metrics.Timer waits;
    private final Runnable onContention;
    private final ArrayDeque<Claim> queue = new ArrayDeque<>();
    private @Nullable Claim current;

    /**
     * {@code onContention} is called, holding no lock, whenever a claim has to wait: {@link #sweep} must follow
     * soon.
     */
    WriteTurn(int queueMax, String queueKey, Metrics.Timer waits, Runnable onContention) {
        this.queueMax = queueMax;
        this.queueKey = queueKey;
        this.waits = waits;
        this.onContention = onContention;
    }

    /** Who holds the turn, as far as taking it away is concerned. */
    @FunctionalInterface
    interface Holder {
        /**
         * Asks the holder to give up a turn that it has not used for too long. It releases the claim unless it is at
         * work again. Called without locks.
         */
        void loseTurn(Claim claim);
    }

    /** The state of a claim. */
    enum State {
        WAITING, HELD, EXPIRED, RELEASED
    }

    /** One wish to write. */
    final class Claim {
        private final Holder holder;
        private final Deadline deadline;
        private final Signal signal;
        private final long askedNanos = System.nanoTime();
        private volatile State state;
        private volatile long idleSinceNanos;
        private volatile boolean busy;

        private Claim(Holder holder, Deadline deadline, Signal signal, State state) {
            this.holder = holder;
            this.deadline = deadline;
            this.signal = signal;
            this.state = state;
            this.idleSinceNanos = askedNanos;
        }

        State state() {
            return state;
        }

        boolean held() {
            return state == State.HELD;
        }

        /** The holder works. */
        void busy() {
            busy = true;
        }

        /** The holder waits for its client. */
        void idle() {
            idleSinceNanos = System.nanoTime();
            busy = false;
        }

        boolean idleLongerThan(long nanos, long nowNanos) {
            return !busy && nowNanos - idleSinceNanos >= nanos;
        }

        /** Asks the holder to give the turn up. */
        void lose() {
            holder.loseTurn(this);
        }

        /** Gives the turn to the next, or leaves the queue. Idempotent. */
        void release() {
            WriteTurn.this.release(this);
        }
    }

    /**
     * {@return a claim, held at once if nobody else holds or awaits the turn} Otherwise {@code signal} fires when
     * the claim is held or has expired.
     *
     * @throws SqldException with {@code OVERLOADED} if the queue is full
     */
    Claim claim(Holder holder, Deadline deadline, Signal signal) {
        Claim claim;
        synchronized (queue) {
            if (current == null && queue.isEmpty()) {
                claim = new Claim(holder, deadline, signal, State.HELD);
                current = claim;
                return claim;
            }
            if (queue.size() >= queueMax) {
                throw new SqldException(
                        ErrorCode.OVERLOADED,
                        queue.size() + " writes are waiting for their turn, as many as " + queueKey
                                + " allows; try again later");
            }
            claim = new Claim(holder, deadline, signal, State.WAITING);
            queue.addLast(claim);
        }
        onContention.run();
        return claim;
    }

    /**
     * {@return a claim for work of the server itself, which waits in its thread} It is held unless it has expired, and
     * is not taken away.
     */
    Claim claimAndWait(Duration patience) throws InterruptedException {
        var signal = new Signal();
        Claim claim = claim(overdue -> {}, Deadline.after(patience), signal);
        claim.busy();
        if (claim.state() == State.WAITING) {
            var ready = new CountDownLatch(1);
            signal.onFire(ready::countDown);
            try {
                ready.await();
            } catch (InterruptedException e) {
                claim.release();
                throw e;
            }
        }
        return claim;
    }

    /** {@return how many wait} */
    int waiting() {
        synchronized (queue) {
            return queue.size();
        }
    }

    /**
     * {@return the claim that has been idle for too long while others wait} Expires the claims whose deadline has
     * come.
     */
    Optional<Claim> sweep(long idleMaxNanos) {
        var expired = new ArrayList<Claim>();
        Optional<Claim> overdue = Optional.empty();
        synchronized (queue) {
            queue.removeIf(claim -> expire(claim, expired));
            Claim holding = current;
            if (holding != null && !queue.isEmpty() && holding.idleLongerThan(idleMaxNanos, System.nanoTime())) {
                overdue = Optional.of(holding);
            }
        }
        for (Claim claim : expired) {
            claim.signal.fire();
        }
        return overdue;
    }

    private static boolean expire(Claim claim, List<Claim> expired) {
        if (!claim.deadline.expired()) {
            return false;
        }
        claim.state = State.EXPIRED;
        expired.add(claim);
        return true;
    }

    private void release(Claim claim) {
        Claim next = null;
        synchronized (queue) {
            State before = claim.state;
            if (before == State.WAITING) {
                queue.remove(claim);
            }
            claim.state = State.RELEASED;
            if (before == State.HELD) {
                next = queue.pollFirst();
                current = next;
                if (next != null) {
                    next.idleSinceNanos = System.nanoTime();
                    next.state = State.HELD;
                }
            }
        }
        if (next != null) {
            waits.record(System.nanoTime() - next.askedNanos);
            next.signal.fire();
        }
    }
}
