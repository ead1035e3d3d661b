package io.sqld.host.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.sqld.api.error.SqldException;
import io.sqld.api.frontend.ClientSession;
import io.sqld.api.frontend.SessionTask;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class AllocationTest {
    private static final int TASKS = 20_000;
    private static final long BYTES_PER_TASK_MAX = 64;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void handingATaskOverAllocatesNextToNothing() {
        try (var rig = GatewayRig.withThreads(1); ClientSession session = rig.open()) {
            var task = new PingPong(Thread.currentThread());
            play(session, task);
            long submitterBefore = threads.getCurrentThreadAllocatedBytes();
            long workerBefore = task.workerAllocated;
            play(session, task);
            long submitter = threads.getCurrentThreadAllocatedBytes() - submitterBefore;
            long worker = task.workerAllocated - workerBefore;
            assertThat((submitter + worker) / TASKS).isLessThan(BYTES_PER_TASK_MAX);
        }
    }

    private static void play(ClientSession session, PingPong task) {
        for (int i = 0; i < TASKS; i++) {
            task.finished = false;
            session.submit(task);
            while (!task.finished) {
                LockSupport.park();
            }
        }
    }

    private final class PingPong implements SessionTask {
        private final Thread waiter;
        volatile boolean finished;
        volatile long workerAllocated;

        PingPong(Thread waiter) {
            this.waiter = waiter;
        }

        @Override
        public Progress run(Session session, Runnable resume) {
            workerAllocated = threads.getCurrentThreadAllocatedBytes();
            finished = true;
            LockSupport.unpark(waiter);
            return Progress.DONE;
        }

        @Override
        public void failed(SqldException error) {
            throw error;
        }
    }
}
