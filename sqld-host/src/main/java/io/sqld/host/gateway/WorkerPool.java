package io.sqld.host.gateway;

import io.sqld.api.service.Deadline;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that run SQL: a fixed number of platform threads, because a call into SQLite would pin a virtual thread's
 * carrier, and nothing would stand in for it.
 */
final class WorkerPool {
    private final ThreadPoolExecutor executor;

    /**
     * @param queued how many can be queued at once. The queue is allocated in full, so that queueing allocates nothing
     */
    WorkerPool(int threads, int queued, ThreadFactory factory) {
        executor = new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queued),
                factory);
    }

    void start() {
        executor.prestartAllCoreThreads();
    }

    /** Runs {@code work} on one of the threads, after everything queued before it. */
    void execute(Runnable work) {
        executor.execute(work);
    }

    /** {@return whether work waits for a thread} */
    boolean hasBacklog() {
        return !executor.getQueue().isEmpty();
    }

    int backlog() {
        return executor.getQueue().size();
    }

    /**
     * Runs what is queued, takes nothing new, and ends the threads.
     *
     * @return whether they ended before the deadline
     */
    boolean shutDown(Deadline deadline) throws InterruptedException {
        executor.shutdown();
        return executor.awaitTermination(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    }
}
