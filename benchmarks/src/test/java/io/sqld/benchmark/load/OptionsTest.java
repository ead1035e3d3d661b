package io.sqld.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OptionsTest {
    @Test
    void withoutFlagsEverythingIsMeasured() {
        Options options = Options.parse();
        assertThat(options.workloads()).containsExactly(Workload.values());
        assertThat(options.connections()).containsExactly(1, 16, 64);
        assertThat(options.profile()).isFalse();
        assertThat(options.durability()).isEqualTo(Durability.DURABLE);
    }

    @Test
    void flagsNarrowIt() {
        Options options = Options.parse("--workloads=scan,select", "--seconds=0.5", "--servers=sqld", "--profile",
                "--sqld-args=--set  a=b");
        assertThat(options.workloads()).containsExactly(Workload.SCAN, Workload.SELECT);
        assertThat(options.cell()).isEqualTo(Duration.ofMillis(500));
        assertThat(options.includes(PostgresSpec.NAME)).isFalse();
        assertThat(options.profile()).isTrue();
        assertThat(options.arguments("sqld-args")).isEqualTo(List.of("--set", "a=b"));
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThatThrownBy(() -> Options.parse("--round=3")).isInstanceOf(UsageException.class)
                .hasMessageContaining("--round=3");
        assertThatThrownBy(() -> Options.parse("--rounds=0")).hasMessageContaining("--rounds");
        assertThatThrownBy(() -> Options.parse("--rounds=many")).hasMessageContaining("many");
        assertThatThrownBy(() -> Options.parse("--workloads=join")).hasMessageContaining("join");
        assertThatThrownBy(() -> Options.parse("--scripts=join")).hasMessageContaining("join");
        assertThatThrownBy(() -> Options.parse("--servers=mysql")).hasMessageContaining("mysql");
        assertThatThrownBy(() -> Options.parse("--seconds=0")).hasMessageContaining("--seconds");
        assertThatThrownBy(() -> Options.parse("--rounds")).hasMessageContaining("--rounds=value");
    }
}
