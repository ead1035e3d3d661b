package io.sqld.frontend.pgwire;

import io.netty.channel.ChannelConfig;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What has arrived and waits for the session's task: from the event loop to one task at a time. When too much waits,
 * the channel is not read until the task has caught up.
 */
final class Inbox {
    private final Queue<Inbound> queue = new ConcurrentLinkedQueue<>();
    /** How many entries have been offered and are not accounted for; a task is due or running unless it is 0. */
    private final AtomicInteger open = new AtomicInteger(1);
    private final AtomicLong waitingBytes = new AtomicLong();
    private final ChannelConfig channel;
    private final long bytesMax;
    private volatile boolean closed;
    /** Only the task's: entries taken since the last {@link #finish}; the first run has none to take. */
    private int taken = 1;

    Inbox(ChannelConfig channel, long bytesMax) {
        this.channel = channel;
        this.bytesMax = bytesMax;
    }

    /** Adds an entry; on the event loop. Returns whether the task has to be submitted. */
    boolean offer(Inbound entry) {
        queue.add(entry);
        if (closed) {
            release();
            return false;
        }
        if (waitingBytes.addAndGet(bytes(entry)) > bytesMax) {
            channel.setAutoRead(false);
            resumeReading();
        }
        return open.getAndIncrement() == 0;
    }

    /** Takes the next entry, in the task. */
    @Nullable
    Inbound poll() {
        Inbound entry = queue.poll();
        if (entry != null) {
            taken++;
        }
        return entry;
    }

    /** {@return what {@link #poll} will return, unless more arrives} */
    @Nullable
    Inbound peek() {
        return queue.peek();
    }

    /** Says that an entry has been worked off. */
    void done(Inbound entry) {
        waitingBytes.addAndGet(-bytes(entry));
        resumeReading();
    }

    /** Releases what is there and what still comes. Thread-safe; nothing is lost that anybody would have answered. */
    void close() {
        closed = true;
        release();
    }

    private void release() {
        for (Inbound entry = queue.poll(); entry != null; entry = queue.poll()) {
            if (entry instanceof Inbound.Messages(var messages)) {
                messages.release();
            }
        }
    }

    private void resumeReading() {
        // Both sides look after they changed their part: one of them sees both changes.
        if (!channel.isAutoRead() && waitingBytes.get() <= bytesMax / 2) {
            channel.setAutoRead(true);
        }
    }

    /** Ends the task's run. Returns false if there is more to take. */
    boolean finish() {
        int accounted = taken;
        taken = 0;
        return open.addAndGet(-accounted) == 0;
    }

    private static long bytes(Inbound entry) {
        return entry instanceof Inbound.Messages(var messages) ? messages.readableBytes() : 0;
    }
}
