package io.sqld.frontend.pgwire;

import io.netty.channel.Channel;
import io.sqld.api.sql.NamespaceName;
import io.sqld.frontend.pgwire.catalog.Catalog;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a session has in common with others of its namespace and of the front end, and its timers. Used by the session's
 * task, except for {@link #cancel} and {@link #offer}.
 */
final class Surroundings {
    private final Channel channel;
    private final Notifications notifications;
    private final HeldLocks locks;
    private final Catalog catalog;
    private final NamespaceName namespace;
    private volatile @Nullable LockWait waiting;

    Surroundings(Channel channel, Namespaces.Shared shared, PgwireSettings settings, Catalog catalog,
            NamespaceName namespace) {
        this.channel = channel;
        notifications = new Notifications(shared.channels(), settings.notificationsMax(),
                () -> offer(new Inbound.Wake()));
        locks = new HeldLocks(shared.locks(), settings.advisoryLocksMax());
        this.catalog = catalog;
        this.namespace = namespace;
    }

    /** {@return PostgreSQL's catalogs} */
    Catalog catalog() {
        return catalog;
    }

    /** {@return the namespace of the session's database} */
    NamespaceName namespace() {
        return namespace;
    }

    Notifications notifications() {
        return notifications;
    }

    HeldLocks locks() {
        return locks;
    }

    /** Notes what the session waits for, other than statements. */
    void waiting(@Nullable LockWait wait) {
        waiting = wait;
    }

    /** Ends the wait for a lock, if there is one; thread-safe. */
    void cancel() {
        LockWait wait = waiting;
        if (wait != null) {
            wait.cancel();
        }
    }

    /** Has {@code task} run on the event loop after a while. */
    void after(long nanos, Runnable task) {
        try {
            var _ = channel.eventLoop().schedule(task, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException _) {
            // The server has stopped, and the connection with it.
        }
    }

    /** Has the session take {@code entry} like something that has arrived; thread-safe. */
    void offer(Inbound entry) {
        try {
            channel.eventLoop().execute(() -> {
                Connection connection = channel.pipeline().get(Connection.class);
                if (connection != null) {
                    connection.offer(entry);
                }
            });
        } catch (RejectedExecutionException _) {
            // The server has stopped: there is nobody to tell.
        }
    }

    /** Does what waits for the end of the transaction. */
    void transactionEnded(boolean committed) {
        notifications.transactionEnded(committed);
        locks.transactionEnded();
    }

    /** Gives everything back. Idempotent. */
    void close() {
        LockWait wait = waiting;
        if (wait != null) {
            wait.close();
        }
        notifications.close();
        locks.transactionEnded();
        locks.unlockAll();
    }
}
