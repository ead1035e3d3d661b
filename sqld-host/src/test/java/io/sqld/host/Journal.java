package io.sqld.host;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What happened to the fakes of one test, in order; and which of their calls are to fail. Thread-safe. */
class Journal {
    private final List<String> events = new ArrayList<>();
    private final Set<String> failing = new HashSet<>();

    /** From now on, {@code event} throws {@code failure}. */
    synchronized void fail(String event) {
        failing.add(event);
    }

    synchronized void note(String event) {
        events.add(event);
        if (failing.contains(event)) {
            throw failure(event);
        }
    }

    synchronized boolean fails(String event) {
        return failing.contains(event);
    }

    synchronized List<String> events() {
        return List.copyOf(events);
    }

    private static RuntimeException failure(String event) {
        return event.contains("start") || event.contains("open")
                ? new SqldException(ErrorCode.START_FAILED, event + " failed as asked")
                : new IllegalStateException(event + " failed as asked");
    }
}
