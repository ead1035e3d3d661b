package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.sqld.api.frontend.Frontend;
import io.sqld.api.frontend.FrontendContext;
import io.sqld.api.frontend.Listener;
import io.sqld.api.service.Deadline;
import io.sqld.api.service.DrainResult;
import io.sqld.api.service.Metrics;
import io.sqld.frontend.pgwire.catalog.Catalog;
import io.sqld.frontend.pgwire.catalog.TypeOracle;
import io.sqld.netty.Acceptor;
import io.sqld.netty.ConnectionHandler;
import io.sqld.netty.EventLoops;
import io.sqld.netty.ListenerOptions;
import io.sqld.netty.Outbox;
import io.sqld.netty.TlsEndpoint;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL front end. */
final class PgwireFrontend implements Frontend, ConnectionHandler {
    private final PgwireSettings settings;
    private final FrontendContext context;
    private final Catalog catalog;
    private final Metrics.Counter stalls;
    private @Nullable TlsEndpoint tls;
    private @Nullable Reception reception;
    private @Nullable EventLoops loops;
    private @Nullable Acceptor acceptor;

    PgwireFrontend(PgwireSettings settings, FrontendContext context) {
        this.settings = settings;
        this.context = context;
        this.catalog =
                new Catalog(PgwireFrontend::declaredType, context.clock().instant(), settings.catalogQueriesMax());
        this.stalls = context.metrics()
                .counter("sqld_pgwire_write_stalls_total",
                        "Connections cut because the client read nothing for too long.");
    }

    @Override
    public void start() {
        ListenerOptions options = settings.listener();
        options.check(context, settings.tlsRequired());
        Optional<TlsEndpoint> encryption = settings.tls()
                .map(files -> TlsEndpoint
                        .open(files, List.of(Handshake.TLS_PROTOCOL), context.threads("pgwire-tls")));
        tls = encryption.orElse(null);
        reception = new Reception(settings, context, encryption, catalog);
        EventLoops opened =
                EventLoops.open(options.transport(), options.eventLoopThreads(), context.threads("pgwire"));
        loops = opened;
        Acceptor bound = Acceptor.bind(opened, options, this);
        acceptor = bound;
        context.metrics().gauge("sqld_pgwire_connections", "Connections open now.", bound::connections);
    }

    @Override
    public List<Listener> listeners() {
        Acceptor bound = acceptor;
        if (bound == null) {
            return List.of();
        }
        InetSocketAddress address = bound.address();
        String host = address.getAddress().isAnyLocalAddress() ? "localhost" : address.getAddress().getHostAddress();
        return List
                .of(new Listener("PostgreSQL", address, "psql -h " + host + " -p " + address.getPort() + " default"));
    }

    @Override
    public void accept(Channel channel) {
        open(channel, false);
    }

    @Override
    public void refuse(Channel channel) {
        open(channel, true);
    }

    private void open(Channel channel, boolean refused) {
        Reception desk = Objects.requireNonNull(reception, "not started");
        desk.tls().ifPresent(endpoint -> channel.pipeline().addLast(new TlsGate(endpoint)));
        var outbox = new Outbox(channel, settings.listener().writeStallTimeout().toNanos(), () -> stalls.add(1));
        channel.pipeline()
                .addLast(outbox, new Handshake(desk, settings.authenticationTimeout().toNanos(), refused));
    }

    @Override
    public void drain(Channel channel) {
        Connection connection = channel.pipeline().get(Connection.class);
        if (connection == null) {
            cut(channel);
        } else {
            connection.drain();
        }
    }

    @Override
    public void cut(Channel channel) {
        ByteBuf out = channel.alloc().buffer();
        Replies.error(
                out, PgError.fatal(SqlState.ADMIN_SHUTDOWN, "terminating connection due to administrator command"));
        var _ = channel.writeAndFlush(out);
        channel.pipeline().get(Outbox.class).hangUp();
    }

    @Override
    public DrainResult drain(Deadline deadline) {
        Acceptor bound = acceptor;
        return bound == null ? DrainResult.DRAINED : bound.drain(deadline);
    }

    private static TypeOracle.Declared declaredType(String declaration) {
        ColumnType type = DeclaredTypes.of(declaration);
        return new TypeOracle.Declared(type.type().oid(), type.modifier());
    }

    @Override
    public void close() {
        catalog.close();
        if (acceptor != null) {
            acceptor.close();
        }
        if (loops != null) {
            loops.close();
        }
        if (tls != null) {
            tls.close();
        }
    }
}
