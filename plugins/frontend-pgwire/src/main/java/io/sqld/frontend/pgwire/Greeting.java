package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;

/** What is said when the start-up has succeeded. */
final class Greeting {
    private final Client client;
    private final byte[] secret;

    /**
     * Makes the greeting.
     *
     * @param client who is welcome
     * @param secret what a CancelRequest has to show
     */
    Greeting(Client client, byte[] secret) {
        this.client = client;
        this.secret = secret;
    }

    /** {@return who is welcome} */
    Client client() {
        return client;
    }

    /** Encodes everything from AuthenticationOk up to ReadyForQuery, which is left to the caller. */
    void welcome(ByteBuf out, Variables variables) {
        Replies.authenticationOk(out);
        variables.report(out);
        Replies.backendKeyData(out, client.processId(), secret);
    }
}
