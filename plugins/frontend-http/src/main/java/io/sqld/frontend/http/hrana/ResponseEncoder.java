package io.sqld.frontend.http.hrana;

import io.sqld.api.sql.Program;
import io.sqld.frontend.http.json.ChunkedBuffer;

/** Encodes the one response to a request of Hrana over WebSocket. Same thread rules as the buffer behind it. */
interface ResponseEncoder extends PipelineEncoder {
    /** A request of this type succeeded, and there is nothing more to say about it. */
    void reply(SocketReply kind);

    /** The answer to {@code fetch_cursor} begins; entries may be appended with an {@linkplain #entries encoder}. */
    void beginFetch();

    /** {@return an encoder of entries of {@code program}, to the response itself or to a buffer of the same kind} */
    EntryEncoder entries(ChunkedBuffer target, Program program);

    /**
     * The answer to {@code fetch_cursor} is complete.
     *
     * @param done whether no entry follows
     */
    void endFetch(boolean done);
}
