package io.sqld.storage.libsql;

import io.sqld.api.service.ServiceContext;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of the back end. They come and go with the work; none waits for SQLite on behalf of a client. */
final class StorageThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StorageThreads.class);
    private static final long KEEP_ALIVE_SECONDS = 10;
    private static final long CLOSE_SECONDS = 10;

    private final ScheduledThreadPoolExecutor timer;
    private final ThreadPoolExecutor syncs;
    private final ThreadPoolExecutor captures;
    private final ThreadPoolExecutor housekeeping;

    StorageThreads(ServiceContext context) {
        timer = new ScheduledThreadPoolExecutor(1, context.threads("storage-timer"));
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy()); // once closed
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        syncs = asManyAsNeeded(context.threads("sync"));
        captures = asManyAsNeeded(context.threads("capture"));
        housekeeping = asManyAsNeeded(context.threads("housekeeping"));
    }

    /**
     * At most one for each database that has such work: no task may wait behind one that waits for its turn to write.
     */
    private static ThreadPoolExecutor asManyAsNeeded(ThreadFactory factory) {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                KEEP_ALIVE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                factory);
    }

    /** Runs a task that takes microseconds, after so long; never, if the threads are closed before. */
    void later(long nanos, Runnable task) {
        var _ = timer.schedule(() -> guarded(task), nanos, TimeUnit.NANOSECONDS);
    }

    /** Runs a task that takes microseconds, again and again. */
    void every(long millis, Runnable task) {
        var _ = timer.scheduleWithFixedDelay(() -> guarded(task), millis, millis, TimeUnit.MILLISECONDS);
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("a timer task failed", e); // the timer would keep it to itself
        }
    }

    /** For syncs of logs. */
    ExecutorService syncs() {
        return syncs;
    }

    /** For copying frames for replicas. */
    ExecutorService captures() {
        return captures;
    }

    /** For checkpoints and rollbacks. */
    ExecutorService housekeeping() {
        return housekeeping;
    }

    /** Lets what runs end. */
    @Override
    public void close() {
        timer.shutdownNow();
        housekeeping.shutdown();
        syncs.shutdown();
        captures.shutdown();
        try {
            if (!housekeeping.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)
                    || !syncs.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)
                    || !captures.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                housekeeping.shutdownNow();
                syncs.shutdownNow();
                captures.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
