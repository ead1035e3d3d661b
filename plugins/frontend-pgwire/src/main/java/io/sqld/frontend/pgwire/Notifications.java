package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one session listens to, what it will notify others of when its transaction commits, and what others have
 * notified it of (<a href="https://www.postgresql.org/docs/15/sql-notify.html">NOTIFY</a>). Only {@link #deliver} may
 * be called from elsewhere than the session's task.
 */
final class Notifications {
    private static final int NAME_CHARS_MAX = 63;
    private static final int PAYLOAD_CHARS_MAX = 8_000;

    private final Channels channels;
    private final int waitingMax;
    private final Runnable wake;
    private final Set<String> listening = new LinkedHashSet<>();
    private final Set<Notification> unsent = new LinkedHashSet<>();
    private final List<Runnable> changes = new ArrayList<>();
    private final Queue<Notification> mailbox = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * Makes the notifications of a session.
     *
     * @param waitingMax how many may wait for its client
     * @param wake has the session look here
     */
    Notifications(Channels channels, int waitingMax, Runnable wake) {
        this.channels = channels;
        this.waitingMax = waitingMax;
        this.wake = wake;
    }

    /** Listens from the end of the transaction on. */
    void listen(String channel) {
        checkName(channel);
        changes.add(() -> {
            if (listening.add(channel)) {
                channels.listen(channel, this);
            }
        });
    }

    /** Listens no more, to a channel or to any, from the end of the transaction on. */
    void unlisten(Optional<String> channel) {
        changes.add(() -> channel.ifPresentOrElse(this::forget, this::close));
    }

    private void forget(String channel) {
        if (listening.remove(channel)) {
            channels.unlisten(channel, this);
        }
    }

    /** Notifies others when the transaction commits; of the same thing only once. */
    void send(Notification notification) {
        checkName(notification.channel());
        if (notification.payload().length() > PAYLOAD_CHARS_MAX) {
            throw PgError.error(SqlState.INVALID_PARAMETER_VALUE, "payload string too long").raise();
        }
        if (unsent.size() >= waitingMax) {
            throw PgError.error(SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "too many notifications in one transaction (pgwire.notifications-max = " + waitingMax + ")")
                    .raise();
        }
        unsent.add(notification);
    }

    private static void checkName(String channel) {
        if (channel.isEmpty()) {
            throw PgError.error(SqlState.INVALID_PARAMETER_VALUE, "channel name cannot be empty").raise();
        }
        if (channel.length() > NAME_CHARS_MAX) {
            throw PgError.error(SqlState.INVALID_PARAMETER_VALUE, "channel name too long").raise();
        }
    }

    /** Does what has been asked for within the transaction, or forgets it. */
    void transactionEnded(boolean committed) {
        if (!changes.isEmpty()) {
            if (committed) {
                changes.forEach(Runnable::run);
            }
            changes.clear();
        }
        if (!unsent.isEmpty()) {
            if (committed) {
                channels.publish(List.copyOf(unsent));
            }
            unsent.clear();
        }
    }

    /** Puts a notification into the mailbox; thread-safe. */
    void deliver(Notification notification) {
        int before = waiting.getAndIncrement();
        if (before <= waitingMax) {
            mailbox.add(notification);
        }
        wake.run();
    }

    /**
     * Encodes what has arrived.
     *
     * @throws PgException if there was more than could be kept
     */
    void report(ByteBuf out) {
        for (Notification next = mailbox.poll(); next != null; next = mailbox.poll()) {
            Replies.notification(out, next);
            if (waiting.getAndDecrement() > waitingMax) {
                throw PgError.fatal(SqlState.PROGRAM_LIMIT_EXCEEDED,
                        "more notifications wait for this client than are kept (pgwire.notifications-max = "
                                + waitingMax + ")")
                        .withHint("Read more often, end transactions sooner, or have the limit raised.")
                        .raise();
            }
        }
    }

    /** Listens to nothing any more. */
    void close() {
        listening.forEach(channel -> channels.unlisten(channel, this));
        listening.clear();
    }
}
