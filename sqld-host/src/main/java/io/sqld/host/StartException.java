package io.sqld.host;

import java.util.List;

/** The server cannot start, for every reason in the list. Each says what to change. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> reasons;

    /** @param reasons at least one */
    public StartException(List<String> reasons) {
        super(String.join("; ", reasons), null, false, false);
        this.reasons = List.copyOf(reasons);
    }

    StartException(String reason) {
        this(List.of(reason));
    }

    /** {@return why} */
    public List<String> reasons() {
        return reasons;
    }
}
