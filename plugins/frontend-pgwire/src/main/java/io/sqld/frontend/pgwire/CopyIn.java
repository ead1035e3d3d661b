package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.ProgramSink;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import io.sqld.api.sql.Step;
import io.sqld.api.sql.StepStats;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * COPY from the client: rows are read from what arrives, and inserted many at a time. Holds no more than one batch of
 * rows and one message.
 */
final class CopyIn {
    private static final int CHUNK_BYTES = 8 * 1024;

    private final Conversation conversation;
    private final CopyBatch batch;
    private final CopyReader reader;
    private final List<Step> steps;
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private final Deadline deadline;
    private final Outcome outcome = new Outcome();
    private int chunkAt;
    private int chunkEnd;
    private @Nullable Execution execution;
    private boolean ended;
    private long rows;

    CopyIn(Conversation conversation, String insert, CopyBatch batch, CopyReader reader) {
        this.conversation = conversation;
        this.batch = batch;
        this.reader = reader;
        steps = batch.steps(insert);
        deadline = conversation.statementDeadline();
    }

    /** {@return the error of a client that gives up} */
    static PgException givenUp(String why) {
        return PgError.error(SqlState.QUERY_CANCELED, "COPY from stdin failed: " + why).raise();
    }

    /** {@return the work of the CopyData message that {@code in} has read the header of} */
    Work data(MessageReader in) {
        return new Data(in.bytes(), in.position(), in.position() + in.remaining());
    }

    /** One message. */
    private final class Data implements Work {
        private final ByteBuf message;
        private final int end;
        private int at;

        Data(ByteBuf message, int at, int end) {
            this.message = message;
            this.at = at;
            this.end = end;
        }

        @Override
        public Progress advance(Session session, Runnable resume) {
            while (true) {
                if (batch.full()) {
                    Progress progress = insert(session, resume);
                    if (progress != Progress.DONE) {
                        return progress;
                    }
                } else if (chunkAt < chunkEnd) {
                    chunkAt = reader.read(chunk, chunkAt, chunkEnd);
                } else if (at < end) {
                    chunkAt = 0;
                    chunkEnd = Math.min(CHUNK_BYTES, end - at);
                    message.getBytes(at, chunk, 0, chunkEnd);
                    at += chunkEnd;
                } else {
                    return Progress.DONE;
                }
            }
        }

        @Override
        public PgError translate(SqldException failure) {
            return CopyIn.this.translate(failure);
        }

        @Override
        public void close() {
            CopyIn.this.close();
        }
    }

    /** Inserts the rest; the work of CopyDone. */
    Work completion() {
        return new Work() {
            @Override
            public Progress advance(Session session, Runnable resume) {
                return complete(session, resume);
            }

            @Override
            public PgError translate(SqldException failure) {
                return CopyIn.this.translate(failure);
            }

            @Override
            public void close() {
                CopyIn.this.close();
            }
        };
    }

    private Progress complete(Session session, Runnable resume) {
        if (!ended) {
            reader.end();
            ended = true;
        }
        if (batch.rows() > 0) {
            Progress progress = insert(session, resume);
            if (progress != Progress.DONE) {
                return progress;
            }
        }
        Replies.commandComplete(conversation.out(), "COPY", rows);
        conversation.endCopy();
        return Progress.DONE;
    }

    private Progress insert(Session session, Runnable resume) {
        Execution running = execution;
        if (running == null) {
            outcome.begin();
            running = session.start(new Program(steps.subList(0, batch.rows())));
            execution = running;
        }
        Progress progress = running.advance(outcome, deadline);
        if (progress == Progress.PARKED) {
            conversation.outbox().handOver();
            running.onReady(resume);
        } else if (progress == Progress.DONE) {
            close();
            SqldException failure = outcome.failure;
            if (failure != null) {
                throw batch.inRow(translate(failure), outcome.failedStep).raise();
            }
            rows += batch.rows();
            batch.clear();
        }
        return progress;
    }

    private PgError translate(SqldException failure) {
        return Timeouts.translate(failure, deadline);
    }

    private void close() {
        Execution running = execution;
        execution = null;
        if (running != null) {
            running.close();
        }
    }

    /** Keeps the first error. */
    private static final class Outcome implements ProgramSink {
        private @Nullable SqldException failure;
        private int failedStep;

        void begin() {
            failure = null;
        }

        @Override
        public void stepFailed(int step, SqldException error) {
            if (failure == null) {
                failure = error;
                failedStep = step;
            }
        }

        @Override
        public void beginStep(int step, List<Column> columns) {}

        @Override
        public void beginRow() {}

        @Override
        public boolean endRow() {
            return true;
        }

        @Override
        public void endStep(int step, StepStats stats) {}

        @Override
        public void stepSkipped(int step) {}

        @Override
        public void nullValue() {}

        @Override
        public void integer(long value) {}

        @Override
        public void real(double value) {}

        @Override
        public void text(MemorySegment utf8, long offset, int bytes) {}

        @Override
        public void blob(MemorySegment data, long offset, int bytes) {}
    }
}
