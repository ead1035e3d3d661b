package io.sqld.frontend.http.json;

/** A {@link ChunkedBuffer} has reached a limit. Carries no stack trace. */
public final class BufferLimitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean shared;

    BufferLimitException(boolean shared) {
        super(shared ? "the shared budget is used up" : "the limit of this part is reached", null, false, false);
        this.shared = shared;
    }

    /** {@return whether others hold the memory; otherwise this part alone is too large} */
    public boolean shared() {
        return shared;
    }
}
