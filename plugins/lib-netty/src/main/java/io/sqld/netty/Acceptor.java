package io.sqld.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import io.sqld.api.service.DrainResult;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bound address and the connections that came in through it. Thread-safe.
 *
 * <p>Connections over the limit are still taken, so that they can be told; when {@value #REFUSALS_MAX} of those are
 * open at once, accepting pauses and the kernel's backlog holds the rest.
 */
public final class Acceptor implements AutoCloseable {
    private static final int REFUSALS_MAX = 128;
    private static final long LAST_WORD_MILLIS = 250;
    private static final long CLOSE_TIMEOUT_SECONDS = 5;

    private final ConnectionHandler handler;
    private final int connectionsMax;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final Channel server;
    private volatile boolean draining;
    private volatile boolean cutting;

    private Acceptor(EventLoops loops, ListenerOptions options, ConnectionHandler handler) {
        this.handler = handler;
        this.connectionsMax = options.connectionsMax();
        int high = options.writeBufferBytesMax();
        ChannelFuture bound = new ServerBootstrap()
                .group(loops.group())
                .channel(loops.serverChannel())
                .option(ChannelOption.SO_BACKLOG, options.backlog())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(high / 4, high))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        admit(channel);
                    }
                })
                .bind(options.socketAddress())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw cannotListen(options, bound.cause());
        }
        server = bound.channel();
    }

    /**
     * Binds and begins to accept; the caller closes it.
     *
     * @throws SqldException with {@code START_FAILED} and a line that names the setting to change
     */
    public static Acceptor bind(EventLoops loops, ListenerOptions options, ConnectionHandler handler) {
        return new Acceptor(loops, options, handler);
    }

    /** {@return the address it listens at, with the real port} */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress();
    }

    /** {@return how many connections are being served now} */
    public int connections() {
        return served.get();
    }

    /**
     * Stops accepting, asks every connection to {@linkplain ConnectionHandler#drain drain}, and waits until all are
     * closed or the deadline comes. Not to be called from an event loop.
     */
    public DrainResult drain(Deadline deadline) {
        server.close().awaitUninterruptibly();
        draining = true;
        connections.forEach(this::drain);
        boolean empty = connections.newCloseFuture()
                .awaitUninterruptibly(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        return empty ? DrainResult.DRAINED : DrainResult.DEADLINE;
    }

    /** Stops accepting and cuts every connection. Idempotent; not to be called from an event loop. */
    @Override
    public void close() {
        server.close().awaitUninterruptibly();
        cutting = true;
        connections.forEach(this::cut);
        connections.newCloseFuture().awaitUninterruptibly(LAST_WORD_MILLIS, TimeUnit.MILLISECONDS);
        connections.close().awaitUninterruptibly(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private void admit(Channel channel) {
        boolean room = served.incrementAndGet() <= connectionsMax;
        if (room) {
            channel.closeFuture().addListener(closed -> served.decrementAndGet());
            handler.accept(channel);
        } else {
            served.decrementAndGet();
            refuse(channel);
        }
        connections.add(channel);
        if (cutting) {
            cut(channel);
        } else if (draining) {
            drain(channel);
        }
    }

    private void refuse(Channel channel) {
        if (refused.incrementAndGet() >= REFUSALS_MAX) {
            channel.parent().config().setAutoRead(false);
        }
        channel.closeFuture().addListener(closed -> {
            if (refused.decrementAndGet() < REFUSALS_MAX) {
                channel.parent().config().setAutoRead(true);
            }
        });
        handler.refuse(channel);
    }

    private void drain(Channel channel) {
        channel.eventLoop().execute(() -> {
            if (channel.isOpen()) {
                handler.drain(channel);
            }
        });
    }

    private void cut(Channel channel) {
        channel.eventLoop().execute(() -> {
            if (channel.isOpen()) {
                handler.cut(channel);
            }
        });
    }

    private static SqldException cannotListen(ListenerOptions options, Throwable cause) {
        String reason = String.valueOf(cause.getMessage());
        String set = "; set " + options.addressKey();
        String message;
        if (reason.contains("in use")) {
            message = "address " + options.address() + " is already in use" + set;
        } else if (reason.contains("ermission denied")) {
            message = "address " + options.address() + " needs rights that this process lacks" + set;
        } else if (cause instanceof BindException || reason.contains("assign requested address")) {
            message = "address " + options.address() + " does not belong to this machine" + set;
        } else {
            message = "cannot listen at " + options.address() + ": " + reason + set;
        }
        return new SqldException(ErrorCode.START_FAILED, message, cause);
    }
}
