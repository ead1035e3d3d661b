package io.sqld.frontend.http.hrana;

import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import io.sqld.frontend.http.json.ChunkedBuffer;
import org.jspecify.annotations.Nullable;

/** Carries out an operation and sends its result. */
final class OperationJob implements SocketJob {
    private final Operation operation;
    private final Answer answer;
    private final ResponseLimits limits;
    private final Deadline deadline;
    /** From the first slice on; what only waits holds no buffer. */
    private @Nullable ChunkedBuffer message;
    private @Nullable OperationRunner runner;

    OperationJob(Operation operation, Answer answer, ResponseLimits limits, Deadline deadline) {
        this.operation = operation;
        this.answer = answer;
        this.limits = limits;
        this.deadline = deadline;
    }

    @Override
    public String statement() {
        return operation instanceof Operation.Execute execute ? execute.program().steps().getFirst().sql() : "";
    }

    @Override
    public Progress advance(Session session, Runnable resume, TimeSlice slice) {
        ChunkedBuffer into = message;
        OperationRunner running = runner;
        if (into == null || running == null) {
            into = answer.message();
            message = into;
            running = new OperationRunner(answer.encoder(into), limits, deadline);
            runner = running;
        }
        Progress progress = running.advance(operation, session, resume, slice);
        if (progress == Progress.DONE) {
            answer.send(into);
        }
        return progress;
    }

    @Override
    public void fail(SqldException error) {
        if (runner == null || message == null) {
            answer.error(HranaError.of(error, ""));
            return;
        }
        runner.fail(error);
        answer.send(message);
    }

    @Override
    public void drop() {
        if (runner != null) {
            runner.close();
        }
        if (message != null) {
            message.discard();
        }
        answer.drop();
    }
}
