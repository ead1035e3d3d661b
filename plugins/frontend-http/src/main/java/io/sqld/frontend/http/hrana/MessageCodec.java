package io.sqld.frontend.http.hrana;

import io.sqld.frontend.http.json.ChunkedBuffer;

/** One encoding of the messages of Hrana over WebSocket, in one version of the protocol. Immutable. */
public interface MessageCodec {
    /** {@return whether messages are bytes rather than text} */
    boolean binary();

    /** {@return the version that is spoken} */
    HranaVersion version();

    /**
     * {@return the message in the first {@code length} bytes, which it shares}
     *
     * @throws ProtocolException if it is none
     */
    ClientMessage decode(byte[] bytes, int length);

    /** Appends {@code hello_ok}. */
    void helloOk(ChunkedBuffer out);

    /** Appends {@code hello_error}. */
    void helloError(ChunkedBuffer out, HranaError error);

    /** {@return an encoder of the one response to a request} */
    ResponseEncoder response(ChunkedBuffer out, int requestId, long resultBytesMax);
}
