package io.sqld.frontend.http.hrana;

import io.sqld.api.sql.Condition;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The requests of one message, ready to run. */
public record Plan(List<Operation> operations) {
    /**
     * Puts stored texts in place, and stores and forgets texts on the way. Everything that breaks the protocol is found
     * here, before anything has run.
     *
     * @throws ProtocolException and the stream is of no more use
     */
    static Plan of(List<StreamRequest> requests, SqlStore store) {
        var operations = new ArrayList<Operation>(requests.size());
        boolean closed = false;
        for (StreamRequest request : requests) {
            boolean closes = request instanceof StreamRequest.Close;
            if (closed && !closes) {
                throw new ProtocolException("Stream for this baton was closed");
            }
            closed |= closes;
            operations.add(operation(request, store));
        }
        return new Plan(operations);
    }

    /** {@return whether these requests end their stream} */
    public static boolean closes(List<StreamRequest> requests) {
        for (StreamRequest request : requests) {
            if (request instanceof StreamRequest.Close) {
                return true;
            }
        }
        return false;
    }

    /** {@return a plan of one statement without a stream} */
    public static Plan execute(Statement statement) {
        return new Plan(List.of(execute(statement, inline(statement.sql()))));
    }

    /** {@return a plan of one batch without a stream} */
    public static Plan batch(Batch batch) {
        return new Plan(List.of(new Operation.RunBatch(program(batch, Plan::inline), batch.replicationIndex())));
    }

    /** {@return a plan of one batch on a stream} */
    static Plan of(Batch batch, SqlStore store) {
        return new Plan(List.of(batch(batch, store)));
    }

    /** {@return what to do for a batch on a stream} */
    static Operation.RunBatch batch(Batch batch, SqlStore store) {
        return new Operation.RunBatch(program(batch, store), batch.replicationIndex());
    }

    private static Program program(Batch batch, SqlStore store) {
        return program(batch, sql -> text(sql, store));
    }

    /** {@return whether anything in it needs a session} */
    public boolean needsSession() {
        for (Operation operation : operations) {
            if (operation.needsSession()) {
                return true;
            }
        }
        return false;
    }

    /** {@return what to do for one request} */
    static Operation operation(StreamRequest request, SqlStore store) {
        return switch (request) {
            case StreamRequest.Close() -> new Operation.Reply(Operation.Reply.Kind.CLOSE);
            case StreamRequest.Execute(Statement statement) -> execute(statement, text(statement.sql(), store));
            case StreamRequest.RunBatch(Batch batch) -> batch(batch, store);
            case StreamRequest.Sequence(SqlText sql, long index) -> new Operation.Sequence(text(sql, store), index);
            case StreamRequest.Describe(SqlText sql, long index) -> new Operation.Describe(text(sql, store), index);
            case StreamRequest.StoreSql(int id, String sql) -> {
                Optional<HranaError> refusal = store.store(id, sql);
                yield refusal.isPresent()
                        ? new Operation.Refuse(refusal.get())
                        : new Operation.Reply(Operation.Reply.Kind.STORE_SQL);
            }
            case StreamRequest.CloseSql(int id) -> {
                store.remove(id);
                yield new Operation.Reply(Operation.Reply.Kind.CLOSE_SQL);
            }
            case StreamRequest.GetAutocommit() -> new Operation.GetAutocommit();
        };
    }

    private static Operation execute(Statement statement, String sql) {
        var step = new Step(
                Condition.ALWAYS, sql, statement.arguments(), statement.rowsWanted());
        return new Operation.Execute(Program.of(step), statement.replicationIndex());
    }

    private static Program program(Batch batch, Function<SqlText, String> texts) {
        var steps = new ArrayList<Step>(batch.steps().size());
        for (Batch.Step step : batch.steps()) {
            Statement statement = step.statement();
            steps.add(new Step(
                    step.condition(), texts.apply(statement.sql()), statement.arguments(), statement.rowsWanted()));
        }
        return new Program(steps);
    }

    private static String text(SqlText sql, SqlStore store) {
        return switch (sql) {
            case SqlText.Inline(String text) -> text;
            case SqlText.Stored(int id) -> store.text(id);
        };
    }

    private static String inline(SqlText sql) {
        return switch (sql) {
            case SqlText.Inline(String text) -> text;
            case SqlText.Stored _ -> throw HranaVersion.requires("`sql_id`", HranaVersion.HRANA2);
        };
    }
}
