package io.sqld.storage.libsql;

import io.sqld.api.storage.Database;
import io.sqld.testkit.SessionRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** Clients that work at the same time, each with a session and a thread of its own. */
final class Crowd implements AutoCloseable {
    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final CountDownLatch start = new CountDownLatch(1);
    private volatile boolean stopping;

    /** What a client does. */
    @FunctionalInterface
    interface Client {
        void run(int number, SessionRunner session, Crowd crowd) throws Exception;
    }

    Crowd(Database database, int clients, Client client) {
        for (int i = 0; i < clients; i++) {
            int number = i;
            threads.add(Thread.ofPlatform().name("client-" + i).start(() -> {
                try (SessionRunner session = SessionRunner.open(database)) {
                    start.await();
                    client.run(number, session, this);
                } catch (Throwable e) {
                    failures.add(e);
                }
            }));
        }
        start.countDown();
    }

    /** {@return whether the clients should end} */
    boolean stopping() {
        return stopping;
    }

    void stop() {
        stopping = true;
    }

    /** Waits until every client has ended, and fails as the first one that did. */
    void join() {
        for (Thread thread : threads) {
            if (!joined(thread)) {
                var stuck = new AssertionError("stuck: " + thread.getName());
                stuck.setStackTrace(thread.getStackTrace());
                throw stuck;
            }
        }
        Throwable failure = failures.peek();
        if (failure != null) {
            throw new AssertionError("a client failed: " + failure, failure);
        }
    }

    private static boolean joined(Thread thread) {
        try {
            return thread.join(Duration.ofMinutes(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        stop();
        join();
    }
}
