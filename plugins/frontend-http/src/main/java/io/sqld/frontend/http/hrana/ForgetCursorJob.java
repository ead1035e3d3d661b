package io.sqld.frontend.http.hrana;

import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;

/** Lets go of a cursor that nobody closed: its stream or its WebSocket ends. */
record ForgetCursorJob(SocketCursor cursor) implements SocketJob {
    @Override
    public Progress advance(Session session, Runnable resume, TimeSlice slice) {
        cursor.close();
        return Progress.DONE;
    }

    @Override
    public void fail(SqldException error) {
        cursor.close();
    }

    @Override
    public void drop() {
        cursor.close();
    }
}
