package io.sqld.frontend.http.hrana;

import io.sqld.api.error.SqldException;
import io.sqld.api.frontend.ClientSession;
import io.sqld.api.frontend.Gateway;
import io.sqld.api.frontend.SessionTask;
import io.sqld.api.sql.Session;
import java.util.List;
import java.util.Optional;

/** What becomes of a stream after the one request that uses it now. */
public final class StreamUse {
    private final StreamRegistry registry;
    private final HranaStream stream;
    private final boolean closes;

    /**
     * The use of {@code stream} by one request.
     *
     * @param closes whether the request ends the stream
     */
    public StreamUse(StreamRegistry registry, HranaStream stream, boolean closes) {
        this.registry = registry;
        this.stream = stream;
        this.closes = closes;
    }

    /**
     * {@return what to do for these requests}
     *
     * @throws ProtocolException and the stream has been closed
     */
    public Plan plan(List<StreamRequest> requests) {
        try {
            return Plan.of(requests, stream.store());
        } catch (ProtocolException e) {
            abort();
            throw e;
        }
    }

    /**
     * {@return what to do for this batch}
     *
     * @throws ProtocolException and the stream has been closed
     */
    public Plan plan(Batch batch) {
        try {
            return Plan.of(batch, stream.store());
        } catch (ProtocolException e) {
            abort();
            throw e;
        }
    }

    /** {@return the baton that the client gets for its next request; none if there will be no next one} */
    public Optional<String> nextBaton() {
        return closes ? Optional.empty() : Optional.of(registry.baton(stream));
    }

    /** {@return the session of the stream; if it cannot be opened, {@code task} has been told} */
    public Optional<ClientSession> session(Gateway gateway, String client, SessionTask task) {
        try {
            return Optional.of(stream.session(gateway, client));
        } catch (SqldException e) {
            task.failed(e);
            return Optional.empty();
        }
    }

    /** Notes how the session stands at the end of the request, if the stream goes on. */
    void note(Session session) {
        if (!closes) {
            stream.state(session.transactionState(), session.replaceable());
        }
    }

    /** The request is over. A client that has gone away cannot come back: it has not got the next baton. */
    void end(boolean abandoned) {
        if (closes || abandoned) {
            registry.close(stream);
        } else {
            registry.release(stream);
        }
    }

    /** The request failed as a whole; so does the stream. */
    public void abort() {
        registry.close(stream);
    }
}
