package io.sqld.frontend.http.dump;

import io.sqld.api.error.SqldException;
import io.sqld.api.frontend.SessionTask;
import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import io.sqld.frontend.http.hrana.AnswerChannel;
import io.sqld.frontend.http.hrana.TimeSlice;
import io.sqld.frontend.http.json.ChunkedBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends a dump while it reads: it holds a chunk and a row, and waits without a thread for a client that reads slowly.
 * A dump that cannot be completed once it has begun to leave is cut, so that the client sees that it is not whole;
 * nor does it end with COMMIT then.
 */
public final class DumpTask implements SessionTask {
    private static final int OK = 200;

    private final Dump dump;
    private final ChunkedBuffer buffer;
    private final AnswerChannel channel;
    private final Deadline deadline;
    private final Runnable ended;
    private Part part = Part.of("", new StatementSink(), () -> {});
    private @Nullable Execution execution;
    private boolean sent;

    /**
     * Not begun.
     *
     * @param buffer which it uses up or discards
     * @param preserveRowids whether rows also keep a rowid that is not one of their columns
     * @param ended called once, in the end, whatever that is
     */
    public DumpTask(ChunkedBuffer buffer, AnswerChannel channel, boolean preserveRowids, Deadline deadline,
            Runnable ended) {
        this.dump = new Dump(new SqlWriter(buffer), preserveRowids);
        this.buffer = buffer;
        this.channel = channel;
        this.deadline = deadline;
        this.ended = ended;
        buffer.overdraw();
    }

    @Override
    public Progress run(Session session, Runnable resume) {
        var slice = new TimeSlice();
        while (true) {
            if (channel.abandoned()) {
                cut();
                return Progress.DONE;
            }
            if (execution == null && !begin(session)) {
                ended.run();
                channel.finish(OK, buffer);
                return Progress.DONE;
            }
            Progress progress = advance(resume);
            if (progress == Progress.PARKED) {
                return progress;
            }
            if (part.sink().failure().isPresent()) {
                failed(part.sink().failure().get());
                return Progress.DONE;
            }
            if (buffer.pending() >= ChunkedBuffer.CHUNK_BYTES) {
                sent = true;
                channel.send(buffer);
                if (!channel.writable()) {
                    channel.park(resume);
                    return Progress.PARKED;
                }
            }
            if (progress == Progress.MORE || slice.over()) {
                return Progress.MORE;
            }
        }
    }

    /** {@return whether there is one more statement} */
    private boolean begin(Session session) {
        Optional<Part> next = dump.next();
        if (next.isPresent()) {
            part = next.get();
            execution = session.start(part.program());
        }
        return next.isPresent();
    }

    private Progress advance(Runnable resume) {
        Execution running = execution;
        if (running == null) {
            throw new IllegalStateException("nothing runs");
        }
        Progress progress = running.advance(part.sink(), deadline);
        if (progress == Progress.PARKED) {
            running.onReady(resume);
        } else if (progress == Progress.DONE) {
            execution = null;
            running.close();
            if (part.sink().failure().isEmpty()) {
                part.done().run();
            }
        }
        return progress;
    }

    @Override
    public void failed(SqldException error) {
        if (sent) {
            cut();
            return;
        }
        stop();
        channel.fail(error);
    }

    private void cut() {
        stop();
        channel.cut();
    }

    private void stop() {
        Execution running = execution;
        execution = null;
        if (running != null) {
            running.close();
        }
        buffer.discard();
        ended.run();
    }
}
