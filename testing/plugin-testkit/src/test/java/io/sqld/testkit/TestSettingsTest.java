package io.sqld.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.api.service.HostPort;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TestSettingsTest {
    private enum Colour {
        RED, DARK_BLUE
    }

    @Test
    void overridesWinOverDefaults() {
        TestSettings settings = TestSettings.of("sample", "size = 64KiB, inner { on = true }");
        assertThat(settings.bytes("size", 1, 1 << 20)).isEqualTo(65_536);
        assertThat(settings.duration("wait", Duration.ZERO, Duration.ofHours(1))).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.hostPort("listen")).isEqualTo(new HostPort("127.0.0.1", 0));
        assertThat(settings.choice("colour", Colour.class)).isEqualTo(Colour.DARK_BLUE);
        assertThat(settings.section("inner").bool("on")).isTrue();
        assertThat(settings.optionalString("nothing")).isEmpty();
        assertThat(settings.problems()).isEmpty();
    }

    @Test
    void allProblemsAreNoted() {
        TestSettings settings =
                TestSettings.of("sample", "listen = nowhere, wait = 1d, colour = green, typo = 1, size = 1");
        settings.hostPort("listen");
        settings.duration("wait", Duration.ZERO, Duration.ofHours(1));
        settings.choice("colour", Colour.class);
        settings.bytes("size", 2, 3);
        settings.integer("absent", 1, 2);
        settings.section("inner").bool("on");
        assertThat(settings.problems()).hasSize(6)
                .anyMatch(p -> p.startsWith("sample.listen:"))
                .anyMatch(p -> p.startsWith("sample.wait:"))
                .anyMatch(p -> p.startsWith("sample.colour:"))
                .anyMatch(p -> p.startsWith("sample.size:"))
                .anyMatch(p -> p.startsWith("sample.absent:"))
                .contains("sample.typo: unknown key");
    }
}
