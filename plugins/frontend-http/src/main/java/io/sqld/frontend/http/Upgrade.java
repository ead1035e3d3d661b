package io.sqld.frontend.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.sqld.netty.Outbox;

/** What takes the place of HTTP on a connection. */
@FunctionalInterface
interface Upgrade {
    /** {@return the handler that reads what the client sends from here on} Called on the event loop. */
    ChannelHandler handler(Channel channel, Outbox outbox, ReadGate gate);
}
