package io.sqld.benchmark.load;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes every round of everything, for machines. */
final class JsonReport {
    private final JsonGenerator json;

    private JsonReport(JsonGenerator json) {
        this.json = json;
    }

    static void write(Path file, Optional<Environment> environment, Map<Cell, List<Measurement>> cells,
            List<PgbenchSection.Result> pgbench, List<StartUpSection.Result> startUp, List<IdleSection.Result> idle)
            throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(file.toFile(), JsonEncoding.UTF8)
                .useDefaultPrettyPrinter()) {
            JsonReport report = new JsonReport(json);
            json.writeStartObject();
            if (environment.isPresent()) {
                report.environment(environment.get());
            }
            report.cells(cells);
            report.pgbench(pgbench);
            report.startUp(startUp);
            report.idle(idle);
            json.writeEndObject();
        }
    }

    private void environment(Environment environment) throws IOException {
        json.writeStringField("date", environment.date());
        json.writeNumberField("cores", environment.cores());
        json.writeStringField("cpu", environment.cpu());
        json.writeStringField("kernel", environment.kernel());
        json.writeStringField("jdk", environment.jdk());
        json.writeNumberField("syncMicros", environment.syncMicros());
        json.writeArrayFieldStart("servers");
        for (Environment.ServerLine server : environment.servers()) {
            json.writeStartObject();
            json.writeStringField("name", server.name());
            json.writeStringField("version", server.version());
            json.writeStringField("durability", server.durability());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void cells(Map<Cell, List<Measurement>> cells) throws IOException {
        json.writeArrayFieldStart("cells");
        for (Map.Entry<Cell, List<Measurement>> cell : cells.entrySet()) {
            json.writeStartObject();
            json.writeStringField("server", cell.getKey().server());
            json.writeStringField("protocol", cell.getKey().protocol().label());
            json.writeStringField("workload", cell.getKey().workload().label());
            json.writeNumberField("connections", cell.getKey().connections());
            json.writeArrayFieldStart("rounds");
            for (Measurement measurement : cell.getValue()) {
                round(measurement);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void round(Measurement measurement) throws IOException {
        Tally tally = measurement.tally();
        json.writeStartObject();
        json.writeNumberField("operations", tally.done());
        json.writeNumberField("leastOfAClient", tally.least());
        json.writeNumberField("mostOfAClient", tally.most());
        json.writeNumberField("perSecond", tally.perSecond());
        json.writeNumberField("p50Millis", tally.percentileMillis(50));
        json.writeNumberField("p99Millis", tally.percentileMillis(99));
        json.writeNumberField("maxMillis", tally.percentileMillis(100));
        json.writeNumberField("serverCpuMicros", measurement.serverCpuMicros());
        json.writeNumberField("clientCpuMicros", measurement.clientCpuMicros());
        json.writeNumberField("busy", tally.busy());
        json.writeNumberField("failed", tally.failed());
        json.writeNumberField("stuck", tally.stuck());
        json.writeStringField("complaint", tally.complaint());
        json.writeStringField("fault", measurement.fault());
        json.writeEndObject();
    }

    private void pgbench(List<PgbenchSection.Result> results) throws IOException {
        json.writeArrayFieldStart("pgbench");
        for (PgbenchSection.Result result : results) {
            json.writeStartObject();
            json.writeStringField("server", result.server());
            json.writeStringField("script", result.script().label());
            json.writeStringField("mode", result.mode());
            json.writeNumberField("connections", result.connections());
            json.writeNumberField("perSecond", result.perSecond());
            json.writeNumberField("averageMillis", result.latencyMillis());
            json.writeNumberField("serverCpuMicros", result.serverCpuMicros());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void startUp(List<StartUpSection.Result> results) throws IOException {
        json.writeArrayFieldStart("startUp");
        for (StartUpSection.Result result : results) {
            json.writeStartObject();
            json.writeStringField("server", result.server());
            json.writeNumberField("millis", result.millis());
            memory(result.memory());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void idle(List<IdleSection.Result> results) throws IOException {
        json.writeArrayFieldStart("idle");
        for (IdleSection.Result result : results) {
            json.writeStartObject();
            json.writeStringField("server", result.server());
            json.writeStringField("protocol", result.protocol().label());
            json.writeNumberField("connections", result.connections());
            memory(result.memory());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void memory(ProcessTree.Memory memory) throws IOException {
        json.writeNumberField("residentBytes", memory.resident());
        json.writeNumberField("proportionalBytes", memory.proportional());
    }
}
