package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;

/** What the frame decoder found, in the order of arrival. */
sealed interface Inbound {
    /** Whole messages of known types and permitted lengths, one after the other. The receiver releases them. */
    record Messages(ByteBuf bytes) implements Inbound {}

    /** A message over its limit; its body has been thrown away. */
    record Oversized(char type, long bytes) implements Inbound {}

    /** The stream cannot be understood from here on; nothing follows. */
    record Violation(PgError fatal) implements Inbound {}

    /** The server stops: say goodbye when no transaction is open. */
    record Drain() implements Inbound {}

    /** Something else than a message is to be told. */
    record Wake() implements Inbound {}

    /** The client may have said nothing for too long. */
    record Idle() implements Inbound {}
}
