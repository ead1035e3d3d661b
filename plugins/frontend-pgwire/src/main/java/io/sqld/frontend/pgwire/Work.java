package io.sqld.frontend.pgwire;

import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;

/** Something that a message asks for and that may take several runs of the session's task. */
@FunctionalInterface
interface Work {
    /**
     * Goes on. {@code MORE} lets other sessions have their turn; after {@code PARKED}, {@code resume} has been handed
     * on.
     *
     * @throws PgException if it failed and is over
     * @throws io.sqld.api.error.SqldException likewise
     */
    Progress advance(Session session, Runnable resume);

    /** {@return an error of the engine's, as the client is told} */
    default PgError translate(SqldException failure) {
        return SqlStates.of(failure, "");
    }

    /** Ends what runs. Idempotent. */
    default void close() {}
}
