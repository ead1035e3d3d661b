package io.sqld.host.gateway;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.sql.NamespaceName;
import io.sqld.api.storage.Database;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One namespace, from the first time that it is asked for. The first to ask opens it; others wait without a thread. */
final class DatabaseSlot {
    private enum State {
        NEW, OPENING, SETTLED, CLOSED
    }

    private final OpenDatabases owner;
    private final NamespaceName namespace;
    private final Object lock = new Object();
    private final List<Runnable> waiting = new ArrayList<>();
    private State state = State.NEW;
    private @Nullable Database database;
    private @Nullable RuntimeException failure;

    DatabaseSlot(OpenDatabases owner, NamespaceName namespace) {
        this.owner = owner;
        this.namespace = namespace;
    }

    /**
     * {@return the database, opened on this thread if nobody has, or null while another thread opens it} In the last
     * case, {@code whenSettled} is called when asking again is worth it.
     *
     * @throws RuntimeException what opening it threw
     */
    @Nullable
    Database database(Runnable whenSettled) {
        synchronized (lock) {
            switch (state) {
                case NEW -> state = State.OPENING;
                case OPENING -> {
                    waiting.add(whenSettled);
                    return null;
                }
                case SETTLED -> {
                    return settled();
                }
                case CLOSED -> throw new SqldException(ErrorCode.SHUTTING_DOWN, "the server is stopping");
            }
        }
        open();
        synchronized (lock) {
            return settled();
        }
    }

    /** {@return whether {@link #database} has an answer that it need not work or wait for} */
    boolean settledAlready() {
        synchronized (lock) {
            return state == State.SETTLED;
        }
    }

    private @Nullable Database settled() {
        if (failure != null) {
            throw failure;
        }
        return database;
    }

    private void open() {
        Database opened = null;
        RuntimeException thrown = null;
        try {
            opened = owner.openDatabase(namespace);
        } catch (RuntimeException e) {
            thrown = e;
            owner.forget(namespace, this);
        } catch (Error e) {
            thrown = new IllegalStateException("opening the database " + namespace + " failed", e);
            owner.forget(namespace, this);
        }
        List<Runnable> resumed;
        synchronized (lock) {
            database = opened;
            failure = thrown;
            state = State.SETTLED;
            resumed = List.copyOf(waiting);
            waiting.clear();
        }
        resumed.forEach(Runnable::run);
    }

    void close() {
        Database closing;
        synchronized (lock) {
            closing = database;
            database = null;
            state = State.CLOSED;
        }
        if (closing != null) {
            closing.close();
        }
    }
}
