package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The task's side of the inbox: opens one batch of messages after the other and gives each back when it has been worked
 * off.
 */
final class Arrivals {
    private final Inbox inbox;
    private final MessageReader reader = new MessageReader();
    private final Runnable beforeRelease;
    private Inbound.@Nullable Messages batch;

    /**
     * Makes the task's side of an inbox.
     *
     * @param beforeRelease has to let go of what lies in the messages
     */
    Arrivals(Inbox inbox, Runnable beforeRelease) {
        this.inbox = inbox;
        this.beforeRelease = beforeRelease;
    }

    /** {@return the reader of the batch that is open} */
    MessageReader reader() {
        return reader;
    }

    /** {@return the text of the only statement that waits, as far as that can be told} Called while the task rests. */
    String forecast(Statements statements) {
        return inbox.peek() instanceof Inbound.Messages(ByteBuf bytes) ? Forecast.statement(bytes, statements) : "";
    }

    /** Gives the open batch back, and opens or returns what comes next, null if nothing has arrived. */
    @Nullable
    Inbound next() {
        release();
        Inbound next = inbox.poll();
        if (next instanceof Inbound.Messages messages) {
            batch = messages;
            reader.open(messages.bytes());
        }
        return next;
    }

    /** Gives the open batch back. */
    void release() {
        Inbound.Messages finished = batch;
        if (finished != null) {
            beforeRelease.run();
            batch = null;
            reader.close();
            inbox.done(finished);
            finished.bytes().release();
        }
    }

    /** Ends the task's run. Returns false if more has arrived. */
    boolean finish() {
        return inbox.finish();
    }

    /** Gives everything back, also what still comes. */
    void close() {
        release();
        inbox.close();
    }
}
