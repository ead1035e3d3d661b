package io.sqld.benchmark.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that was measured, as it comes in. Written once, at the end. */
final class Report {
    private final Path directory;
    private Optional<Environment> environment = Optional.empty();
    private Map<Cell, List<Measurement>> cells = Map.of();
    private List<PgbenchSection.Result> pgbench = List.of();
    private List<StartUpSection.Result> startUp = List.of();
    private List<IdleSection.Result> idle = List.of();

    Report(Path directory) {
        this.directory = directory;
    }

    void environment(Environment measuredIn) {
        this.environment = Optional.of(measuredIn);
    }

    void load(Map<Cell, List<Measurement>> results) {
        this.cells = results;
    }

    void pgbench(List<PgbenchSection.Result> results) {
        this.pgbench = results;
    }

    void startUp(List<StartUpSection.Result> results) {
        this.startUp = results;
    }

    void idle(List<IdleSection.Result> results) {
        this.idle = results;
    }

    /**
     * {@return whether this project's server answered everything rightly and every database held what was acknowledged}
     */
    boolean right() {
        return cells.entrySet()
                .stream()
                .allMatch(cell -> cell.getValue()
                        .stream()
                        .allMatch(
                                run -> run.fault().isEmpty()
                                        && (!cell.getKey().server().equals(SqldSpec.NAME) || faultless(run.tally()))));
    }

    /** {@return the markdown file} */
    Path write() throws IOException {
        Files.createDirectories(directory);
        JsonReport.write(json(), environment, cells, pgbench, startUp, idle);
        Path file = directory.resolve("report.md");
        MarkdownReport markdown = new MarkdownReport();
        environment.ifPresent(markdown::environment);
        Map<Cell, Summary> summaries = new LinkedHashMap<>();
        cells.forEach((cell, rounds) -> summaries.put(cell, Summary.of(rounds)));
        markdown.load(summaries, Protocol.HTTP, UpstreamSpec.NAME);
        markdown.load(summaries, Protocol.PGWIRE, PostgresSpec.NAME);
        markdown.pgbench(pgbench);
        markdown.startUp(startUp);
        markdown.idle(idle);
        return Files.writeString(file, markdown.text());
    }

    Path json() {
        return directory.resolve("report.json");
    }

    private static boolean faultless(Tally tally) {
        return tally.busy() == 0 && tally.failed() == 0 && tally.stuck() == 0;
    }
}
