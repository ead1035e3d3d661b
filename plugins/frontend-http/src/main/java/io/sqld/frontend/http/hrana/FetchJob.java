package io.sqld.frontend.http.hrana;

import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import io.sqld.frontend.http.json.BufferLimitException;
import io.sqld.frontend.http.json.ChunkedBuffer;
import org.jspecify.annotations.Nullable;

/** Sends the next entries of a cursor. */
final class FetchJob implements SocketJob {
    private final SocketCursor cursor;
    private final long entriesMax;
    private final Answer answer;
    private final ResponseLimits limits;
    private final Deadline deadline;

    /** From the first slice on. */
    private @Nullable Fetch fetch;

    private record Fetch(ChunkedBuffer message, ResponseEncoder encoder, ChunkedBuffer spare, FetchSink sink) {}

    FetchJob(SocketCursor cursor, long entriesMax, Answer answer, ResponseLimits limits, Deadline deadline) {
        this.cursor = cursor;
        this.entriesMax = entriesMax;
        this.answer = answer;
        this.limits = limits;
        this.deadline = deadline;
    }

    @Override
    public Progress advance(Session session, Runnable resume, TimeSlice slice) {
        HranaError failure = cursor.failure();
        if (failure != null) {
            answer.error(failure);
            return Progress.DONE;
        }
        Fetch running = fetch;
        if (running == null) {
            running = begin();
            fetch = running;
        }
        while (!running.sink().full() && !cursor.ended()) {
            Progress progress = run(running.sink(), session, resume);
            if (progress == Progress.PARKED || (progress == Progress.MORE && !running.sink().full())) {
                return progress;
            }
        }
        finish(running);
        return Progress.DONE;
    }

    @Override
    public void fail(SqldException error) {
        drop(fetch);
        answer.error(HranaError.of(error, ""));
    }

    @Override
    public void drop() {
        drop(fetch);
        answer.drop();
    }

    private Fetch begin() {
        ChunkedBuffer message = answer.message();
        message.overdraw();
        ChunkedBuffer spare = answer.spare();
        spare.limit(limits.resultBytesMax());
        ResponseEncoder encoder = answer.encoder(message);
        encoder.beginFetch();
        long room = entriesMax - cursor.backlog().moveTo(message, entriesMax, FetchSink.BYTES_MAX);
        var sink = new FetchSink(
                message, encoder.entries(message, cursor.program()), spare,
                encoder.entries(spare, cursor.program()), room);
        return new Fetch(message, encoder, spare, sink);
    }

    private Progress run(FetchSink sink, Session session, Runnable resume) {
        HranaError failure;
        try {
            return cursor.advance(sink, deadline, session, resume);
        } catch (SqldException e) {
            failure = HranaError.of(e, "");
        } catch (BufferLimitException e) {
            failure = HranaError.of(e, limits.resultBytesMax(), limits.totalBytesMax());
        } catch (TextException e) {
            failure = HranaError.of(e);
        }
        cursor.end();
        sink.fail(failure);
        return Progress.DONE;
    }

    private void finish(Fetch running) {
        running.sink().leaveTo(cursor.backlog());
        running.encoder().endFetch(cursor.ended() && cursor.backlog().isEmpty());
        answer.send(running.message());
    }

    private static void drop(@Nullable Fetch running) {
        if (running != null) {
            running.message().discard();
            running.spare().discard();
        }
    }
}
