package io.sqld.frontend.http.hrana;

import io.sqld.frontend.http.json.ChunkedBuffer;
import io.sqld.frontend.http.websocket.Message;
import io.sqld.frontend.http.websocket.MessageOutput;

/**
 * Sends the one answer to one request on a WebSocket, and with it lets go of the request. Used by one thread at a time.
 */
final class Answer {
    private final MessageOutput output;
    private final MessageCodec codec;
    private final long resultBytesMax;
    private final int requestId;
    private final Message request;

    /** @param request released with the answer */
    Answer(MessageOutput output, MessageCodec codec, long resultBytesMax, int requestId, Message request) {
        this.output = output;
        this.codec = codec;
        this.resultBytesMax = resultBytesMax;
        this.requestId = requestId;
        this.request = request;
    }

    /** {@return an empty message, to be {@linkplain #send sent} or discarded} */
    ChunkedBuffer message() {
        return output.message();
    }

    /** {@return a buffer for what this answer has no room for} */
    ChunkedBuffer spare() {
        return output.buffer();
    }

    /** {@return an encoder of the answer} */
    ResponseEncoder encoder(ChunkedBuffer message) {
        return codec.response(message, requestId, resultBytesMax);
    }

    /** Sends the answer, which is complete. */
    void send(ChunkedBuffer message) {
        output.send(message, codec.binary());
        request.release();
    }

    void reply(SocketReply kind) {
        ChunkedBuffer message = message();
        encoder(message).reply(kind);
        send(message);
    }

    void error(HranaError error) {
        ChunkedBuffer message = message();
        encoder(message).error(error);
        send(message);
    }

    /** Nobody waits for the answer any more. */
    void drop() {
        request.release();
    }
}
