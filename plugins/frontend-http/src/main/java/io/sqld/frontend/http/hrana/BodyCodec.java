package io.sqld.frontend.http.hrana;

import io.sqld.frontend.http.json.ChunkedBuffer;

/** One encoding of the bodies of Hrana over HTTP, in one version of the protocol. Immutable. */
public interface BodyCodec {
    /**
     * {@return the pipeline in the first {@code length} bytes, which it shares}
     *
     * @throws ProtocolException if it is none
     */
    PipelineRequest pipeline(byte[] bytes, int length);

    /**
     * {@return the batch in the first {@code length} bytes, which it shares}
     *
     * @throws ProtocolException if it is none
     */
    CursorRequest cursor(byte[] bytes, int length);

    /** {@return an encoder of the answer to a pipeline} */
    PipelineEncoder pipelineEncoder(ChunkedBuffer out, long resultBytesMax);

    /** {@return an encoder of the answer to a cursor} */
    PipelineEncoder cursorEncoder(ChunkedBuffer out);

    /** {@return the content type of the answer to a pipeline} */
    String pipelineType();

    /** {@return the content type of the answer to a cursor} */
    String cursorType();
}
