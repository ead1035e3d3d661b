package io.sqld.testkit;

import io.sqld.api.auth.Authenticator;
import io.sqld.api.frontend.FrontendContext;
import io.sqld.api.frontend.Gateway;
import io.sqld.api.service.Role;
import io.sqld.api.service.ServerInfo;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The host's side of a service under test: real threads, a real directory. Closing it, after the service, fails the
 * test when a thread of the service still runs or died of an exception that it should have handled.
 */
public final class TestContext implements FrontendContext, AutoCloseable {
    private static final Duration THREADS_END = Duration.ofSeconds(10);

    private final Path dataDirectory;
    private final Role role;
    private final Optional<Gateway> gateway;
    private final Authenticator authenticator;
    private final TestMetrics metrics = new TestMetrics();
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();

    /** A context for anything but a front end. */
    public TestContext(Path dataDirectory) {
        this(dataDirectory, Role.STANDALONE);
    }

    /** A context for anything but a front end, on a server with a role. */
    public TestContext(Path dataDirectory, Role role) {
        this(dataDirectory, role, Optional.empty(), TestAuthenticator.open());
    }

    /** A context for a front end; the caller keeps {@code gateway} and closes it later. */
    public TestContext(Path dataDirectory, Gateway gateway) {
        this(dataDirectory, Role.STANDALONE, Optional.of(gateway), TestAuthenticator.open());
    }

    /** A context for a front end whose clients must prove who they are. */
    public TestContext(Path dataDirectory, Gateway gateway, Authenticator authenticator) {
        this(dataDirectory, Role.STANDALONE, Optional.of(gateway), authenticator);
    }

    private TestContext(Path dataDirectory, Role role, Optional<Gateway> gateway, Authenticator authenticator) {
        this.dataDirectory = dataDirectory;
        this.role = role;
        this.gateway = gateway;
        this.authenticator = authenticator;
    }

    @Override
    public ServerInfo server() {
        return new ServerInfo("0.0.0", "test");
    }

    @Override
    public Role role() {
        return role;
    }

    @Override
    public Path dataDirectory() {
        return dataDirectory;
    }

    @Override
    public ThreadFactory threads(String role) {
        if (!role.matches("[a-z]+(-[a-z]+)*")) {
            throw new AssertionError("a thread's role is lower case words with dashes, not " + role);
        }
        var number = new AtomicInteger();
        return task -> {
            Thread thread = Thread.ofPlatform()
                    .name("sqld-" + role + "-" + number.getAndIncrement())
                    .uncaughtExceptionHandler((which, failure) -> uncaught.add(failure))
                    .unstarted(task);
            threads.add(thread);
            return thread;
        };
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public TestMetrics metrics() {
        return metrics;
    }

    @Override
    public Gateway gateway() {
        return gateway.orElseThrow(() -> new AssertionError("this context was made without a gateway"));
    }

    @Override
    public Authenticator authenticator() {
        return authenticator;
    }

    /** {@return the threads of the service that have been started and have not ended} */
    public List<Thread> liveThreads() {
        return threads.stream().filter(Thread::isAlive).toList();
    }

    @Override
    public void close() {
        long start = System.nanoTime();
        for (Thread thread : threads) {
            long leftMillis = THREADS_END.toMillis() - (System.nanoTime() - start) / 1_000_000;
            join(thread, Math.max(1, leftMillis));
        }
        if (!uncaught.isEmpty()) {
            throw new AssertionError("a thread of the service died", uncaught.peek());
        }
    }

    private static void join(Thread thread, long millis) {
        try {
            if (thread.getState() != Thread.State.NEW && !thread.join(Duration.ofMillis(millis))) {
                throw new AssertionError("still running after close: " + thread.getName() + stack(thread));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static String stack(Thread thread) {
        var text = new StringWriter();
        var trace = new Throwable();
        trace.setStackTrace(thread.getStackTrace());
        trace.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
