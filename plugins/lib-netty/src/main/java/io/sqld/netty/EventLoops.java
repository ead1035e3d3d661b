package io.sqld.netty;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** The threads of a front end that read and write sockets. They never run SQL and never block. Thread-safe. */
public final class EventLoops implements AutoCloseable {
    private static final long CLOSE_TIMEOUT_SECONDS = 5;

    private final EventLoopGroup group;
    private final Transport transport;

    private EventLoops(EventLoopGroup group, Transport transport) {
        this.group = group;
        this.transport = transport;
    }

    /**
     * Starts event loops; the caller closes them.
     *
     * @param threadCount how many, or 0 for one for every two processors: SQL runs elsewhere and needs the others
     * @param threads makes their threads
     * @throws SqldException with {@code START_FAILED} if {@link Transport#EPOLL} is asked for where it does not work
     */
    public static EventLoops open(Transport transport, int threadCount, ThreadFactory threads) {
        if (transport == Transport.EPOLL && !Epoll.isAvailable()) {
            throw new SqldException(
                    ErrorCode.START_FAILED,
                    "transport epoll does not work on this machine; set it to auto or nio",
                    Epoll.unavailabilityCause());
        }
        Transport resolved = transport.resolve();
        IoHandlerFactory io = resolved == Transport.EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        int count = threadCount > 0 ? threadCount : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        // Only threads marked so get Netty's thread-local buffer caches.
        ThreadFactory cached = loop -> threads.newThread(() -> FastThreadLocalThread.runWithFastThreadLocal(loop));
        return new EventLoops(new MultiThreadIoEventLoopGroup(count, cached, io), resolved);
    }

    /** {@return Netty's view of the loops} */
    public EventLoopGroup group() {
        return group;
    }

    /** {@return what they wait on: {@code EPOLL} or {@code NIO}} */
    public Transport transport() {
        return transport;
    }

    Class<? extends ServerChannel> serverChannel() {
        return transport == Transport.EPOLL ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    /** Closes every channel that is left and ends the threads. Idempotent; not to be called from one of them. */
    @Override
    public void close() {
        group.shutdownGracefully(0, CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
