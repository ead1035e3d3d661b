package io.sqld.frontend.http.hrana;

import io.sqld.api.error.SqldException;
import io.sqld.frontend.http.json.ChunkedBuffer;

/** Takes the answer to one message to the client. Used by one thread at a time; never blocks. */
public interface AnswerChannel {
    /** Sends what is in {@code part}, which is not the end of the answer. The status is 200. */
    void send(ChunkedBuffer part);

    /** Sends what is left of the answer. {@code status} counts if nothing was sent before. */
    void finish(int status, ChunkedBuffer rest);

    /** The message has failed as a whole. Nothing was sent, and nothing follows. */
    void fail(SqldException error);

    /**
     * Something was sent, and the rest cannot be: ends the answer in a way that shows the client that it is not whole.
     */
    void cut();

    /** {@return whether the client reads fast enough; also true when it is gone and nothing is worth a wait} */
    boolean writable();

    /** Has {@code resume} called once, when {@link #writable()} has become true; possibly at once. */
    void park(Runnable resume);

    /** {@return whether the client has gone away} */
    boolean abandoned();
}
