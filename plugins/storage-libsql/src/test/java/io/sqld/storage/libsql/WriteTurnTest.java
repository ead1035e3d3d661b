package io.sqld.storage.libsql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriteTurnTest {
    private int contentions;
    private final WriteTurn turn = new WriteTurn(2, "libsql.turn.queue", nanos -> {}, () -> contentions++);
    private final List<String> woken = new ArrayList<>();

    private WriteTurn.Claim claim(String name) {
        return claim(name, Deadline.NEVER);
    }

    private WriteTurn.Claim claim(String name, Deadline deadline) {
        var signal = new Signal();
        signal.onFire(() -> woken.add(name));
        return turn.claim(overdue -> woken.add(name + " lost"), deadline, signal);
    }

    @Test
    void whoAsksFirstHasItAtOnce() {
        assertThat(claim("a").held()).isTrue();
        assertThat(contentions).isZero();
    }

    @Test
    void othersGetItInTheOrderOfAsking() {
        var a = claim("a");
        var b = claim("b");
        var c = claim("c");
        assertThat(contentions).isEqualTo(2);
        assertThat(b.held()).isFalse();
        a.release();
        assertThat(b.held()).isTrue();
        assertThat(c.held()).isFalse();
        b.release();
        assertThat(c.held()).isTrue();
        assertThat(woken).containsExactly("b", "c");
    }

    @Test
    void whoLeavesTheQueueIsPassedOver() {
        var a = claim("a");
        var b = claim("b");
        var c = claim("c");
        b.release();
        a.release();
        assertThat(c.held()).isTrue();
        assertThat(woken).containsExactly("c");
    }

    @Test
    void releasingTwiceGivesTheTurnOnlyOnce() {
        var a = claim("a");
        var b = claim("b");
        a.release();
        a.release();
        assertThat(b.held()).isTrue();
        assertThat(claim("c").held()).isFalse();
    }

    @Test
    void aFullQueueRefusesAndNamesItsKey() {
        claim("a");
        claim("b");
        claim("c");
        assertThatThrownBy(() -> claim("d")).isInstanceOfSatisfying(
                SqldException.class,
                e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED);
                    assertThat(e.message()).contains("libsql.turn.queue", "2");
                });
        assertThat(turn.waiting()).isEqualTo(2);
    }

    @Test
    void aClaimWhoseDeadlineHasComeExpires() {
        var a = claim("a");
        var b = claim("b", Deadline.afterNanos(0));
        var c = claim("c");
        assertThat(turn.sweep(Long.MAX_VALUE)).isEmpty();
        assertThat(b.state()).isEqualTo(WriteTurn.State.EXPIRED);
        assertThat(woken).containsExactly("b");
        a.release();
        assertThat(c.held()).isTrue();
    }

    @Test
    void onlyAnIdleHolderThatOthersWaitForIsOverdue() {
        var a = claim("a");
        a.idle();
        assertThat(turn.sweep(0)).as("nobody waits").isEmpty();
        claim("b");
        assertThat(turn.sweep(1_000_000_000_000L)).as("not idle for long").isEmpty();
        a.busy();
        assertThat(turn.sweep(0)).as("at work").isEmpty();
        a.idle();
        assertThat(turn.sweep(0)).containsSame(a);
    }
}
