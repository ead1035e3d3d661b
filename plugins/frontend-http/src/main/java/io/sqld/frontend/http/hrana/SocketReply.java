package io.sqld.frontend.http.hrana;

/** The answers of Hrana over WebSocket that say nothing but that it is done. */
enum SocketReply {
    OPEN_STREAM, CLOSE_STREAM, OPEN_CURSOR, CLOSE_CURSOR, STORE_SQL, CLOSE_SQL
}
