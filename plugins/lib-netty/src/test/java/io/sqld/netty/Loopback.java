package io.sqld.netty;

import io.netty.channel.Channel;
import io.sqld.api.service.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener at a free port of the loopback address that remembers its connections. */
final class Loopback implements ConnectionHandler, AutoCloseable {
    private final EventLoops loops;
    private final Acceptor acceptor;
    private final List<Channel> accepted = new CopyOnWriteArrayList<>();
    private final List<Channel> refused = new CopyOnWriteArrayList<>();
    private final List<Channel> drained = new CopyOnWriteArrayList<>();

    Loopback(Transport transport, int connectionsMax) {
        loops = EventLoops.open(transport, 1, Thread.ofPlatform().name("sqld-test-", 0).factory());
        acceptor = Acceptor.bind(loops, options(new HostPort("127.0.0.1", 0), connectionsMax), this);
    }

    static ListenerOptions options(HostPort address, int connectionsMax) {
        return new ListenerOptions(address, "test.listen", connectionsMax, 16, Transport.AUTO, 1, 64 * 1024,
                Duration.ofSeconds(1));
    }

    EventLoops loops() {
        return loops;
    }

    Acceptor acceptor() {
        return acceptor;
    }

    List<Channel> accepted() {
        return accepted;
    }

    List<Channel> refused() {
        return refused;
    }

    List<Channel> drained() {
        return drained;
    }

    Socket connect() throws IOException {
        InetSocketAddress address = acceptor.address();
        var socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    @Override
    public void accept(Channel channel) {
        accepted.add(channel);
    }

    @Override
    public void refuse(Channel channel) {
        refused.add(channel);
        var _ = channel.close();
    }

    @Override
    public void drain(Channel channel) {
        drained.add(channel);
    }

    @Override
    public void close() {
        try (loops; acceptor) {
            // Closed from the right.
        }
    }
}
