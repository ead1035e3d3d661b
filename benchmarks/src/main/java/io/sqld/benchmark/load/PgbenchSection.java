package io.sqld.benchmark.load;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The point select again, by PostgreSQL's own load generator in its three modes: a cross-check of the own client. */
final class PgbenchSection {
    private static final List<String> MODES = List.of("simple", "extended", "prepared");
    private static final Pattern PROCESSED = Pattern.compile("transactions actually processed: (\\d+)");
    private static final Pattern LATENCY = Pattern.compile("latency average = ([0-9.]+) ms");
    private static final Pattern PER_SECOND = Pattern.compile("tps = ([0-9.]+)");

    /**
     * One run.
     *
     * @param mode pgbench's {@code -M}
     * @param latencyMillis the average
     * @param serverCpuMicros per transaction, with its share of connecting
     */
    record Result(String server, String mode, int connections, double perSecond, double latencyMillis,
            double serverCpuMicros) {}

    private final Options options;
    private final Fleet fleet;
    private final PrintStream messages;

    PgbenchSection(Options options, Fleet fleet, PrintStream messages) {
        this.options = options;
        this.fleet = fleet;
        this.messages = messages;
    }

    /** {@return one result for each server, mode and number of connections; none if there is no pgbench} */
    List<Result> run() {
        Stream<Path> candidates = options.path("postgres-bin", "BENCH_POSTGRES_BIN")
                .map(directory -> Stream.of(directory.resolve("pgbench")))
                .orElse(Commands.onPath("pgbench"));
        Optional<Path> pgbench = Commands.find(candidates);
        if (pgbench.isEmpty()) {
            messages.println("Leaving out pgbench: it is not on the PATH; run `apt-get install postgresql-15`.");
            return List.of();
        }
        List<Result> results = new ArrayList<>();
        Path script = script();
        for (String mode : MODES) {
            for (int connections : options.connections()) {
                for (RunningServer server : fleet.servers()) {
                    if (server.spec().protocols().contains(Protocol.PGWIRE)) {
                        results.add(run(pgbench.get(), script, server, mode, connections));
                    }
                }
            }
        }
        return results;
    }

    private Result run(Path pgbench, Path script, RunningServer server, String mode, int connections) {
        long seconds = Math.max(1, options.cell().toSeconds());
        long before = server.tree().cpuNanos();
        String output = Commands.run(List.of(pgbench.toString(), "--no-vacuum", "--host=127.0.0.1",
                "--port=" + server.address(Protocol.PGWIRE).getPort(), "--username=" + PgConnection.USER,
                "--client=" + connections, "--jobs=1", "--time=" + seconds, "--protocol=" + mode, "--file=" + script,
                PgConnection.DATABASE), "");
        double cpuMicros = (server.tree().cpuNanos() - before) / 1e3 / Math.max(1, number(PROCESSED, output));
        Result result = new Result(server.spec().name(), mode, connections, number(PER_SECOND, output),
                number(LATENCY, output), cpuMicros);
        messages.printf(Locale.ROOT, "pgbench  %-8s %-8s %2d  %9.0f tps  average %7.3f ms  CPU/op: server %7.1f us%n",
                result.server(), mode, connections, result.perSecond(), result.latencyMillis(), cpuMicros);
        return result;
    }

    private Path script() {
        try {
            Files.createDirectories(options.output());
            return Files.writeString(options.output().resolve("select.pgbench").toAbsolutePath(), "\\set id random("
                    + Statements.FIRST_KEY + ", " + Statements.ROWS + ")\n" + Statements.select(":id") + ";\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double number(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new BenchmarkException("pgbench did not measure:\n" + output);
        }
        return Double.parseDouble(matcher.group(1));
    }
}
