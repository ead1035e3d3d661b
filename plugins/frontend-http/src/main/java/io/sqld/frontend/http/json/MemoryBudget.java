package io.sqld.frontend.http.json;

import java.util.concurrent.atomic.AtomicLong;

/** An amount of memory that many share. Thread-safe. */
public final class MemoryBudget {
    private final long bytesMax;
    private final AtomicLong used = new AtomicLong();

    /** A budget of {@code bytesMax} bytes. */
    public MemoryBudget(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** {@return whether {@code bytes} were left; they are now taken, and whoever took them releases them} */
    public boolean tryReserve(long bytes) {
        if (used.addAndGet(bytes) <= bytesMax) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    /** Takes {@code bytes} also if they are not left; whoever takes them releases them. */
    public void reserve(long bytes) {
        used.addAndGet(bytes);
    }

    /** Gives back what was reserved. */
    public void release(long bytes) {
        used.addAndGet(-bytes);
    }

    /** {@return whether nothing is left} */
    public boolean exhausted() {
        return used.get() >= bytesMax;
    }

    /** {@return what is taken now} */
    public long used() {
        return used.get();
    }

    /** {@return all there is} */
    public long bytesMax() {
        return bytesMax;
    }
}
