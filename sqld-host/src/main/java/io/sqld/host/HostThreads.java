package io.sqld.host;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the threads of one server, named {@code sqld-<role>-<n>}. Thread-safe. */
final class HostThreads {
    private static final Logger LOG = LoggerFactory.getLogger(HostThreads.class);

    /**
     * SQLite recurses on the C stack as deep as a client's SQL asks for: a LIKE pattern of 50 kB, a chain of a thousand
     * triggers. It expects the 8 MiB of a C program; on Java's usual 1 MiB such a statement ends the process. Only what
     * is used takes memory.
     */
    private static final long STACK_BYTES = 16L << 20;

    private static final Pattern ROLE = Pattern.compile("[a-z][a-z0-9-]*");

    private final ConcurrentMap<String, AtomicInteger> made = new ConcurrentHashMap<>();

    /** {@return a factory of platform threads that see {@code loader} and log what they fail to catch} */
    ThreadFactory factory(String role, ClassLoader loader) {
        if (!ROLE.matcher(role).matches()) {
            throw new IllegalArgumentException("not the name of a thread's role: " + role);
        }
        AtomicInteger count = made.computeIfAbsent(role, r -> new AtomicInteger());
        return task -> {
            // Daemons: the main thread waits for the server, and a plugin that forgets a thread must not keep the
            // process.
            Thread thread = Thread.ofPlatform()
                    .daemon()
                    .stackSize(STACK_BYTES)
                    .name("sqld-" + role + "-" + count.incrementAndGet())
                    .uncaughtExceptionHandler((t, e) -> LOG.error("The thread {} failed", t.getName(), e))
                    .unstarted(task);
            thread.setContextClassLoader(loader);
            return thread;
        };
    }
}
