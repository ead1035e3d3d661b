package io.sqld.frontend.http.hrana;

/** A request of Hrana over WebSocket, as decoded. */
sealed interface SocketRequest {
    /** {@code open_stream}. */
    record OpenStream(int stream) implements SocketRequest {}

    /** {@code close_stream}. */
    record CloseStream(int stream) implements SocketRequest {}

    /** A request that is the same whatever carries the stream; never {@code store_sql} or {@code close_sql}. */
    record OnStream(int stream, StreamRequest request) implements SocketRequest {}

    /** {@code store_sql}. */
    record StoreSql(int id, String sql) implements SocketRequest {}

    /** {@code close_sql}. */
    record CloseSql(int id) implements SocketRequest {}

    /** {@code open_cursor}. */
    record OpenCursor(int stream, int cursor, Batch batch) implements SocketRequest {}

    /** {@code fetch_cursor}. */
    record FetchCursor(int cursor, long entriesMax) implements SocketRequest {}

    /** {@code close_cursor}. */
    record CloseCursor(int cursor) implements SocketRequest {}
}
