package io.sqld.host.layer;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Description;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.Position;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.ProgramSink;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import io.sqld.api.sql.TransactionState;
import io.sqld.api.storage.Database;
import io.sqld.api.storage.SessionRequest;
import java.util.ArrayList;
import java.util.List;

/** A database that notes what reaches it through the layers. */
final class FakeStorage implements Database {
    final List<FakeExecution> executions = new ArrayList<>();
    boolean refuse;
    boolean closed;

    @Override
    public Session openSession(SessionRequest request) {
        return new Session() {
            @Override
            public Description describe(String sql, int offset) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Execution start(Program program) {
                if (refuse) {
                    throw new SqldException(ErrorCode.LIMIT_EXCEEDED, "refused");
                }
                var execution = new FakeExecution();
                executions.add(execution);
                return execution;
            }

            @Override
            public TransactionState transactionState() {
                return TransactionState.AUTOCOMMIT;
            }

            @Override
            public Position position() {
                return Position.NONE;
            }

            @Override
            public void require(Position atLeast) {}

            @Override
            public void interrupt() {}

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {
        closed = true;
    }

    static final class FakeExecution implements Execution {
        final List<Deadline> deadlines = new ArrayList<>();
        Progress progress = Progress.DONE;

        @Override
        public Progress advance(ProgramSink sink, Deadline deadline) {
            deadlines.add(deadline);
            return progress;
        }

        @Override
        public void onReady(Runnable resume) {}

        @Override
        public void close() {}
    }
}
