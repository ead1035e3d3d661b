package io.sqld.benchmark.load;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** The command. Exits with 0, 1 if an answer or a database was wrong, or 2 if it could not measure. */
public final class LoadBenchmark {
    private LoadBenchmark() {}

    /** Measures what the command line asks for. */
    public static void main(String[] arguments) throws IOException {
        PrintStream messages = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (List.of(arguments).contains("--help")) {
            messages.print(Options.USAGE);
            return;
        }
        try {
            boolean right = run(Options.parse(arguments), messages);
            System.exit(right ? 0 : 1);
        } catch (UsageException e) {
            messages.println(e.getMessage());
            messages.print(Options.USAGE);
            System.exit(2);
        } catch (BenchmarkException e) {
            messages.println(e.getMessage());
            System.exit(2);
        }
    }

    private static boolean run(Options options, PrintStream messages) throws IOException {
        List<ServerSpec> specs = new Peers(options, messages).find();
        if (specs.isEmpty()) {
            throw new BenchmarkException("There is nothing to measure.");
        }
        Path data = Files.createTempDirectory(options.data(), "sqld-load");
        // PostgreSQL runs as another user, who must be able to reach his own directory below.
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx--x--x"));
        Report report = new Report(options.output());
        try {
            report.environment(Environment.read(specs, data));
            measure(options, specs, data, report, messages);
        } finally {
            delete(data);
        }
        Path written = report.write();
        messages.println();
        messages.print(Files.readString(written));
        messages.println("Written to " + written + " and " + report.json());
        return report.right();
    }

    private static void measure(Options options, List<ServerSpec> specs, Path data, Report report,
            PrintStream messages) {
        if (options.measures(Section.LOAD) || options.measures(Section.PGBENCH)) {
            try (Fleet fleet = Fleet.start(specs, data, messages)) {
                if (options.measures(Section.LOAD)) {
                    report.load(new LoadSection(options, fleet, messages).run());
                }
                if (options.measures(Section.PGBENCH)) {
                    report.pgbench(new PgbenchSection(options, fleet, messages).run());
                }
            }
        }
        if (options.measures(Section.STARTUP)) {
            report.startUp(new StartUpSection(options, specs, data, messages).run());
        }
        if (options.measures(Section.IDLE)) {
            report.idle(new IdleSection(options, specs, data, messages).run());
        }
    }

    private static void delete(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
