package io.sqld.testkit;

import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.StepStats;

import java.util.List;
import java.util.Optional;

/**
 * What a sink heard of one step.
 *
 * @param step
 *            its number
 * @param outcome
 *            how it ended
 * @param columns
 *            as announced; empty if it never began
 * @param rows
 *            those sent, also by a step that failed later
 * @param stats
 *            present if it succeeded
 * @param error
 *            present if it failed
 */
public record StepResult(int step, Outcome outcome, List<Column> columns, List<Row> rows, Optional<StepStats> stats,
        Optional<SqldException> error) {
    /** Copies the lists. */
    public StepResult {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** How a step ended. */
    public enum Outcome {
        /** It succeeded. */
        SUCCEEDED,
        /** It failed. */
        FAILED,
        /** Its condition was false. */
        SKIPPED
    }

    /** {@return the names of the columns} */
    public List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }

    /** {@return the only value of the only row} */
    public Value value() {
        if (rows.size() != 1 || rows.getFirst().values().size() != 1) {
            throw new AssertionError("one value expected: " + this);
        }
        return rows.getFirst().values().getFirst();
    }

    /** {@return the only value of the only row, which is an INTEGER} */
    public long integer() {
        if (value() instanceof Value.Int(long value)) {
            return value;
        }
        throw new AssertionError("an INTEGER expected: " + this);
    }

    /** {@return how many rows it changed} */
    public long changes() {
        return succeeded().changes();
    }

    /** {@return the last rowid inserted, after the step} */
    public long lastInsertRowid() {
        return succeeded().lastInsertRowid();
    }

    /** {@return the error of a step that failed} */
    public SqldException failure() {
        return error.orElseThrow(() -> new AssertionError("failure expected: " + this));
    }

    private StepStats succeeded() {
        return stats.orElseThrow(() -> error.<RuntimeException>map(e -> e)
                .orElseGet(() -> new IllegalStateException("step " + step + " was skipped")));
    }
}
