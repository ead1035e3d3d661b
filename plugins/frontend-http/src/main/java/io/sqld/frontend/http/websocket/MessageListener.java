package io.sqld.frontend.http.websocket;

/** Takes what a client says on a WebSocket. Called on the event loop; must not block. */
public interface MessageListener {
    /**
     * The client sent a message. Whoever gets it {@linkplain Message#release() releases} it when nothing of it is in
     * use any more and it is answered, whatever happens; but not if this method throws.
     *
     * @throws WebSocketException and the WebSocket is closed for this reason
     */
    void message(Message message);

    /** The WebSocket is closed or about to be: nothing more arrives, and nothing more can be sent. Called once. */
    void closed();
}
