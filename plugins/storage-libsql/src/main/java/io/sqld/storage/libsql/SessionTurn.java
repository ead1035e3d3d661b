package io.sqld.storage.libsql;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The claim of one session to the turn to write, if it has one. The session's lock is held. */
final class SessionTurn {
    private WriteTurn.@Nullable Claim claim;

    boolean held() {
        WriteTurn.Claim current = claim;
        return current != null && current.held();
    }

    /** {@return whether {@code overdue} is this claim, still held and not in use for too long} */
    boolean overdue(WriteTurn.Claim overdue, long idleMaxNanos) {
        return claim == overdue && overdue.held() && overdue.idleLongerThan(idleMaxNanos, System.nanoTime());
    }

    /** {@return where the claim stands; {@code fresh} makes one if there is none} */
    WriteTurn.State claim(Supplier<WriteTurn.Claim> fresh) {
        WriteTurn.Claim current = claim;
        if (current == null || current.state() == WriteTurn.State.RELEASED) {
            current = fresh.get();
            claim = current;
        }
        WriteTurn.State state = current.state();
        if (state == WriteTurn.State.HELD) {
            current.busy();
        } else if (state == WriteTurn.State.EXPIRED) {
            claim = null;
        }
        return state;
    }

    /** The session works. */
    void busy() {
        WriteTurn.Claim current = claim;
        if (current != null) {
            current.busy();
        }
    }

    /** The session waits for its client. */
    void idle() {
        WriteTurn.Claim current = claim;
        if (current != null) {
            current.idle();
        }
    }

    void release() {
        WriteTurn.Claim current = claim;
        claim = null;
        if (current != null) {
            current.release();
        }
    }
}
