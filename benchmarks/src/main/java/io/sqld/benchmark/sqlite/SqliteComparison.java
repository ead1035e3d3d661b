package io.sqld.benchmark.sqlite;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes turns between lib-sqlite and C, on each library named on the command line, and prints medians of the CPU time
 * of the thread, and garbage. Taking turns makes the ratio hold on a machine that also does other things.
 */
public final class SqliteComparison {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final List<String> LIBRARIES = List.of("bundled", "libsqlite3.so.0");

    private final int rounds;
    private final int warmUpRounds;

    private SqliteComparison(int rounds) {
        this.rounds = rounds;
        this.warmUpRounds = Math.max(5, rounds / 4);
    }

    /**
     * Arguments: {@code --rounds=N}, then libraries: {@code bundled}, or names or paths for the dynamic linker.
     *
     * @param arguments of the program
     */
    public static void main(String[] arguments) {
        int rounds = 41;
        var libraries = new ArrayList<String>();
        for (var argument : arguments) {
            if (argument.startsWith("--rounds=")) {
                rounds = Integer.parseInt(argument.substring("--rounds=".length()));
            } else {
                libraries.add(argument);
            }
        }
        if (!Baseline.possible()) {
            System.err.println("This benchmark compiles C: install gcc.");
            System.exit(2);
        }
        var comparison = new SqliteComparison(rounds);
        for (var library : libraries.isEmpty() ? LIBRARIES : libraries) {
            comparison.on(new Target(library));
        }
    }

    private void on(Target target) {
        try (var match = new Match(target)) {
            System.out.printf("%n%s, %d rounds, CPU time per operation in ns: median (least)%n%n", match.library(),
                    rounds);
            System.out.println("| task | C | lib-sqlite | ratio of medians | of the least | garbage, bytes |");
            System.out.println("|---|---|---|---|---|---|");
            for (var task : Task.values()) {
                compare(match, task);
            }
        }
    }

    private void compare(Match match, Task task) {
        var c = new Figures();
        var java = new Figures();
        for (int round = -warmUpRounds; round < rounds; round++) {
            boolean javaFirst = round % 2 == 0;
            if (javaFirst) {
                measure(match, task, match.java(), round, java);
            }
            measure(match, task, match.c(), round, c);
            if (!javaFirst) {
                measure(match, task, match.java(), round, java);
            }
        }
        System.out.printf("| %s | %.0f (%.0f) | %.0f (%.0f) | x%.2f | x%.2f | %.2f |%n", task.title(), c.medianNanos(),
                c.leastNanos(), java.medianNanos(), java.leastNanos(), java.medianNanos() / c.medianNanos(),
                java.leastNanos() / c.leastNanos(), java.medianBytes());
    }

    private static void measure(Match match, Task task, Contestant contestant, int round, Figures figures) {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long nanos = THREADS.getCurrentThreadCpuTime();
        long rows = task.run(contestant, round + 1000L);
        nanos = THREADS.getCurrentThreadCpuTime() - nanos;
        bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        if (rows != task.operations()) {
            throw new IllegalStateException(task + " gave " + rows + " rows instead of " + task.operations());
        }
        if (task.writes()) {
            match.restore();
        }
        if (round >= 0) {
            figures.add((double) nanos / rows, (double) bytes / rows);
        }
    }

    /** What one side needed in each round. */
    private static final class Figures {
        private final List<Double> nanos = new ArrayList<>();
        private final List<Double> bytes = new ArrayList<>();

        void add(double nanosPerOperation, double bytesPerOperation) {
            nanos.add(nanosPerOperation);
            bytes.add(bytesPerOperation);
        }

        double medianNanos() {
            return median(nanos);
        }

        double leastNanos() {
            return nanos.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        }

        double medianBytes() {
            return median(bytes);
        }

        private static double median(List<Double> figures) {
            return figures.stream().sorted().skip(figures.size() / 2).findFirst().orElseThrow();
        }
    }
}
