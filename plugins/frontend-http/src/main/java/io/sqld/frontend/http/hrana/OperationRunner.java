package io.sqld.frontend.http.hrana;

import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Condition;
import io.sqld.api.sql.Description;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.Position;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import io.sqld.api.sql.StatementKind;
import io.sqld.api.sql.Step;
import io.sqld.api.sql.TransactionState;
import io.sqld.frontend.http.json.BufferLimitException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the operations of a stream one after the other, a slice at a time, and encodes their results. Whatever a
 * client can do wrong ends up in the result of its operation. Runs on the session's thread.
 */
final class OperationRunner {
    private final PipelineEncoder encoder;
    private final ResponseLimits limits;
    private final Deadline deadline;
    private @Nullable Execution execution;
    private @Nullable ProgramEncoder result;
    /** Of a sequence: the statement that runs, and where the next one begins. */
    private Program statement = new Program(List.of());
    private int offset;

    OperationRunner(PipelineEncoder encoder, ResponseLimits limits, Deadline deadline) {
        this.encoder = encoder;
        this.limits = limits;
        this.deadline = deadline;
    }

    /** Goes on with {@code operation}, which is the same one until it is done. */
    Progress advance(Operation operation, Session session, Runnable resume, TimeSlice slice) {
        return switch (operation) {
            case Operation.Execute(Program program, long index) -> program(program, index, false, session, resume);
            case Operation.RunBatch(Program program, long index) -> program(program, index, true, session, resume);
            case Operation.Sequence(String sql, long index) -> sequence(sql, index, session, resume, slice);
            case Operation.Describe(String sql, long index) -> describe(sql, index, session);
            case Operation.GetAutocommit() -> {
                encoder.autocommit(session.transactionState() == TransactionState.AUTOCOMMIT);
                yield Progress.DONE;
            }
            case Operation.Reply _,Operation.Refuse _ -> reply(operation);
        };
    }

    /** Answers an operation that needs no session. */
    Progress reply(Operation operation) {
        switch (operation) {
            case Operation.Reply(Operation.Reply.Kind kind) -> encoder.ok(kind);
            case Operation.Refuse(HranaError error) -> encoder.error(error);
            case Operation.Execute _,Operation.RunBatch _,Operation.Sequence _ -> throw needsSession(operation);
            case Operation.Describe _,Operation.GetAutocommit _ -> throw needsSession(operation);
        }
        return Progress.DONE;
    }

    private static IllegalArgumentException needsSession(Operation operation) {
        return new IllegalArgumentException("needs a session: " + operation);
    }

    /** The session is gone: answers the operation that has begun, or has not, with {@code error}. */
    void fail(SqldException error) {
        finishExecution();
        HranaError answer = HranaError.of(error, "");
        if (result == null) {
            encoder.error(answer);
        } else {
            withdraw(answer);
        }
    }

    /** Stops where it is; for a client that has gone away. */
    void close() {
        finishExecution();
    }

    private Progress program(Program program, long index, boolean batch, Session session, Runnable resume) {
        ProgramEncoder into = result;
        if (into == null) {
            into = batch ? encoder.beginBatch(program) : encoder.beginExecute();
            result = into;
        }
        try {
            if (execution == null) {
                require(session, index);
            }
            Progress progress = run(program, session, into, resume);
            if (progress != Progress.DONE) {
                return progress;
            }
            if (into.failure().isPresent()) {
                withdraw(error(into.failure().get(), program));
            } else {
                into.complete(session.position());
                encoder.endResult();
                result = null;
            }
        } catch (SqldException e) {
            withdraw(error(e, program));
        } catch (BufferLimitException e) {
            withdraw(HranaError.of(e, limits.resultBytesMax(), limits.totalBytesMax()));
        } catch (TextException e) {
            withdraw(HranaError.of(e));
        }
        return Progress.DONE;
    }

    private Progress run(Program program, Session session, ProgramEncoder into, Runnable resume) {
        boolean goesOn = false;
        try {
            Execution running = execution;
            if (running == null) {
                running = session.start(program);
                execution = running;
            }
            Progress progress = running.advance(into, deadline);
            goesOn = progress != Progress.DONE;
            if (progress == Progress.PARKED) {
                running.onReady(resume);
            }
            return progress;
        } finally {
            if (!goesOn) {
                finishExecution();
            }
        }
    }

    /**
     * One statement after the other, each prepared when the one before has run: it may create what the next one needs.
     */
    private Progress sequence(String sql, long index, Session session, Runnable resume, TimeSlice slice) {
        var sink = new SequenceSink();
        try {
            if (execution == null && offset == 0) {
                require(session, index);
            }
            while (true) {
                if (execution == null) {
                    int start = offset;
                    Description next = session.describe(sql, offset);
                    if (next.kind() == StatementKind.EMPTY) {
                        break;
                    }
                    offset = next.end();
                    statement = Program.of(
                            new Step(Condition.ALWAYS, sql.substring(start, offset), ParameterSource.NONE, false));
                }
                Progress progress = run(statement, session, sink, resume);
                if (progress != Progress.DONE) {
                    return progress;
                }
                if (sink.failure().isPresent()) {
                    encoder.error(HranaError.of(sink.failure().get(), statement.steps().getFirst().sql()));
                    offset = 0;
                    return Progress.DONE;
                }
                if (slice.over()) {
                    return Progress.MORE;
                }
            }
            encoder.ok(Operation.Reply.Kind.SEQUENCE);
        } catch (SqldException e) {
            encoder.error(HranaError.of(e, sql));
        }
        offset = 0;
        return Progress.DONE;
    }

    private Progress describe(String sql, long index, Session session) {
        try {
            require(session, index);
            encoder.described(session.describe(sql, 0));
        } catch (SqldException e) {
            encoder.error(HranaError.of(e, sql));
        }
        return Progress.DONE;
    }

    private void withdraw(HranaError error) {
        encoder.withdrawResult(error);
        result = null;
    }

    private void finishExecution() {
        Execution running = execution;
        execution = null;
        if (running != null) {
            running.close();
        }
    }

    private static void require(Session session, long index) {
        if (index > 0) {
            session.require(new Position(session.position().logId(), index));
        }
    }

    private static HranaError error(SqldException error, Program program) {
        return HranaError.of(error, program.steps().isEmpty() ? "" : program.steps().getFirst().sql());
    }
}
