package io.sqld.host;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes what was opened, last first. Whatever fails, the rest is closed all the same. Used by one thread at a time.
 */
final class Closer {
    private static final Logger LOG = LoggerFactory.getLogger(Closer.class);

    private final Deque<Step> steps = new ArrayDeque<>();

    private record Step(String name, Runnable action) {}

    /** Adds an action to be run before those added so far. */
    void add(String name, Runnable action) {
        steps.push(new Step(name, action));
    }

    /** {@return whether everything closed without an exception} What failed is logged. */
    boolean close() {
        boolean clean = true;
        while (!steps.isEmpty()) {
            Step step = steps.pop();
            try {
                step.action.run();
            } catch (RuntimeException | LinkageError e) {
                clean = false;
                LOG.error("Closing {} failed", step.name, e);
            }
        }
        return clean;
    }
}
