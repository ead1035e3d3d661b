package io.sqld.frontend.pgwire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.sqld.api.frontend.ClientSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of the pipeline: puts what has arrived into the inbox and has the session's task look there. */
final class Connection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final Inbox inbox;
    private final ClientSession session;
    private final Conversation conversation;

    Connection(Inbox inbox, ClientSession session, Conversation conversation) {
        this.inbox = inbox;
        this.session = session;
        this.conversation = conversation;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        offer((Inbound) message);
    }

    /** Says that the server stops; on the event loop. */
    void drain() {
        offer(new Inbound.Drain());
    }

    /** Puts something into the inbox; on the event loop. */
    void offer(Inbound entry) {
        if (inbox.offer(entry)) {
            session.submit(conversation);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        // The task has something to give back.
        offer(new Inbound.Wake());
        inbox.close();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.error("the connection of {} is closed because of a defect", context.channel().remoteAddress(), cause);
        var _ = context.close();
    }
}
