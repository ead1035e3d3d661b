package io.sqld.benchmark.load;

import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Writes tables of medians with ratios. */
final class MarkdownReport {
    private static final String NOTHING = "–";

    private final Formatter out = new Formatter(Locale.ROOT);

    String text() {
        return out.toString();
    }

    void environment(Environment environment) {
        out.format("Measured %s on %d cores (%s), Linux %s; fdatasync of 4 KiB %.0f µs; client on JDK %s.%n",
                environment.date(),
                environment.cores(), environment.cpu(), environment.kernel(), environment.syncMicros(),
                environment.jdk());
        out.format("%n");
        for (Environment.ServerLine server : environment.servers()) {
            out.format("- %s: %s; %s%n", server.name(), server.version(), server.durability());
        }
        out.format("%n");
    }

    /** One row for each workload and number of connections: sqld, its peer, and what sqld is of the peer. */
    void load(Map<Cell, Summary> cells, Protocol protocol, String peer) {
        List<Cell> rows = cells.keySet()
                .stream()
                .filter(cell -> cell.protocol() == protocol)
                .map(cell -> new Cell(SqldSpec.NAME, protocol, cell.workload(), cell.connections()))
                .distinct()
                .toList();
        if (rows.isEmpty()) {
            return;
        }
        out.format("%s: sqld / %s = ratio%n", protocol.label(), peer);
        out.format("%n");
        out.format(
                "| operation | connections | operations/s | p50 ms | p99 ms | CPU µs/op | BUSY | failed, stuck |%n");
        out.format("|---|---:|---:|---:|---:|---:|---:|---:|%n");
        for (Cell row : rows) {
            Optional<Summary> ours = Optional.ofNullable(cells.get(row));
            Optional<Summary> theirs = Optional
                    .ofNullable(cells.get(new Cell(peer, protocol, row.workload(), row.connections())));
            out.format("| %s | %d | %s | %s | %s | %s | %s | %s |%n", row.workload().label(), row.connections(),
                    ratio(ours.map(Summary::perSecond), theirs.map(Summary::perSecond), "%.0f"),
                    ratio(ours.map(Summary::p50Millis), theirs.map(Summary::p50Millis), "%.2f"),
                    ratio(ours.map(Summary::p99Millis), theirs.map(Summary::p99Millis), "%.2f"),
                    ratio(ours.map(Summary::serverCpuMicros), theirs.map(Summary::serverCpuMicros), "%.0f"),
                    pair(ours.map(Summary::busy), theirs.map(Summary::busy)),
                    pair(ours.map(s -> s.failed() + s.stuck()), theirs.map(s -> s.failed() + s.stuck())));
        }
        out.format("%n");
    }

    void pgbench(List<PgbenchSection.Result> results) {
        if (results.isEmpty()) {
            return;
        }
        out.format("pgbench%n");
        out.format("%n");
        out.format("| script | mode | connections | server | tps | average ms | server CPU µs/op |%n");
        out.format("|---|---|---:|---|---:|---:|---:|%n");
        for (PgbenchSection.Result result : results) {
            out.format("| %s | %s | %d | %s | %.0f | %.3f | %.1f |%n", result.script().label(), result.mode(),
                    result.connections(), result.server(), result.perSecond(), result.latencyMillis(),
                    result.serverCpuMicros());
        }
        out.format("%n");
    }

    void startUp(List<StartUpSection.Result> results) {
        if (results.isEmpty()) {
            return;
        }
        out.format("| server | start to first answer, ms | memory then, MiB |%n");
        out.format("|---|---:|---:|%n");
        for (StartUpSection.Result result : results) {
            out.format("| %s | %.0f | %.0f |%n", result.server(), result.millis(), mebibytes(result.memory()));
        }
        out.format("%n");
    }

    void idle(List<IdleSection.Result> results) {
        if (results.isEmpty()) {
            return;
        }
        out.format("| server | protocol | idle connections | memory, MiB | KiB per connection |%n");
        out.format("|---|---|---:|---:|---:|%n");
        for (IdleSection.Result result : results) {
            out.format("| %s | %s | %d | %.0f | %s |%n", result.server(), result.protocol().label(),
                    result.connections(),
                    mebibytes(result.memory()), perConnection(result, results));
        }
        out.format("%n");
    }

    private static String perConnection(IdleSection.Result result, List<IdleSection.Result> all) {
        Optional<IdleSection.Result> none = all.stream()
                .filter(other -> other.connections() == 0
                        && Objects.equals(other.server(), result.server()) && other.protocol() == result.protocol())
                .findFirst();
        if (none.isEmpty() || result.connections() == 0) {
            return NOTHING;
        }
        double bytes = result.memory().proportional() - none.get().memory().proportional();
        return String.format(Locale.ROOT, "%.1f", bytes / 1024 / result.connections());
    }

    private static double mebibytes(ProcessTree.Memory memory) {
        return memory.proportional() / 1048576.0;
    }

    private static String ratio(Optional<Double> ours, Optional<Double> theirs, String format) {
        String figures = figure(ours, format) + " / " + figure(theirs, format);
        return ours.isEmpty() || theirs.isEmpty()
                ? figures
                : figures + String.format(Locale.ROOT, " = **%.2f**", ours.get() / theirs.get());
    }

    private static String pair(Optional<Long> ours, Optional<Long> theirs) {
        return ours.map(Object::toString).orElse(NOTHING) + " / " + theirs.map(Object::toString).orElse(NOTHING);
    }

    private static String figure(Optional<Double> figure, String format) {
        return figure.map(value -> String.format(Locale.ROOT, format, value)).orElse(NOTHING);
    }
}
