package io.sqld.storage.libsql;

import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.ProgramSink;
import io.sqld.api.sql.StepStats;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Results of steps that have run, and whose commits are not durable yet. So the steps of one program share a sync,
 * though each is acknowledged only after it.
 */
final class PendingResults {
    private final ArrayDeque<Result> results = new ArrayDeque<>(1);

    /** What the sink has yet to hear. */
    private sealed interface Result {
        int step();

        record Skipped(int step) implements Result {}

        record Failed(int step, SqldException error) implements Result {}

        /** The step, without rows. */
        record Whole(int step, List<Column> columns, StepStats stats) implements Result {}

        /** The end of a step whose rows have been sent. */
        record End(int step, StepStats stats) implements Result {}
    }

    void skipped(int step) {
        results.addLast(new Result.Skipped(step));
    }

    void failed(int step, SqldException error) {
        results.addLast(new Result.Failed(step, error));
    }

    void whole(int step, List<Column> columns, StepStats stats) {
        results.addLast(new Result.Whole(step, columns, stats));
    }

    void end(int step, StepStats stats) {
        results.addLast(new Result.End(step, stats));
    }

    int size() {
        return results.size();
    }

    boolean isEmpty() {
        return results.isEmpty();
    }

    /** {@return whether there is nothing but failures with this very error} */
    boolean onlyFailedWith(SqldException error) {
        for (Result result : results) {
            if (!(result instanceof Result.Failed failed && failed.error() == error)) {
                return false;
            }
        }
        return true;
    }

    /** Tells the sink everything. */
    void flush(ProgramSink sink) {
        while (!results.isEmpty()) {
            switch (results.removeFirst()) {
                case Result.Skipped(int step) -> sink.stepSkipped(step);
                case Result.Failed(int step, SqldException error) -> sink.stepFailed(step, error);
                case Result.Whole(int step, List<Column> columns, StepStats stats) -> {
                    sink.beginStep(step, columns);
                    sink.endStep(step, stats);
                }
                case Result.End(int step, StepStats stats) -> sink.endStep(step, stats);
            }
        }
    }

    /** Tells the sink that the steps failed that it has not heard of, since what they saw or wrote is not durable. */
    void fail(ProgramSink sink, SqldException error) {
        while (!results.isEmpty()) {
            Result result = results.removeFirst();
            if (result instanceof Result.Skipped(int step)) {
                sink.stepSkipped(step);
            } else {
                sink.stepFailed(result.step(), error);
            }
        }
    }
}
