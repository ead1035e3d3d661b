package io.sqld.frontend.http.websocket;

import io.sqld.frontend.http.json.ByteCollector;
import java.util.concurrent.atomic.AtomicBoolean;

/** A message from the client, in hand until it is released. */
public final class Message {
    private final boolean binary;
    private final ByteCollector content;
    private final InHand inHand;
    private final AtomicBoolean released = new AtomicBoolean();

    Message(boolean binary, ByteCollector content, InHand inHand) {
        this.binary = binary;
        this.content = content;
        this.inHand = inHand;
    }

    /** {@return whether it is bytes rather than text} */
    public boolean binary() {
        return binary;
    }

    /** {@return the array whose first {@link #length()} bytes are the message, shared} Text was not checked. */
    public byte[] array() {
        return content.array();
    }

    /** {@return how many bytes it has} */
    public int length() {
        return content.length();
    }

    /** The message is dealt with. Idempotent; thread-safe. */
    public void release() {
        if (released.compareAndSet(false, true)) {
            int length = content.length();
            content.release();
            inHand.ended(length);
        }
    }
}
