package io.sqld.storage.mvsqlite.kv;

import java.io.Serial;
import java.util.Objects;

/** Why a key-value store did not do what it was asked. Without a stack trace where it is an answer, not a fault. */
public final class StoreException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    /** What that means for the transaction. */
    public enum Kind {
        /** Not committed: something that it read, or declared, was changed since its read version. */
        CONFLICT,
        /** It may have committed, or not; what is read from now on shows which. */
        MAYBE_COMMITTED,
        /** Not committed: its read version is too old or not yet known; begin anew. */
        RETRY,
        /** Not committed: the store is too busy; begin anew after a pause. */
        THROTTLED,
        /** Not committed, and never will be: a key, a value or the transaction is too large. */
        TOO_LARGE,
        /** The store did not answer in time, or is closed; a commit may still happen. */
        UNAVAILABLE,
        /** The store was used wrongly. */
        MISUSE
    }

    private final Kind kind;

    /** Creates one. */
    public StoreException(Kind kind, String message) {
        super(message, null, true, kind == Kind.MISUSE);
        this.kind = kind;
    }

    /** Creates one with the store's own exception. */
    public StoreException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** {@return the message} */
    public String message() {
        return Objects.requireNonNullElse(getMessage(), "");
    }

    /** {@return what it means} */
    public Kind kind() {
        return kind;
    }
}
