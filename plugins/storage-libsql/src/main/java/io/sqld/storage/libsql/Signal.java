package io.sqld.storage.libsql;

import java.util.concurrent.atomic.AtomicReference;

/** A wake-up that happens once, possibly before anybody listens. Thread-safe. */
final class Signal {
    private final AtomicReference<Runnable> listener = new AtomicReference<>(Absent.NOBODY_YET);

    /** What stands in the place of a listener. */
    private enum Absent implements Runnable {
        NOBODY_YET, FIRED;

        @Override
        public void run() {}
    }

    /** Wakes the listener, now or when it comes. Later calls do nothing. */
    void fire() {
        listener.getAndSet(Absent.FIRED).run();
    }

    /** Sets the only listener; it is called on the thread that fires, or on this one if that has happened. */
    void onFire(Runnable resume) {
        if (!listener.compareAndSet(Absent.NOBODY_YET, resume)) {
            resume.run();
        }
    }
}
