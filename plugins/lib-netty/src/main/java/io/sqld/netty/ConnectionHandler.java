package io.sqld.netty;

import io.netty.channel.Channel;

/** Sets up new connections. Called on the connection's event loop; must not block. */
public interface ConnectionHandler {
    /** A client connected: add the handlers of the protocol to the channel's pipeline. */
    void accept(Channel channel);

    /**
     * A client connected while the limit of connections was reached: tell it so, in the protocol's way, and close soon.
     * An attempt to close at once is fine.
     */
    void refuse(Channel channel);

    /**
     * The server stops: finish the request in hand, say goodbye, and close. Called at most once for each connection.
     */
    void drain(Channel channel);

    /** The server closes, and the connection is still there: close it now, with a last word at most. */
    default void cut(Channel channel) {
        var _ = channel.close();
    }
}
