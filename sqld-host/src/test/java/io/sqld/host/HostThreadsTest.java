package io.sqld.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

class HostThreadsTest {
    private static final int WARM_UP = 20;

    @Test
    void threadsHaveAStackForTheDeepestSql() throws InterruptedException {
        ThreadFactory ours = new HostThreads().factory("deep", getClass().getClassLoader());
        ThreadFactory usual = Thread.ofPlatform().stackSize(1 << 20).factory();
        for (int i = 0; i < WARM_UP; i++) {
            depth(usual); // until it is compiled, which makes its frames smaller
        }
        int usualDepth = depth(usual);
        assertThat(depth(ours)).as("frames").isGreaterThan(4 * usualDepth);
    }

    private static int depth(ThreadFactory factory) throws InterruptedException {
        var descent = new Descent();
        Thread thread = factory.newThread(descent);
        thread.start();
        thread.join();
        return descent.depth;
    }

    /** Calls itself until the stack is used up. */
    private static final class Descent implements Runnable {
        private int depth;

        @Override
        public void run() {
            try {
                descend();
            } catch (StackOverflowError expected) {
                assertThat(depth).isPositive();
            }
        }

        @SuppressWarnings("InfiniteRecursion") // that is the test
        private void descend() {
            depth++;
            descend();
        }
    }
}
