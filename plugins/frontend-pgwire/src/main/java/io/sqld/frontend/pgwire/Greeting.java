package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;

/**
 * The end of the start-up, and of the connection.
 *
 * @param client who is welcome
 * @param secret what a CancelRequest has to show
 * @param hangUp closes the connection once what was handed over has been sent
 */
record Greeting(Client client, byte[] secret, Runnable hangUpAction) {

    /** Encodes everything from AuthenticationOk to ReadyForQuery. */
    void welcome(ByteBuf out, Variables variables) {
        Replies.authenticationOk(out);
        variables.report(out);
        Replies.backendKeyData(out, client.processId(), secret);
        Replies.readyForQuery(out, 'I');
    }

    /** Closes the connection once what was handed over has been sent. */
    void hangUp() {
        hangUpAction.run();
    }
}
