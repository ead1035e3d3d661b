package io.sqld.example.line;

import io.sqld.api.error.SqldException;
import io.sqld.api.frontend.SessionTask;
import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import java.util.Optional;

/**
 * Runs one statement and sends its answer. When the encoder is full, what it holds is sent, and the task parks until
 * the client has taken it: a slow client occupies memory for one buffer, and no thread.
 */
final class LineTask implements SessionTask {
    private final String sql;
    private final LineConnection connection;
    private final LineEncoder encoder;
    private Optional<Execution> execution = Optional.empty();

    LineTask(String sql, int bufferBytes, LineConnection connection) {
        this.sql = sql;
        this.connection = connection;
        this.encoder = new LineEncoder(bufferBytes);
    }

    /** Everything that it calls hands its work to the loop, so it may run on the loop too. */
    @Override
    public String statement() {
        return sql;
    }

    @Override
    public Progress run(Session session, Runnable resume) {
        Execution running = execution.orElseGet(() -> session.start(Program.of(sql, ParameterSource.NONE)));
        execution = Optional.of(running);
        Progress progress = running.advance(encoder, Deadline.NEVER);
        switch (progress) {
            case DONE -> {
                running.close();
                connection.send(encoder.take(), connection::answered);
            }
            case PARKED -> running.onReady(resume);
            case MORE -> {
                if (encoder.full()) {
                    connection.send(encoder.take(), resume);
                    return Progress.PARKED;
                }
            }
        }
        return progress;
    }

    @Override
    public void failed(SqldException error) {
        execution.ifPresent(Execution::close);
        encoder.abandon(error);
        connection.send(encoder.take(), connection::answered);
    }
}
