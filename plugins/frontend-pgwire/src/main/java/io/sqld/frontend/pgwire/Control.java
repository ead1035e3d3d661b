package io.sqld.frontend.pgwire;

import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.ProgramSink;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import io.sqld.api.sql.StepStats;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs a statement of the front end's own, such as COMMIT. Its rows, if any, are dropped. */
final class Control implements Work {
    private final String sql;
    private final Runnable onSuccess;
    private final Failure sink = new Failure();
    private @Nullable Execution execution;

    Control(String sql, Runnable onSuccess) {
        this.sql = sql;
        this.onSuccess = onSuccess;
    }

    @Override
    public Progress advance(Session session, Runnable resume) {
        Execution running = execution;
        if (running == null) {
            running = session.start(Program.of(sql, ParameterSource.NONE));
            execution = running;
        }
        Progress progress = running.advance(sink, Deadline.NEVER);
        if (progress == Progress.PARKED) {
            running.onReady(resume);
        } else if (progress == Progress.DONE) {
            running.close();
            SqldException failure = sink.failure;
            if (failure != null) {
                throw failure;
            }
            onSuccess.run();
        }
        return progress;
    }

    /** Keeps the error and drops everything else. */
    private static final class Failure implements ProgramSink {
        private @Nullable SqldException failure;

        @Override
        public void stepFailed(int step, SqldException error) {
            failure = error;
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
