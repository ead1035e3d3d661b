package io.sqld.frontend.http.websocket;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the messages of one client that are not dealt with yet. Thread-safe. */
final class InHand {
    private final WebSocketLimits limits;
    private final Runnable onEnd;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    /** @param onEnd called after each message that ends, by whichever thread ends it */
    InHand(WebSocketLimits limits, Runnable onEnd) {
        this.limits = limits;
        this.onEnd = onEnd;
    }

    void began(int length) {
        count.incrementAndGet();
        bytes.addAndGet(length);
    }

    void ended(int length) {
        bytes.addAndGet(-length);
        count.decrementAndGet();
        onEnd.run();
    }

    /** {@return whether another message may be read} */
    boolean room() {
        return count.get() < limits.requestsMax() && bytes.get() < limits.requestBytesMax();
    }

    boolean none() {
        return count.get() == 0;
    }
}
