package io.sqld.frontend.http.websocket;

/** Takes what a client says on a WebSocket, one message after the other. Must not block. */
public interface MessageListener {
    /**
     * The client sent a message: decodes it. Called on the event loop, or by another thread if it is large; touches
     * nothing but the message.
     *
     * @return what to do then, which is called on the event loop. It {@linkplain Message#release() releases} the
     *     message when nothing of it is in use any more and it is answered, whatever happens; but not if it throws
     * @throws WebSocketException here or there, and the WebSocket is closed for this reason
     */
    Runnable message(Message message);

    /** The WebSocket is closed or about to be: nothing more arrives, and nothing more can be sent. Called once. */
    void closed();
}
