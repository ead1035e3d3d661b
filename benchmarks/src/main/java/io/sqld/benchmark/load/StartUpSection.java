package io.sqld.benchmark.load;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** From the start of the process to its first right answer by every protocol, over an existing empty database. */
final class StartUpSection {
    /**
     * One server's starts.
     *
     * @param millis the median
     * @param memory after the first answer of the last start
     */
    record Result(String server, double millis, ProcessTree.Memory memory) {}

    private final Options options;
    private final List<ServerSpec> specs;
    private final Path data;
    private final PrintStream messages;

    StartUpSection(Options options, List<ServerSpec> specs, Path data, PrintStream messages) {
        this.options = options;
        this.specs = specs;
        this.data = data;
        this.messages = messages;
    }

    List<Result> run() {
        List<Result> results = new ArrayList<>();
        for (ServerSpec spec : specs) {
            Result result = measure(spec);
            messages.printf(Locale.ROOT, "start-up %-8s %7.0f ms to the first answer, then %4.0f MiB resident%n",
                    result.server(), result.millis(), result.memory().proportional() / 1048576.0);
            results.add(result);
        }
        return results;
    }

    /** The first start creates the database and does not count. */
    private Result measure(ServerSpec spec) {
        Path directory = directory(data, "start-up-" + spec.name());
        spec.start(directory).close();
        List<Double> millis = new ArrayList<>();
        ProcessTree.Memory memory = new ProcessTree.Memory(0, 0);
        for (int i = 0; i < options.starts(); i++) {
            try (RunningServer server = spec.start(directory)) {
                millis.add(server.startUp().toNanos() / 1e6);
                memory = server.tree().memory();
            }
        }
        return new Result(spec.name(), Median.of(millis), memory);
    }

    static Path directory(Path data, String name) {
        try {
            return Files.createDirectory(data.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
