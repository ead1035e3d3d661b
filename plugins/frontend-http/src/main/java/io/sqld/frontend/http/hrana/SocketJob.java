package io.sqld.frontend.http.hrana;

import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;

/** One request on a stream of a WebSocket, carried out a slice at a time on the session's thread. */
interface SocketJob {
    /**
     * Works for a while. With {@link Progress#DONE} it has been answered.
     *
     * @param resume called when it is worth going on after {@link Progress#PARKED}
     */
    Progress advance(Session session, Runnable resume, TimeSlice slice);

    /** The session is gone, or cannot be had: answers with this error. */
    void fail(SqldException error);

    /** The client is gone: lets go of everything. */
    void drop();

    /** {@return the text of the one statement that it runs; empty if it is not that simple} */
    default String statement() {
        return "";
    }
}
