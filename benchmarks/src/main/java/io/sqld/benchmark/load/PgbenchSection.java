package io.sqld.benchmark.load;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Scripts by PostgreSQL's own load generator, in its three modes. */
final class PgbenchSection {
    private static final int WARM_UP_CONNECTIONS = 16;
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
    record Result(String server, PgbenchScript script, String mode, int connections, double perSecond,
            double latencyMillis,
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
        List<RunningServer> servers = fleet.servers()
                .stream()
                .filter(server -> server.spec().protocols().contains(Protocol.PGWIRE))
                .toList();
        for (PgbenchScript script : options.scripts()) {
            for (String mode : script.modes()) {
                for (RunningServer server : servers) { // the JIT compiler needs it; the others get the same
                    run(pgbench.get(), script, server, mode, WARM_UP_CONNECTIONS, options.warmUp());
                }
                for (int connections : options.connections()) {
                    for (RunningServer server : servers) {
                        Result result = run(pgbench.get(), script, server, mode, connections, options.cell());
                        results.add(result);
                        print(result);
                    }
                }
            }
        }
        return results;
    }

    private void print(Result result) {
        messages.printf(Locale.ROOT,
                "pgbench  %-11s %-8s %2d  %-8s %9.0f tps  average %8.3f ms  CPU/op: server %7.1f us%n",
                result.script().label(), result.mode(), result.connections(), result.server(), result.perSecond(),
                result.latencyMillis(), result.serverCpuMicros());
    }

    private Result run(Path pgbench, PgbenchScript script, RunningServer server, String mode, int connections,
            Duration duration) {
        Path file = prepare(script, server);
        long seconds = Math.max(1, duration.toSeconds());
        long before = server.tree().cpuNanos();
        String output = Commands.run(List.of(pgbench.toString(), "--no-vacuum", "--host=127.0.0.1",
                "--port=" + server.address(Protocol.PGWIRE).getPort(), "--username=" + PgConnection.USER,
                "--client=" + connections, "--jobs=1", "--time=" + seconds, "--protocol=" + mode, "--file=" + file,
                PgConnection.DATABASE), "");
        double cpuMicros = (server.tree().cpuNanos() - before) / 1e3 / Math.max(1, number(PROCESSED, output));
        return new Result(server.spec().name(), script, mode, connections, number(PER_SECOND, output),
                number(LATENCY, output), cpuMicros);
    }

    private Path prepare(PgbenchScript script, RunningServer server) {
        Dialect dialect = server.spec().dialect();
        try {
            if (script == PgbenchScript.INSERT) {
                try (SqlClient client = server.client(Protocol.PGWIRE)) {
                    for (String sql : Statements.resetEntries(dialect)) {
                        client.value(sql);
                    }
                }
            }
            Files.createDirectories(options.output());
            Path file = options.output().resolve(script.label() + "." + server.spec().name() + ".pgbench");
            return Files.writeString(file.toAbsolutePath(), script.text(dialect));
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
