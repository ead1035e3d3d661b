package io.sqld.benchmark.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where and against what was measured.
 *
 * @param date in UTC
 * @param syncMicros the median time of one fdatasync of a 4 KiB append where the databases are
 * @param servers name, version and durability of each
 */
record Environment(String date, int cores, String cpu, String kernel, String jdk, double syncMicros,
        List<Environment.ServerLine> servers) {
    private static final int SYNCS = 50;
    private static final int PAGE_BYTES = 4096;

    /** A server in words. */
    record ServerLine(String name, String version, String durability) {}

    static Environment read(List<ServerSpec> specs, Path data) throws IOException {
        List<ServerLine> servers = specs.stream()
                .map(spec -> new ServerLine(spec.name(), spec.version(), spec.durability()))
                .toList();
        return new Environment(Instant.now().truncatedTo(ChronoUnit.MINUTES).toString(),
                Runtime.getRuntime().availableProcessors(), cpuModel(), System.getProperty("os.version"),
                System.getProperty("java.runtime.version"), medianSyncMicros(data), servers);
    }

    private static String cpuModel() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown");
        }
    }

    private static double medianSyncMicros(Path data) throws IOException {
        Path file = data.resolve("sync");
        List<Double> micros = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < SYNCS; i++) {
                channel.write(ByteBuffer.allocate(PAGE_BYTES));
                long begun = System.nanoTime();
                channel.force(false);
                micros.add((System.nanoTime() - begun) / 1e3);
            }
        }
        Files.delete(file);
        return Median.of(micros);
    }
}
