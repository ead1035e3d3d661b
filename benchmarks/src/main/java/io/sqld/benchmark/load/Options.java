package io.sqld.benchmark.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The command line, validated. */
final class Options {
    static final String USAGE = """
            Usage: load [--flag=value]...
              --sections=load,pgbench,startup,idle   what to measure
              --servers=sqld,upstream,postgres       whom to measure; what is not found is left out
              --protocols=http,pgwire
              --workloads=select,insert,batch,transaction,scan
              --scripts=select,pipeline,scan,insert,transaction   of pgbench
              --connections=1,16,64
              --rounds=3 --seconds=3                 rounds, and the length of each cell in them
              --warm-up-seconds=3                    before the first round, for each workload and protocol
              --durability=durable                   or relaxed: the same promise is asked of every server
              --idle-connections=0,1000,5000
              --starts=5                             how often each server is started for its start-up time
              --profile                              records sqld with Flight Recorder in every cell
              --output=benchmarks/target/load        where the report, the JSON file and the recordings go
              --data=DIR                             where databases go (default: the temporary directory)
              --sqld=FILE                            bin/sqld of a distribution, or BENCH_SQLD
              --upstream=FILE                        upstream's executable, or BENCH_UPSTREAM
              --postgres-bin=DIR                     PostgreSQL's programs, or BENCH_POSTGRES_BIN
              --postgres-user=postgres               whom PostgreSQL runs as if the benchmark runs as root
              --sqld-args='...' --upstream-args='...'  more arguments, separated by blanks
            """;

    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("sections", "load,pgbench,startup,idle"),
            Map.entry("servers", "sqld,upstream,postgres"), Map.entry("protocols", "http,pgwire"),
            Map.entry("workloads", "select,insert,batch,transaction,scan"),
            Map.entry("scripts", "select,pipeline,scan,insert,transaction"), Map.entry("connections", "1,16,64"),
            Map.entry("rounds", "3"), Map.entry("seconds", "3"), Map.entry("warm-up-seconds", "3"),
            Map.entry("durability", "durable"), Map.entry("idle-connections", "0,1000,5000"), Map.entry("starts", "5"),
            Map.entry("profile", "false"), Map.entry("output", "benchmarks/target/load"),
            Map.entry("data", System.getProperty("java.io.tmpdir")), Map.entry("sqld", ""), Map.entry("upstream", ""),
            Map.entry("postgres-bin", ""), Map.entry("postgres-user", "postgres"), Map.entry("sqld-args", ""),
            Map.entry("upstream-args", ""));

    private final Map<String, String> values;

    private Options(Map<String, String> values) {
        this.values = values;
    }

    /** Reads and checks a command line. */
    static Options parse(String... arguments) {
        Map<String, String> values = new LinkedHashMap<>(DEFAULTS);
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String name =
                    argument.substring(argument.startsWith("--") ? 2 : 0, equals < 0 ? argument.length() : equals);
            if (!argument.startsWith("--") || !DEFAULTS.containsKey(name)) {
                throw new UsageException("unknown argument '" + argument + "'");
            }
            if (equals < 0 && !name.equals("profile")) {
                throw new UsageException("write --" + name + "=value");
            }
            values.put(name, equals < 0 ? "true" : argument.substring(equals + 1));
        }
        Options options = new Options(values);
        options.check();
        return options;
    }

    boolean measures(Section section) {
        return sections().contains(section);
    }

    boolean includes(String server) {
        return list("servers").contains(server);
    }

    boolean includes(Protocol protocol) {
        return list("protocols").contains(protocol.label());
    }

    List<Workload> workloads() {
        return list("workloads").stream().map(Workload::of).toList();
    }

    List<PgbenchScript> scripts() {
        return list("scripts").stream().map(PgbenchScript::of).toList();
    }

    List<Integer> connections() {
        return numbers("connections", 1, 4096);
    }

    List<Integer> idleConnections() {
        return numbers("idle-connections", 0, 20_000);
    }

    int rounds() {
        return number("rounds", 1, 1000);
    }

    int starts() {
        return number("starts", 1, 1000);
    }

    Duration cell() {
        return seconds("seconds");
    }

    Duration warmUp() {
        return seconds("warm-up-seconds");
    }

    Durability durability() {
        return Durability.of(text("durability"));
    }

    boolean profile() {
        return Boolean.parseBoolean(text("profile"));
    }

    Path output() {
        return Path.of(text("output"));
    }

    Path data() {
        return Path.of(text("data"));
    }

    String postgresUser() {
        return text("postgres-user");
    }

    List<String> arguments(String name) {
        return Stream.of(text(name).split(" +", -1)).filter(word -> !word.isEmpty()).toList();
    }

    /** {@return a path from a flag or, failing that, from the environment} */
    Optional<Path> path(String name, String variable) {
        String value = text(name).isEmpty() ? System.getenv().getOrDefault(variable, "") : text(name);
        return value.isEmpty() ? Optional.empty() : Optional.of(Path.of(value));
    }

    private List<Section> sections() {
        return list("sections").stream().map(Section::of).toList();
    }

    private void check() {
        known("protocols", Stream.of(Protocol.values()).map(Protocol::label).toList());
        known("servers", List.of(SqldSpec.NAME, UpstreamSpec.NAME, PostgresSpec.NAME));
        List<Consumer<Options>> all =
                List.of(Options::sections, Options::workloads, Options::scripts, Options::connections,
                        Options::idleConnections, Options::rounds, Options::starts, Options::cell, Options::warmUp,
                        Options::durability);
        all.forEach(option -> option.accept(this));
    }

    private void known(String name, List<String> allowed) {
        for (String value : list(name)) {
            if (!allowed.contains(value)) {
                throw new UsageException(
                        "--" + name + " knows " + String.join(", ", allowed) + ", not '" + value + "'");
            }
        }
    }

    private String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name);
        }
        return value;
    }

    private List<String> list(String name) {
        return Stream.of(text(name).split(",", -1)).map(String::strip).filter(value -> !value.isEmpty()).toList();
    }

    private List<Integer> numbers(String name, int least, int most) {
        List<Integer> numbers = new ArrayList<>();
        for (String value : list(name)) {
            numbers.add(number(name, value, least, most));
        }
        return numbers;
    }

    private int number(String name, int least, int most) {
        return number(name, text(name), least, most);
    }

    private static int number(String name, String value, int least, int most) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new UsageException("--" + name + " takes whole numbers, not '" + value + "'");
        }
        throw new UsageException("--" + name + " lies between " + least + " and " + most + ", not at " + value);
    }

    private Duration seconds(String name) {
        try {
            double seconds = Double.parseDouble(text(name));
            if (seconds >= 0.1 && seconds <= 3600) {
                return Duration.ofMillis((long) (seconds * 1000));
            }
        } catch (NumberFormatException e) {
            throw new UsageException("--" + name + " takes seconds, not '" + text(name) + "'");
        }
        throw new UsageException("--" + name + " lies between 0.1 and 3600 seconds, not at " + text(name));
    }
}
