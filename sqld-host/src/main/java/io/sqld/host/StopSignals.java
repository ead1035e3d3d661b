package io.sqld.host;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the process to be told to stop: SIGTERM, SIGINT, or the JVM's own shutdown (SIGHUP). A second signal ends
 * the process at once.
 */
final class StopSignals {
    private static final Logger LOG = LoggerFactory.getLogger(StopSignals.class);
    private static final int SIGNAL_STATUS = 128;

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean signalled = new AtomicBoolean();

    /** Begins to listen. */
    void install() {
        handle("TERM", 15);
        handle("INT", 2);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("sqld-shutdown-1").unstarted(() -> {
            requested.countDown();
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    /** Returns when the process is to stop. */
    void await() throws InterruptedException {
        requested.await();
    }

    /** All is closed: a JVM that shuts down need wait no longer. */
    void ended() {
        ended.countDown();
    }

    /**
     * By reflection, since the compiler warns of {@code sun.misc.Signal}, unavoidably, though the JDK supports it;
     * without it, the shutdown hook still stops the server in order.
     */
    private void handle(String name, int number) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            MethodHandle signalled = MethodHandles.lookup()
                    .bind(this, "signalled",
                            MethodType.methodType(void.class, String.class, int.class));
            MethodHandle handler = MethodHandles.dropArguments(
                    MethodHandles.insertArguments(signalled, 0, name, number), 0, signalType);
            signalType.getMethod("handle", signalType, handlerType)
                    .invoke(null,
                            signalType.getConstructor(String.class).newInstance(name),
                            MethodHandleProxies.asInterfaceInstance(handlerType, handler));
        } catch (ReflectiveOperationException e) {
            LOG.debug("SIG{} is left to the JVM", name, e);
        }
    }

    // Called through the method handle above.
    @SuppressWarnings("UnusedMethod")
    private void signalled(String name, int number) {
        if (signalled.getAndSet(true)) {
            Runtime.getRuntime().halt(SIGNAL_STATUS + number);
        }
        LOG.info("SIG{}: stopping; a second signal ends the process at once", name);
        requested.countDown();
    }
}
