package io.sqld.sqlite;

import org.jspecify.annotations.Nullable;

/**
 * Keeps a connection from being used after it is closed, by two threads at once, or where SQLite forbids it: so that
 * misuse is an {@link IllegalStateException} and never a crash.
 *
 * <p>A call of SQLite may call the application back, which may call SQLite again: legal calls nest, and then as many
 * upcalls as calls are under way. Anything else is another thread. That is a best effort: the fields are plain, for
 * speed.
 */
final class CallGuard {
    private boolean closed;
    private boolean barred;
    private boolean reserved;
    private int calls;
    private int upcalls;
    private @Nullable Throwable failure;

    /** Before reading what SQLite holds in memory, or setting a parameter. */
    void check() {
        if (closed || barred) {
            throw unusable();
        }
    }

    /** Before a call that may call back. */
    void enter() {
        if (closed || barred || calls != upcalls) {
            throw unusable();
        }
        calls++;
    }

    /** After that call. */
    void exit() {
        calls--;
    }

    /** Before a call in the middle of which the connection must not be used. */
    void enterBarred() {
        enter();
        barred = true;
    }

    /** After that call. */
    void exitBarred() {
        barred = false;
        exit();
    }

    /**
     * SQLite has called.
     *
     * @param bar whether the connection must not be used before it returns
     * @return for {@link #exitUpcall}
     */
    boolean enterUpcall(boolean bar) {
        boolean before = barred;
        barred |= bar;
        upcalls++;
        return before;
    }

    /** The call by SQLite returns. */
    void exitUpcall(boolean before) {
        upcalls--;
        barred = before;
    }

    /** An upcall has thrown: the call that it belongs to will. */
    void failed(Throwable e) {
        if (failure == null) {
            failure = e;
        } else if (!failure.equals(e)) {
            failure.addSuppressed(e);
        }
    }

    /** {@return what an upcall has thrown since the last time, if anything} */
    @Nullable
    Throwable takeFailure() {
        var taken = failure;
        failure = null;
        return taken;
    }

    boolean closed() {
        return closed;
    }

    /** Before a backup onto the connection begins: nothing else may be under way. */
    void checkIdle() {
        check();
        if (calls != 0) {
            throw calls == upcalls ? new IllegalStateException("a function cannot begin a backup onto its connection")
                    : unusable();
        }
    }

    /** From now on the connection may be used by a backup onto it only. */
    void reserve() {
        reserved = true;
        barred = true;
    }

    /** The backup is over. */
    void unreserve() {
        reserved = false;
        barred = false;
    }

    /** Before a call by that backup. */
    void enterReserved() {
        if (closed || !reserved || calls != upcalls) {
            throw unusable();
        }
        calls++;
    }

    /** Before the call that closes the connection: none may be under way. */
    void enterLast() {
        if (calls != 0) {
            throw calls == upcalls
                    ? new IllegalStateException("the connection cannot be closed by its own handler or function")
                    : unusable();
        }
        calls++;
        closed = true;
    }

    private IllegalStateException unusable() {
        if (closed) {
            return new IllegalStateException("the connection is closed");
        }
        return new IllegalStateException(reserved ? "the connection may not be used during a backup onto it"
                : barred ? "the connection may not be used by this handler"
                        : "the connection is in use by another thread");
    }
}
