package io.sqld.frontend.http.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.sqld.frontend.http.json.ChunkedBuffer;
import io.sqld.frontend.http.json.MemoryBudget;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The way of whole messages to one client, from any thread. Messages that are sent close together leave with one flush.
 * Nobody waits in {@link #send}; who has more to say asks {@link #writable()} first. Thread-safe.
 */
public final class MessageOutput {
    /** Room for the longest head of a frame, in front of each message. */
    private static final byte[] HEAD_ROOM = new byte[10];
    private static final int FIN = 0x80;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int QUEUED_BYTES_MAX = 256 * 1024;

    /** @param cost what the budget of responses gets back when it has left */
    private record Outgoing(ByteBuf frame, long cost) {}

    private final Channel channel;
    private final MemoryBudget budget;
    private final Queue<Outgoing> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Queue<Runnable> parked = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    MessageOutput(Channel channel, MemoryBudget budget) {
        this.channel = channel;
        this.budget = budget;
    }

    /** {@return an empty message to append to} It is {@linkplain #send sent}, or discarded. */
    public ChunkedBuffer message() {
        var message = new ChunkedBuffer(channel.alloc(), budget);
        message.put(HEAD_ROOM);
        return message;
    }

    /** {@return a buffer for what may become part of a message later} */
    public ChunkedBuffer buffer() {
        return new ChunkedBuffer(channel.alloc(), budget);
    }

    /** Sends a complete message in one frame. */
    public void send(ChunkedBuffer message, boolean binary) {
        long length = message.pending() - HEAD_ROOM.length;
        Outgoing outgoing = collect(message);
        head(outgoing.frame(), binary ? Opcode.BINARY : Opcode.TEXT, length);
        queuedBytes.addAndGet(outgoing.frame().readableBytes());
        queue.add(outgoing);
        schedule();
    }

    /** {@return whether the client reads fast enough; also true when it is gone and nothing is worth a wait} */
    public boolean writable() {
        return closed || !channel.isActive() || (channel.isWritable() && queuedBytes.get() < QUEUED_BYTES_MAX);
    }

    /** Has {@code resume} called once, when {@link #writable()} has become true; possibly at once. */
    public void park(Runnable resume) {
        parked.add(resume);
        if (writable()) {
            wake();
        }
    }

    /** {@return whether nothing reaches the client any more} */
    public boolean closed() {
        return closed || !channel.isActive();
    }

    /** {@return where the memory of buffers comes from} */
    public MemoryBudget budget() {
        return budget;
    }

    /** {@return the address of the client, for logs} */
    public String client() {
        return "ws " + channel.remoteAddress();
    }

    /** Lets those who wait for the client go on. */
    void wake() {
        for (Runnable resume = parked.poll(); resume != null; resume = parked.poll()) {
            resume.run();
        }
    }

    /** Writes what is queued, now. On the event loop. */
    void flush() {
        scheduled.set(false);
        boolean any = false;
        for (Outgoing next = queue.poll(); next != null; next = queue.poll()) {
            queuedBytes.addAndGet(-next.frame().readableBytes());
            write(next);
            any = true;
        }
        if (any) {
            channel.flush();
            if (!parked.isEmpty() && writable()) {
                wake();
            }
        }
    }

    /** Nothing more is sent; what is queued is dropped. On the event loop. */
    void close() {
        closed = true;
        dropQueue();
        wake();
    }

    private void schedule() {
        if (!scheduled.compareAndSet(false, true)) {
            return;
        }
        try {
            channel.eventLoop().execute(this::flush);
        } catch (RejectedExecutionException _) {
            // The front end has cut its connections.
            closed = true;
            dropQueue();
        }
    }

    private void write(Outgoing next) {
        if (closed) {
            drop(next);
            return;
        }
        if (next.cost() == 0) {
            var _ = channel.write(next.frame(), channel.voidPromise());
        } else {
            ChannelFuture written = channel.write(next.frame());
            written.addListener(done -> budget.release(next.cost()));
        }
    }

    private void dropQueue() {
        for (Outgoing next = queue.poll(); next != null; next = queue.poll()) {
            drop(next);
        }
    }

    private void drop(Outgoing next) {
        next.frame().release();
        budget.release(next.cost());
    }

    private Outgoing collect(ChunkedBuffer message) {
        ByteBuf first = message.take();
        if (first == null) {
            throw new IllegalArgumentException("the message was not made by message()");
        }
        ByteBuf second = message.take();
        long cost = ChunkedBuffer.costOf(first);
        if (second == null) {
            return new Outgoing(first, cost);
        }
        CompositeByteBuf all = channel.alloc().compositeBuffer(Integer.MAX_VALUE).addComponent(true, first);
        for (ByteBuf next = second; next != null; next = message.take()) {
            cost += ChunkedBuffer.costOf(next);
            all.addComponent(true, next);
        }
        return new Outgoing(all, cost);
    }

    /** Writes the head into the room in front of the payload, and leaves out the rest of the room. */
    private static void head(ByteBuf frame, Opcode opcode, long length) {
        int bytes = length < LENGTH_16 ? 2 : length <= 0xFFFF ? 4 : 10;
        int at = frame.readerIndex() + HEAD_ROOM.length - bytes;
        frame.setByte(at, FIN | opcode.number());
        switch (bytes) {
            case 2 -> frame.setByte(at + 1, (int) length);
            case 4 -> frame.setByte(at + 1, LENGTH_16).setShort(at + 2, (int) length);
            default -> frame.setByte(at + 1, LENGTH_64).setLong(at + 2, length);
        }
        frame.readerIndex(at);
    }
}
