package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.sqld.api.auth.AuthenticationMethod;
import io.sqld.api.auth.Authenticator;
import io.sqld.api.auth.Identity;
import io.sqld.api.frontend.ClientSession;
import io.sqld.api.frontend.FrontendContext;
import io.sqld.api.sql.NamespaceName;
import io.sqld.api.storage.SessionRequest;
import io.sqld.frontend.pgwire.catalog.Catalog;
import io.sqld.netty.Outbox;
import io.sqld.netty.TlsEndpoint;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** Lets clients in who have introduced themselves: authentication, session, and the handlers of their conversation. */
final class Reception {
    /** As PostgreSQL's {@code SCRAM_RAW_NONCE_LEN}. */
    private static final int NONCE_BYTES = 18;

    private final PgwireSettings settings;
    private final FrontendContext context;
    private final Optional<TlsEndpoint> tls;
    private final Catalog catalog;
    private final SecureRandom random = new SecureRandom();
    private final CancelKeys cancelKeys = new CancelKeys();
    private final Namespaces namespaces = new Namespaces();

    Reception(PgwireSettings settings, FrontendContext context, Optional<TlsEndpoint> tls, Catalog catalog) {
        this.settings = settings;
        this.context = context;
        this.tls = tls;
        this.catalog = catalog;
    }

    /** {@return the open connections, for CancelRequest} */
    CancelKeys cancelKeys() {
        return cancelKeys;
    }

    /** {@return how to encrypt, if the server can} */
    Optional<TlsEndpoint> tls() {
        return tls;
    }

    /** {@return whether clients must encrypt} */
    boolean tlsRequired() {
        return settings.tlsRequired();
    }

    /**
     * Asks a client who it is, and lets it in then; on its event loop.
     *
     * @param longKey whether its protocol has cancel keys of more than four bytes
     * @param deadlineNanos when it must have shown who it is
     * @throws io.sqld.api.error.SqldException if it may not come in
     * @throws PgException if it may not even try
     */
    void login(Channel channel, StartupParameters parameters, boolean longKey, long deadlineNanos) {
        NamespaceName namespace = context.gateway().namespace(parameters.database());
        Login login = login(channel, parameters.user(), namespace);
        ByteBuf request = channel.alloc().buffer();
        try {
            Optional<Identity> known = login.begin(request);
            if (known.isPresent()) {
                welcome(channel, parameters, longKey, namespace, known.get());
                return;
            }
            var _ = channel.writeAndFlush(request.retain());
            channel.pipeline()
                    .addLast(
                            new LoginHandler(
                                    login,
                                    parameters.user(),
                                    deadlineNanos,
                                    identity -> welcome(channel, parameters, longKey, namespace, identity)));
        } finally {
            request.release();
        }
    }

    private Login login(Channel channel, String user, NamespaceName namespace) {
        Authenticator authenticator = context.authenticator();
        Set<AuthenticationMethod> methods = authenticator.methods();
        Optional<SslHandler> encrypted = TlsEndpoint.of(channel);
        if (methods.contains(AuthenticationMethod.CLAIM)) {
            return new TrustLogin(authenticator, user, namespace);
        }
        if (methods.contains(AuthenticationMethod.SCRAM)) {
            return new SaslLogin(
                    authenticator, user, namespace, encrypted.flatMap(TlsEndpoint::channelBinding), nonce());
        }
        if (encrypted.isEmpty() && !settings.cleartextPasswordAllowed()) {
            throw PgError.fatal(
                    SqlState.INVALID_AUTHORIZATION,
                    "this server takes passwords and tokens over encrypted connections only")
                    .withHint("Connect with sslmode=require; or set pgwire.allow-cleartext-password in the server's "
                            + "configuration, if nobody can listen in.")
                    .raise();
        }
        return new PasswordLogin(authenticator, user, namespace);
    }

    private String nonce() {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return Base64.getEncoder().encodeToString(nonce);
    }

    private void welcome(
            Channel channel,
            StartupParameters parameters,
            boolean longKey,
            NamespaceName namespace,
            Identity identity) {
        var variables = new Variables(serverVersion(), parameters.user());
        variables.setInitially(parameters.settings());
        ClientSession session = context.gateway()
                .open(new SessionRequest(namespace, identity, "pgwire " + channel.remoteAddress()));
        var surroundings = new Surroundings(channel, namespaces.of(namespace), settings, catalog, namespace);
        begin(channel, parameters, variables, session, surroundings, longKey);
    }

    private void begin(
            Channel channel,
            StartupParameters parameters,
            Variables variables,
            ClientSession session,
            Surroundings surroundings,
            boolean longKey) {
        byte[] secret = cancelKeys.secret(longKey);
        int processId = cancelKeys.add(secret, () -> {
            session.interrupt();
            surroundings.cancel();
        });
        ChannelPipeline pipeline = channel.pipeline();
        Outbox outbox = pipeline.get(Outbox.class);
        var client = new Client(parameters.user(), parameters.database(), processId);
        var inbox = new Inbox(channel.config(), settings.pendingBytesMax());
        var conversation =
                new Conversation(inbox, outbox, new Greeting(client, secret), settings, variables, surroundings);
        var connection = new Connection(inbox, session, conversation);
        channel.closeFuture().addListener(closed -> {
            cancelKeys.remove(processId);
            session.close();
        });
        pipeline.addLast(new FrameDecoder(settings.messageBytesMax()), connection);
        session.submit(conversation);
    }

    private String serverVersion() {
        return "15.0 (sqld " + context.server().version() + ")";
    }
}
