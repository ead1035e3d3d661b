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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the engine which SQLite it is, and tells a client in native mode. */
final class SqliteIdentity implements Work {
    private static final String SQL = "SELECT sqlite_version(), sqlite_source_id()";

    private final Conversation conversation;
    private final Answer answer = new Answer();
    private @Nullable Execution execution;

    SqliteIdentity(Conversation conversation) {
        this.conversation = conversation;
    }

    @Override
    public Progress advance(Session session, Runnable resume) {
        Execution running = execution;
        if (running == null) {
            running = session.start(Program.of(SQL, ParameterSource.NONE));
            execution = running;
        }
        Progress progress = running.advance(answer, Deadline.NEVER);
        if (progress == Progress.PARKED) {
            running.onReady(resume);
        } else if (progress == Progress.DONE) {
            running.close();
            List<String> texts = answer.texts;
            boolean told = texts.size() == 2;
            conversation.nativeMode().identify(conversation.out(), told ? texts.get(0) : "", told ? texts.get(1) : "");
        }
        return progress;
    }

    /** Keeps the texts of the one row. */
    private static final class Answer implements ProgramSink {
        private final List<String> texts = new ArrayList<>();

        @Override
        public void text(MemorySegment utf8, long offset, int bytes) {
            texts.add(Utf8.decode(utf8, offset, bytes));
        }

        @Override
        public void beginStep(int step, List<Column> columns) {
            texts.clear();
        }

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
        public void stepFailed(int step, SqldException error) {}

        @Override
        public void nullValue() {}

        @Override
        public void integer(long value) {}

        @Override
        public void real(double value) {}

        @Override
        public void blob(MemorySegment data, long offset, int bytes) {}
    }
}
