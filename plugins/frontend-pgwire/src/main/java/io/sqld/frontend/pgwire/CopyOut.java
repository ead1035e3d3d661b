package io.sqld.frontend.pgwire;

import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** COPY to the client: as many rows at a time as it takes. */
final class CopyOut implements Work {
    private final Conversation conversation;
    private final Statement.Sql query;
    private final ParameterSource parameters;
    private final CopyOptions options;
    private final CopyRowEncoder encoder;
    private @Nullable Execution execution;
    private Deadline deadline = Deadline.NEVER;

    CopyOut(Conversation conversation, Statement.Sql query, ParameterSource parameters, CopyOptions options) {
        this.conversation = conversation;
        this.query = query;
        this.parameters = parameters;
        this.options = options;
        encoder = new CopyRowEncoder(conversation.outbox(), options, query.columns(),
                conversation.cellEncoders(), conversation.settings().rowBytesMax());
    }

    @Override
    public Progress advance(Session session, Runnable resume) {
        Execution running = execution;
        if (running == null) {
            deadline = conversation.statementDeadline();
            running = session.start(Program.of(query.sql(), parameters));
            execution = running;
            Replies.copyResponse(conversation.out(), 'H', options, query.columns().size());
            head();
        }
        Progress progress = running.advance(encoder, deadline);
        PgError failure = encoder.failure();
        if (failure != null) {
            throw failure.raise();
        }
        return switch (progress) {
            case DONE -> {
                finish(session);
                yield Progress.DONE;
            }
            case PARKED -> {
                conversation.outbox().handOver();
                running.onReady(resume);
                yield Progress.PARKED;
            }
            case MORE -> conversation.awaitClient(resume);
        };
    }

    private void head() {
        if (options.header() != CopyOptions.Header.NONE) {
            int at = Replies.begin(conversation.out(), 'd');
            for (int i = 0; i < query.columns().size(); i++) {
                if (i > 0) {
                    conversation.out().writeByte(options.delimiter());
                }
                encoder.name(conversation.out(), query.columns().get(i).label().getBytes(StandardCharsets.UTF_8), i);
            }
            conversation.out().writeByte('\n');
            Replies.end(conversation.out(), at);
        }
    }

    private void finish(Session session) {
        close();
        SqldException failure = encoder.stepFailure();
        if (failure != null) {
            throw failure;
        }
        if (options.format() == CopyOptions.Format.BINARY) {
            int at = Replies.begin(conversation.out(), 'd');
            encoder.head(conversation.out());
            conversation.out().writeShort(-1);
            Replies.end(conversation.out(), at);
        }
        conversation.transaction().succeeded(query.description().kind(), session);
        Replies.copyDone(conversation.out());
        Replies.commandComplete(conversation.out(), "COPY", encoder.rows());
    }

    @Override
    public PgError translate(SqldException failure) {
        return Timeouts.translate(failure, deadline, query.source());
    }

    @Override
    public void close() {
        Execution running = execution;
        execution = null;
        if (running != null) {
            running.close();
        }
    }
}
