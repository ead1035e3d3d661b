package io.sqld.benchmark.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ContestantTest {
    @Test
    void bothSidesDoTheSame() {
        if (!"required".equals(System.getProperty("clients"))) {
            assumeTrue(Baseline.possible(), "not compared: gcc is not installed");
        }
        try (var match = new Match(new Target("bundled"))) {
            for (var task : Task.values()) {
                assertThat(task.run(match.java(), 7)).as(task.title()).isEqualTo(task.operations());
                byte[] encoded = match.java().encoded();
                assertThat(task.run(match.c(), 7)).as(task.title()).isEqualTo(task.operations());
                assertThat(match.c().encoded()).as(task.title()).isEqualTo(encoded);
                assertThat(new String(encoded, StandardCharsets.US_ASCII)).contains(Dataset.NOTE);
            }
        }
    }
}
