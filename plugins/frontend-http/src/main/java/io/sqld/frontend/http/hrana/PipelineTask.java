package io.sqld.frontend.http.hrana;

import io.sqld.api.error.SqldException;
import io.sqld.api.frontend.SessionTask;
import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import io.sqld.frontend.http.json.ChunkedBuffer;
import java.util.List;

/**
 * Carries out the requests of one message on a stream and sends the answer: as a whole when it is small, in parts while
 * more is to come. Between results, or between the rows of a cursor, it waits for a client that reads too slowly,
 * without a thread.
 */
public final class PipelineTask implements SessionTask {
    private final List<Operation> operations;
    private final StreamUse use;
    private final PipelineEncoder encoder;
    private final ChunkedBuffer buffer;
    private final AnswerChannel channel;
    private final OperationRunner runner;
    private int next;
    private boolean begun;

    /**
     * Made by whoever got the message, who has called {@link PipelineEncoder#begin}.
     *
     * @param buffer that {@code encoder} writes to
     */
    public PipelineTask(
            List<Operation> operations,
            StreamUse use,
            PipelineEncoder encoder,
            ChunkedBuffer buffer,
            AnswerChannel channel,
            ResponseLimits limits,
            Deadline deadline) {
        this.operations = operations;
        this.use = use;
        this.encoder = encoder;
        this.buffer = buffer;
        this.channel = channel;
        this.runner = new OperationRunner(encoder, limits, deadline);
    }

    /** Answers requests that need no session, on the calling thread. */
    public void runWithoutSession() {
        for (Operation operation : operations) {
            runner.reply(operation);
        }
        finish();
    }

    @Override
    public String statement() {
        String only = "";
        for (Operation operation : operations) {
            if (!operation.needsSession()) {
                continue;
            }
            if (!only.isEmpty() || !(operation instanceof Operation.Execute execute)) {
                return "";
            }
            only = execute.program().steps().getFirst().sql();
        }
        return only;
    }

    @Override
    public Progress run(Session session, Runnable resume) {
        var slice = new TimeSlice();
        while (next < operations.size()) {
            if (channel.abandoned()) {
                return abandon();
            }
            begun = true;
            Progress progress = runner.advance(operations.get(next), session, resume, slice);
            if (progress == Progress.PARKED) {
                return progress;
            }
            boolean done = progress == Progress.DONE;
            if (done) {
                next++;
            }
            if ((done || encoder.streams()) && buffer.pending() >= ChunkedBuffer.CHUNK_BYTES) {
                channel.send(buffer);
                if (!channel.writable()) {
                    channel.park(resume);
                    return Progress.PARKED;
                }
            }
            if (!done || (next < operations.size() && slice.over())) {
                return Progress.MORE;
            }
        }
        use.note(session);
        finish();
        return Progress.DONE;
    }

    @Override
    public void failed(SqldException error) {
        use.abort();
        if (!begun) {
            buffer.discard();
            channel.fail(error);
            return;
        }
        // Something may have been carried out, and the client is told so.
        for (; next < operations.size(); next++) {
            runner.fail(error);
        }
        encoder.end();
        channel.finish(encoder.status(), buffer);
    }

    private Progress abandon() {
        runner.close();
        buffer.discard();
        use.abort();
        channel.finish(encoder.status(), buffer);
        return Progress.DONE;
    }

    private void finish() {
        encoder.end();
        // First the stream, then the answer: the client may send its next request at once.
        use.end(channel.abandoned());
        channel.finish(encoder.status(), buffer);
    }
}
