package io.sqld.frontend.http.hrana;

import io.sqld.api.frontend.ClientSession;
import io.sqld.api.frontend.Gateway;
import io.sqld.api.sql.TransactionState;
import io.sqld.api.storage.SessionRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Hrana stream: a session, which is opened when it is first needed, and the SQL texts stored on it. Used by one
 * request at a time; {@link StreamRegistry} sees to it.
 */
public final class HranaStream {
    private final long id;
    private final StreamOwner owner;
    private final SqlStore store;
    private long uses;
    private @Nullable ClientSession session;
    private volatile TransactionState state = TransactionState.AUTOCOMMIT;
    private volatile boolean replaceable = true;

    HranaStream(long id, StreamOwner owner, StoreLimits limits) {
        this.id = id;
        this.owner = owner;
        this.store = new SqlStore(limits);
    }

    /**
     * {@return the session} Opens it the first time.
     *
     * @throws io.sqld.api.error.SqldException with {@code OVERLOADED} or {@code SHUTTING_DOWN}
     */
    ClientSession session(Gateway gateway, String client) {
        ClientSession open = session;
        if (open == null) {
            open = gateway.open(new SessionRequest(owner.namespace(), owner.identity(), client));
            session = open;
        }
        return open;
    }

    /** Closes the session, if there is one: rolls back. */
    void closeSession() {
        takeSession().ifPresent(ClientSession::close);
    }

    /**
     * {@return the session, if there is one, to be closed} The stream goes on without, and opens another if need be.
     */
    Optional<ClientSession> takeSession() {
        ClientSession open = session;
        session = null;
        return Optional.ofNullable(open);
    }

    long id() {
        return id;
    }

    StreamOwner owner() {
        return owner;
    }

    SqlStore store() {
        return store;
    }

    /** {@return how often it has been used} Its next baton has this number. */
    long uses() {
        return uses;
    }

    void use() {
        uses++;
    }

    /** Remembers how the session stands at the end of a request. */
    void state(TransactionState state, boolean replaceable) {
        this.state = state;
        this.replaceable = replaceable;
    }

    /** {@return whether its client does not notice if the session is replaced by a new one} */
    boolean canSleep() {
        return replaceable && !inTransaction() && store.isEmpty();
    }

    boolean inTransaction() {
        return state != TransactionState.AUTOCOMMIT;
    }
}
