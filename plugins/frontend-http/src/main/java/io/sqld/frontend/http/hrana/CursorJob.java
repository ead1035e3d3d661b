package io.sqld.frontend.http.hrana;

import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;

/** Opens or closes a cursor. */
record CursorJob(SocketCursor cursor, SocketReply kind, Answer answer) implements SocketJob {
    @Override
    public Progress advance(Session session, Runnable resume, TimeSlice slice) {
        try {
            if (kind == SocketReply.OPEN_CURSOR) {
                cursor.open(session);
            } else {
                cursor.close();
            }
            answer.reply(kind);
        } catch (SqldException e) {
            answer.error(HranaError.of(e, ""));
        }
        return Progress.DONE;
    }

    @Override
    public void fail(SqldException error) {
        answer.error(HranaError.of(error, ""));
    }

    @Override
    public void drop() {
        cursor.close();
        answer.drop();
    }
}
