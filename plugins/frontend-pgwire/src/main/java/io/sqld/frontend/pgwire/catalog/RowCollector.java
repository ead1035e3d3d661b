package io.sqld.frontend.pgwire.catalog;

import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.ProgramSink;
import io.sqld.api.sql.StepStats;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps the rows of a small program, as text; NULL is the empty string. */
final class RowCollector implements ProgramSink {
    private final List<List<List<String>>> steps = new ArrayList<>();
    private final List<Optional<SqldException>> failures = new ArrayList<>();
    private List<String> row = new ArrayList<>();

    /** {@return the rows of a step} */
    List<List<String>> rows(int step) {
        return steps.get(step);
    }

    /** {@return the failure of a step} */
    Optional<SqldException> failure(int step) {
        return failures.get(step);
    }

    /** {@return the failure of the first step that failed} */
    Optional<SqldException> failure() {
        return failures.stream().flatMap(Optional::stream).findFirst();
    }

    private void end(Optional<SqldException> failure) {
        failures.add(failure);
        while (steps.size() < failures.size()) {
            steps.add(new ArrayList<>());
        }
    }

    @Override
    public void beginStep(int step, List<Column> columns) {
        while (steps.size() <= step) {
            steps.add(new ArrayList<>());
        }
        steps.get(step).clear();
    }

    @Override
    public void beginRow() {
        row = new ArrayList<>();
    }

    @Override
    public boolean endRow() {
        steps.getLast().add(row);
        return true;
    }

    @Override
    public void endStep(int step, StepStats stats) {
        end(Optional.empty());
    }

    @Override
    public void stepSkipped(int step) {
        end(Optional.empty());
    }

    @Override
    public void stepFailed(int step, SqldException error) {
        end(Optional.of(error));
    }

    @Override
    public void nullValue() {
        row.add("");
    }

    @Override
    public void integer(long value) {
        row.add(Long.toString(value));
    }

    @Override
    public void real(double value) {
        row.add(Double.toString(value));
    }

    @Override
    public void text(MemorySegment utf8, long offset, int bytes) {
        byte[] copy = utf8.asSlice(offset, bytes).toArray(ValueLayout.JAVA_BYTE);
        row.add(new String(copy, StandardCharsets.UTF_8));
    }

    @Override
    public void blob(MemorySegment data, long offset, int bytes) {
        row.add("");
    }
}
