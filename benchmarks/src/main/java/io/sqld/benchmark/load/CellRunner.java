package io.sqld.benchmark.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs one cell: connects its clients, warms them up, measures, and compares the database with what was acknowledged.
 */
final class CellRunner {
    private static final Duration WARM_UP_MIN = Duration.ofMillis(200);
    private static final int WARM_UP_SHARE = 5;
    private static final String BALANCES_BEFORE = "0";

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final RunningServer server;
    private final Cell cell;

    CellRunner(RunningServer server, Cell cell) {
        this.server = server;
        this.cell = cell;
    }

    /** Measures for about {@code duration}. */
    Measurement run(Duration duration, Recorder recorder) {
        List<LoadClient> clients = new ArrayList<>();
        try {
            String before = prepare();
            for (int i = 0; i < cell.connections(); i++) {
                clients.add(LoadClient.open(server, cell.protocol(), cell.workload(), i));
            }
            return measure(duration, recorder, clients, Long.parseLong(before));
        } catch (IOException e) {
            throw new BenchmarkException(cell.label() + ": " + e.getMessage(), e);
        } finally {
            clients.forEach(CellRunner::close);
        }
    }

    private Measurement measure(Duration duration, Recorder recorder, List<LoadClient> clients, long before)
            throws IOException {
        try (LoadDriver driver = new LoadDriver(clients)) {
            Duration share = duration.dividedBy(WARM_UP_SHARE);
            Tally warmUp = driver.run(share.compareTo(WARM_UP_MIN) < 0 ? WARM_UP_MIN : share);
            if (warmUp.stuck() > 0) {
                return new Measurement(warmUp, 0, 0, "");
            }
            recorder.start(cell);
            long clientBegun = threads.getCurrentThreadCpuTime();
            long serverBegun = server.tree().cpuNanos();
            Tally tally = driver.run(duration);
            long serverCpu = server.tree().cpuNanos() - serverBegun;
            long clientCpu = threads.getCurrentThreadCpuTime() - clientBegun;
            recorder.stop();
            return new Measurement(tally, serverCpu, clientCpu, tally.stuck() > 0 ? "" : fault(before, warmUp, tally));
        }
    }

    /** {@return what the database holds before} */
    private String prepare() throws IOException {
        if (!cell.workload().writes()) {
            return BALANCES_BEFORE;
        }
        try (SqlClient client = server.client(cell.protocol())) {
            if (cell.workload() == Workload.TRANSACTION) {
                return client.value(Statements.sumBalances());
            }
            for (String sql : Statements.resetEntries(server.spec().dialect())) {
                client.value(sql);
            }
            return client.value(Statements.countEntries());
        }
    }

    /** An operation that failed may have been done: then there may be more than was acknowledged, never less. */
    private String fault(long before, Tally warmUp, Tally tally) throws IOException {
        if (!cell.workload().writes()) {
            return "";
        }
        boolean transaction = cell.workload() == Workload.TRANSACTION;
        long acknowledged = (warmUp.done() + tally.done()) * (transaction ? 1 : cell.workload().inserts());
        try (SqlClient client = server.client(cell.protocol())) {
            String sql = transaction ? Statements.sumBalances() : Statements.countEntries();
            long found = Long.parseLong(client.value(sql)) - before;
            boolean doubtful = warmUp.failed() + warmUp.busy() + tally.failed() + tally.busy() > 0;
            boolean right = found == acknowledged || (doubtful && found > acknowledged);
            return right ? "" : acknowledged + " writes were acknowledged, " + found + " are there";
        }
    }

    private static void close(LoadClient client) {
        try {
            client.close();
        } catch (IOException e) {
            throw new BenchmarkException("a client's socket cannot be closed", e);
        }
    }
}
