package io.sqld.example.line;

import io.sqld.api.auth.Credentials;
import io.sqld.api.auth.Identity;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.frontend.ClientSession;
import io.sqld.api.frontend.FrontendContext;
import io.sqld.api.service.Metrics;
import io.sqld.api.sql.NamespaceName;
import io.sqld.api.storage.SessionRequest;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts, reads and writes for all connections, on one thread that never waits for anything but the selector. Other
 * threads reach it through {@link #execute}.
 */
final class LineLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LineLoop.class);
    /** How late a timeout may be noticed. */
    private static final long TICK_MILLIS = 50;

    private final ServerSocketChannel server;
    private final LineSettings settings;
    private final FrontendContext context;
    private final Metrics.Counter statements;
    private final Selector selector;
    private final Queue<Runnable> jobs = new ConcurrentLinkedQueue<>();
    private final Set<LineConnection> connections = new HashSet<>();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private boolean draining;
    private boolean acceptPaused;
    private volatile int connectionsOpen;
    private volatile boolean stopping;

    /** Takes {@code server}, which is bound, over. */
    LineLoop(ServerSocketChannel server, LineSettings settings, FrontendContext context) throws IOException {
        this.server = server;
        this.settings = settings;
        this.context = context;
        this.statements = context.metrics().counter("sqld_line_statements_total", "Statements received.");
        context.metrics().gauge("sqld_line_connections_open", "Clients connected.", () -> connectionsOpen);
        server.configureBlocking(false);
        selector = Selector.open();
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Runs {@code job} on the loop's thread, soon. Any thread. */
    void execute(Runnable job) {
        jobs.add(job);
        selector.wakeup();
    }

    /** Takes no new connections, ends those that are idle, and the others after their answer. Any thread. */
    Future<Void> drain() {
        execute(() -> {
            draining = true;
            closeQuietly(server);
            new ArrayList<>(connections).forEach(LineConnection::drain);
        });
        return drained;
    }

    /** Cuts everything and ends the thread. Any thread. */
    void stop() {
        stopping = true;
        selector.wakeup();
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                selector.select(this::ready, connections.stream().anyMatch(LineConnection::waits) || acceptPaused
                        ? TICK_MILLIS
                        : 0);
                for (Runnable job = jobs.poll(); job != null; job = jobs.poll()) {
                    job.run();
                }
                tick();
            }
        } catch (IOException e) {
            LOG.error("The line front end stops, because its selector failed.", e);
        } finally {
            closeQuietly(server);
            new ArrayList<>(connections).forEach(LineConnection::close);
            closeQuietly(selector);
            drained.complete(null);
        }
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof LineConnection connection) {
            connection.ready();
        } else if (key.isValid()) {
            accept(key);
        }
    }

    private void tick() {
        long nowNanos = System.nanoTime();
        for (LineConnection connection : new ArrayList<>(connections)) {
            connection.tick(nowNanos);
        }
        if (acceptPaused && server.isOpen()) {
            acceptPaused = false;
            server.keyFor(selector).interestOps(SelectionKey.OP_ACCEPT);
        }
        if (draining && connections.isEmpty()) {
            drained.complete(null);
        }
    }

    private void accept(SelectionKey key) {
        try {
            for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
                open(channel);
            }
        } catch (IOException e) {
            // Out of file descriptors, most likely: those who are connected go on, and the next tick tries again.
            LOG.warn("Cannot accept a connection: {}", e.toString());
            acceptPaused = true;
            key.interestOps(0);
        }
    }

    private void open(SocketChannel channel) {
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            var connection = new LineConnection(channel, key, settings, this);
            key.attach(connection);
            connections.add(connection);
            connectionsOpen = connections.size();
            connection.begin(session(channel));
        } catch (SqldException e) {
            if (channel.keyFor(selector).attachment() instanceof LineConnection connection) {
                connection.refuse(e);
            }
        } catch (IOException e) {
            LOG.debug("A client went away at once: {}", e.toString());
            closeQuietly(channel);
        }
    }

    private ClientSession session(SocketChannel channel) throws IOException {
        if (connections.size() > settings.connectionsMax()) {
            throw new SqldException(ErrorCode.OVERLOADED,
                    "too many connections (line.connections-max = " + settings.connectionsMax() + ")");
        }
        NamespaceName namespace = context.gateway().namespace(settings.database());
        Identity identity = context.authenticator().authenticate(new Credentials.Claimed(""), namespace);
        return context.gateway().open(new SessionRequest(namespace, identity, "line " + channel.getRemoteAddress()));
    }

    void statementReceived() {
        statements.add(1);
    }

    void closed(LineConnection connection) {
        connections.remove(connection);
        connectionsOpen = connections.size();
    }

    static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LOG.debug("Closing failed: {}", e.toString());
        }
    }
}
