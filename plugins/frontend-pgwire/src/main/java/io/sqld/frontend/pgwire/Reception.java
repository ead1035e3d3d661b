package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.sqld.api.auth.Credentials;
import io.sqld.api.auth.Identity;
import io.sqld.api.frontend.ClientSession;
import io.sqld.api.frontend.FrontendContext;
import io.sqld.api.sql.NamespaceName;
import io.sqld.api.storage.SessionRequest;
import io.sqld.netty.Outbox;

/** Lets clients in who have introduced themselves: authentication, session, and the handlers of their conversation. */
final class Reception {
    private final PgwireSettings settings;
    private final FrontendContext context;
    private final CancelKeys cancelKeys = new CancelKeys();

    Reception(PgwireSettings settings, FrontendContext context) {
        this.settings = settings;
        this.context = context;
    }

    /** {@return the open connections, for CancelRequest} */
    CancelKeys cancelKeys() {
        return cancelKeys;
    }

    /**
     * Lets a client in, on its event loop.
     *
     * @param longKey whether its protocol has cancel keys of more than four bytes
     * @param greeting what to send before everything else; taken over in any case
     * @throws io.sqld.api.error.SqldException if it may not come in
     */
    void welcome(Channel channel, StartupParameters parameters, boolean longKey, ByteBuf greeting) {
        try {
            var variables = new Variables(serverVersion(), parameters.user());
            variables.setInitially(parameters.settings());
            NamespaceName namespace = context.gateway().namespace(parameters.database());
            Identity identity =
                    context.authenticator().authenticate(new Credentials.Claimed(parameters.user()), namespace);
            ClientSession session =
                    context.gateway()
                            .open(new SessionRequest(namespace, identity, "pgwire " + channel.remoteAddress()));
            begin(channel, parameters, variables, session, longKey, greeting.retain());
        } finally {
            greeting.release();
        }
    }

    private void begin(
            Channel channel,
            StartupParameters parameters,
            Variables variables,
            ClientSession session,
            boolean longKey,
            ByteBuf greeting) {
        byte[] secret = cancelKeys.secret(longKey);
        int processId = cancelKeys.add(secret, session);
        ChannelPipeline pipeline = channel.pipeline();
        Outbox outbox = pipeline.get(Outbox.class);
        outbox.buffer().writeBytes(greeting);
        greeting.release();
        var client = new Client(parameters.user(), parameters.database(), processId);
        var inbox = new Inbox(channel.config(), settings.pendingBytesMax());
        var conversation = new Conversation(inbox, outbox, new Greeting(client, secret), settings, variables);
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
