package io.sqld.frontend.http.hrana;

import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;

/** Ends a stream, after everything that was asked of it before. */
record CloseStreamJob(SocketStream stream, Answer answer) implements SocketJob {
    @Override
    public Progress advance(Session session, Runnable resume, TimeSlice slice) {
        stream.close();
        answer.reply(SocketReply.CLOSE_STREAM);
        return Progress.DONE;
    }

    /** It is closed all the more. */
    @Override
    public void fail(SqldException error) {
        stream.close();
        answer.reply(SocketReply.CLOSE_STREAM);
    }

    /** Nobody else knows the stream any more. */
    @Override
    public void drop() {
        stream.close();
        answer.drop();
    }
}
