package io.sqld.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way from a session's task to its client, with bounded memory: encode into {@link #buffer()}, {@link #handOver()}
 * when it is {@link #full()} and when the task ends, and {@link #park} the task while the client reads too slowly.
 *
 * <p>One for each channel, added to the front of its pipeline. {@link #buffer()}, {@link #full()}, {@link #handOver()}
 * and {@link #discard()} belong to whoever writes at the moment (the session's task, or the event loop while no task
 * runs), one thread at a time; the other methods may be called from anywhere.
 *
 * <p>It cuts a client that takes nothing of what waits for it during the write-stall timeout, whoever wrote it.
 */
public final class Outbox extends ChannelDuplexHandler {
    /** A buffer that has grown to this size should be handed over. */
    public static final int CHUNK_BYTES = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final int FIRST_BYTES = 4 * 1024;
    private static final long LINGER_MILLIS = 1_000;
    private static final int CHECKS_PER_TIMEOUT = 8;

    private final Channel channel;
    private final long stallTimeoutNanos;
    private final Runnable onStall;
    private final AtomicReference<@Nullable Runnable> parked = new AtomicReference<>();
    private @Nullable ByteBuf buffer;
    private boolean streaming;

    private boolean watching;
    private int watchedMessage;
    private long watchedBytes;
    private long progressNanos;

    /**
     * Makes the outbox of {@code channel}; the caller adds it to the pipeline.
     *
     * @param stallTimeoutNanos how long a client may take nothing of what waits for it
     * @param onStall called before such a client is cut, on the event loop, to count it
     */
    public Outbox(Channel channel, long stallTimeoutNanos, Runnable onStall) {
        this.channel = channel;
        this.stallTimeoutNanos = stallTimeoutNanos;
        this.onStall = onStall;
    }

    /** {@return the direct buffer to append to} Stays the same until {@link #handOver()}. */
    public ByteBuf buffer() {
        ByteBuf current = buffer;
        if (current == null) {
            current = channel.alloc().directBuffer(streaming ? CHUNK_BYTES + CHUNK_BYTES / 8 : FIRST_BYTES);
            buffer = current;
        }
        return current;
    }

    /** {@return whether the buffer should be handed over now} */
    public boolean full() {
        return buffer != null && buffer.readableBytes() >= CHUNK_BYTES;
    }

    /** {@return bytes that are encoded and not handed over} */
    public int pendingBytes() {
        return buffer == null ? 0 : buffer.readableBytes();
    }

    /** Writes and flushes what is in the buffer, if anything. The channel owns it from here. */
    public void handOver() {
        ByteBuf full = buffer;
        if (full == null) {
            return;
        }
        buffer = null;
        // A full chunk announces a large result: the next one is allocated whole.
        streaming = full.readableBytes() >= CHUNK_BYTES;
        if (full.isReadable() && channel.isActive()) {
            // A write that fails closes the channel; nobody waits for one.
            var _ = channel.writeAndFlush(full, channel.voidPromise());
        } else {
            full.release();
        }
    }

    /** Forgets what is in the buffer. */
    public void discard() {
        ByteBuf unsent = buffer;
        buffer = null;
        if (unsent != null) {
            unsent.release();
        }
    }

    /** Closes the connection once everything that was handed over has been sent. Thread-safe. */
    public void hangUp() {
        if (!channel.isActive()) {
            return;
        }
        // Writes end in order: when this one has, those before it have.
        var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> {
            SslHandler tls = channel.pipeline().get(SslHandler.class);
            if (sent.isSuccess() && channel instanceof DuplexChannel duplex) {
                if (tls == null) {
                    linger(duplex);
                } else {
                    tls.closeOutbound().addListener(told -> linger(duplex));
                }
            } else {
                var _ = channel.close();
            }
        });
    }

    /**
     * A close with input that nobody has read makes the kernel forget what the client has not read yet: so only our
     * side ends, and the client's has a moment to end too.
     */
    private static void linger(DuplexChannel channel) {
        var _ = channel.shutdownOutput();
        channel.config().setAutoRead(true);
        var _ = channel.eventLoop().schedule(() -> {
            var _ = channel.close();
        }, LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** {@return whether the connection still exists} */
    public boolean open() {
        return channel.isActive();
    }

    /**
     * {@return whether there is room for more output; also true when the connection is gone and nothing is worth a
     * wait}
     */
    public boolean writable() {
        return channel.isWritable() || !channel.isActive();
    }

    /**
     * Has {@code resume} called once, when {@link #writable()} has become true: by the event loop, or at once by this
     * thread. For the task that is about to return {@code PARKED}; hand over first.
     */
    public void park(Runnable resume) {
        parked.set(resume);
        // The event loop may have looked before the line above: look again. Only one of the two takes it.
        if (writable()) {
            wake();
        }
    }

    private void wake() {
        Runnable resume = parked.getAndSet(null);
        if (resume != null) {
            resume.run();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            wake();
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        wake();
        context.fireChannelInactive();
    }

    /**
     * A connection that breaks is the client's affair or the network's: it is closed, and no other handler is asked.
     */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("the connection of {} broke: {}", channel.remoteAddress(), cause.getMessage());
            var _ = context.close();
        } else {
            context.fireExceptionCaught(cause);
        }
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        context.flush();
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        if (!watching && waiting != null && !waiting.isEmpty()) {
            watching = true;
            remember(waiting);
            watch(context);
        }
    }

    private void watch(ChannelHandlerContext context) {
        long intervalNanos = Math.max(1_000_000, stallTimeoutNanos / CHECKS_PER_TIMEOUT);
        var _ = context.executor().schedule(() -> check(context), intervalNanos, TimeUnit.NANOSECONDS);
    }

    private void check(ChannelHandlerContext context) {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        if (waiting == null || waiting.isEmpty()) {
            watching = false;
            return;
        }
        if (System.identityHashCode(waiting.current()) != watchedMessage || waiting.currentProgress() != watchedBytes) {
            remember(waiting);
        } else if (System.nanoTime() - progressNanos >= stallTimeoutNanos) {
            LOG.info("cut {}: it read nothing for {} ms while {} bytes waited for it", channel.remoteAddress(),
                    TimeUnit.NANOSECONDS.toMillis(stallTimeoutNanos), waiting.totalPendingWriteBytes());
            onStall.run();
            var _ = context.close();
            return;
        }
        watch(context);
    }

    private void remember(ChannelOutboundBuffer waiting) {
        watchedMessage = System.identityHashCode(waiting.current());
        watchedBytes = waiting.currentProgress();
        progressNanos = System.nanoTime();
    }
}
