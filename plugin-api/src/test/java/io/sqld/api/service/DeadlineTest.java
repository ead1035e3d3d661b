package io.sqld.api.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    @Test
    void neverIsNotExpiredAndHasAllTheTime() {
        assertThat(Deadline.NEVER.expired()).isFalse();
        assertThat(Deadline.NEVER.remainingNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aDurationTooLongForTheClockMeansNever() {
        assertThat(Deadline.after(Duration.ofDays(365_000_000))).isEqualTo(Deadline.NEVER);
        assertThat(Deadline.afterNanos(Long.MAX_VALUE)).isEqualTo(Deadline.NEVER);
    }

    @Test
    void aDurationThatIsNotPositiveHasComeAtOnce() {
        assertThat(Deadline.after(Duration.ZERO).expired()).isTrue();
        assertThat(Deadline.after(Duration.ofSeconds(-5)).expired()).isTrue();
    }

    @Test
    void theEarlierOfTwoWinsWhicheverIsAsked() {
        Deadline soon = Deadline.after(Duration.ofSeconds(1));
        Deadline late = Deadline.after(Duration.ofHours(1));
        assertThat(soon.earlier(late)).isSameAs(soon);
        assertThat(late.earlier(soon)).isSameAs(soon);
        assertThat(soon.earlier(Deadline.NEVER)).isSameAs(soon);
        assertThat(Deadline.NEVER.earlier(soon)).isSameAs(soon);
    }

    @Test
    void comparesAcrossTheOverflowOfTheClock() {
        Deadline before = new Deadline(Long.MAX_VALUE - 5);
        Deadline after = new Deadline(Long.MIN_VALUE + 5);
        assertThat(before.earlier(after)).isSameAs(before);
        assertThat(after.earlier(before)).isSameAs(before);
    }
}
