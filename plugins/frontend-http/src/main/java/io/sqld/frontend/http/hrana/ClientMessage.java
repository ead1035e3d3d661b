package io.sqld.frontend.http.hrana;

import java.util.Optional;

/** What a client says on a WebSocket. */
sealed interface ClientMessage {
    /** {@code hello}. */
    record Hello(Optional<String> jwt) implements ClientMessage {}

    /** {@code request}. */
    record Request(int id, SocketRequest request) implements ClientMessage {}
}
