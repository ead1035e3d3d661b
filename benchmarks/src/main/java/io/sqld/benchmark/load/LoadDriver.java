package io.sqld.benchmark.load;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.List;

import org.HdrHistogram.Histogram;

/**
 * Drives all clients from the calling thread, each with one request under way at a time, so that the client side costs
 * about the same whatever the server is. Owns the clients' registration, not the clients.
 */
final class LoadDriver implements Closeable {
    /** How long after its end a run waits for answers that are still due. */
    private static final Duration STUCK_AFTER = Duration.ofSeconds(8);

    private final Selector selector;
    private final List<LoadClient> clients;

    /** Registers the clients. */
    LoadDriver(List<LoadClient> clients) throws IOException {
        this.selector = Selector.open();
        this.clients = clients;
        for (LoadClient client : clients) {
            client.register(selector);
        }
    }

    /**
     * Runs operations for about a time, and lets those that have begun end.
     *
     * @return what was counted, but for the server's part
     */
    Tally run(Duration duration) throws IOException {
        Run run = new Run(System.nanoTime(), duration);
        for (LoadClient client : clients) {
            SelectionKey key = client.key(selector);
            if (key != null && key.isValid()) {
                run.begin(client, key);
            }
        }
        while (run.active > 0 && run.waiting()) {
            selector.select(run::ready, run.patienceMillis());
        }
        long[] done = clients.stream().mapToLong(LoadClient::takeDone).sorted().toArray();
        return run.tally(done[0], done[done.length - 1]);
    }

    @Override
    public void close() throws IOException {
        selector.close();
    }

    /** One run's counters. */
    private static final class Run {
        private final Histogram latency = new Histogram(Duration.ofMinutes(1).toNanos(), 3);
        private final long begunNanos;
        private final long endNanos;
        private long lastNanos;
        private int active;
        private long busy;
        private long failed;
        private String complaint = "";

        Run(long nowNanos, Duration duration) {
            this.begunNanos = nowNanos;
            this.endNanos = nowNanos + duration.toNanos();
            this.lastNanos = nowNanos;
        }

        void begin(LoadClient client, SelectionKey key) throws IOException {
            active++;
            client.begin(key);
        }

        boolean waiting() {
            return patienceMillis() > 1;
        }

        long patienceMillis() {
            return Math.max(1, (endNanos + STUCK_AFTER.toNanos() - System.nanoTime()) / 1_000_000);
        }

        void ready(SelectionKey key) {
            LoadClient client = (LoadClient) key.attachment();
            try {
                Answer answer = client.ready(key);
                if (answer != Answer.INCOMPLETE) {
                    end(client, answer);
                    if (lastNanos - endNanos < 0) {
                        client.begin(key);
                    } else {
                        active--;
                    }
                }
            } catch (IOException e) {
                key.cancel();
                active--;
                failed++;
                complain(e.toString());
            }
        }

        Tally tally(long least, long most) {
            return new Tally(latency, lastNanos - begunNanos, least, most, busy, failed, active, complaint);
        }

        private void end(LoadClient client, Answer answer) {
            lastNanos = System.nanoTime();
            if (answer == Answer.DONE) {
                client.countDone();
                latency.recordValue(Math.min(lastNanos - client.begunNanos(), latency.getHighestTrackableValue()));
                return;
            }
            if (answer == Answer.BUSY) {
                busy++;
            } else {
                failed++;
            }
            complain(client.complaint());
        }

        private void complain(String text) {
            complaint = complaint.isEmpty() ? text : complaint;
        }
    }
}
