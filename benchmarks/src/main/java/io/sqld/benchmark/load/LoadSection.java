package io.sqld.benchmark.load;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs all cells, round by round, so that all servers see the same moods of the machine. */
final class LoadSection {
    private static final int WARM_UP_CONNECTIONS = 16;

    private final Options options;
    private final Fleet fleet;
    private final PrintStream messages;
    private final Map<Cell, List<Measurement>> measurements = new LinkedHashMap<>();

    LoadSection(Options options, Fleet fleet, PrintStream messages) {
        this.options = options;
        this.fleet = fleet;
        this.messages = messages;
    }

    /** {@return every measurement of every cell} */
    Map<Cell, List<Measurement>> run() {
        warmUp();
        for (int round = 0; round < options.rounds(); round++) {
            for (int connections : options.connections()) {
                for (Workload workload : options.workloads()) {
                    round(round, workload, connections);
                }
            }
        }
        return measurements;
    }

    /** Every second round goes backwards, so that no server always follows the same other. */
    private void round(int round, Workload workload, int connections) {
        List<RunningServer> order = round % 2 == 0 ? fleet.servers() : fleet.servers().reversed();
        for (RunningServer server : order) {
            for (Protocol protocol : server.spec().protocols()) {
                if (options.includes(protocol)) {
                    Cell cell = new Cell(server.spec().name(), protocol, workload, connections);
                    Measurement measurement = measure(server.spec(), cell, options.cell(), options.profile());
                    measurements.computeIfAbsent(cell, key -> new ArrayList<>()).add(measurement);
                    print(round, cell, measurement);
                }
            }
        }
    }

    /** The JIT compiler needs it; the others get the same. */
    private void warmUp() {
        for (Workload workload : options.workloads()) {
            for (RunningServer server : fleet.servers()) {
                for (Protocol protocol : server.spec().protocols()) {
                    if (options.includes(protocol)) {
                        Cell cell = new Cell(server.spec().name(), protocol, workload, WARM_UP_CONNECTIONS);
                        print(-1, cell, measure(server.spec(), cell, options.warmUp(), false));
                    }
                }
            }
        }
    }

    private Measurement measure(ServerSpec spec, Cell cell, Duration duration, boolean profile) {
        RunningServer server = fleet.server(spec);
        Path recordings = options.output().resolve("recordings");
        Recorder recorder = profile ? Recorder.of(server, recordings) : Recorder.NONE;
        Measurement measurement = new CellRunner(server, cell).run(duration, recorder);
        if (measurement.tally().stuck() > 0) {
            fleet.restart(spec);
        }
        return measurement;
    }

    private void print(int round, Cell cell, Measurement measurement) {
        Tally tally = measurement.tally();
        messages.printf(Locale.ROOT,
                "%-8s %-32s %9.0f ops/s  p50 %8.3f ms  p99 %8.3f ms  CPU/op: server %7.1f us, client %6.1f us"
                        + "  per client %d to %d%s%n",
                round < 0 ? "warm-up" : "round " + (round + 1), cell.label(), tally.perSecond(),
                tally.percentileMillis(50), tally.percentileMillis(99), measurement.serverCpuMicros(),
                measurement.clientCpuMicros(), tally.least(), tally.most(),
                trouble(measurement));
    }

    private static String trouble(Measurement measurement) {
        Tally tally = measurement.tally();
        StringBuilder text = new StringBuilder();
        if (tally.busy() + tally.failed() + tally.stuck() > 0) {
            text.append("  BUSY ")
                    .append(tally.busy())
                    .append(", failed ")
                    .append(tally.failed())
                    .append(", stuck ")
                    .append(tally.stuck())
                    .append(": ")
                    .append(tally.complaint());
        }
        return measurement.fault().isEmpty() ? text.toString() : text + "  WRONG: " + measurement.fault();
    }
}
