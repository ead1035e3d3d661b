package io.sqld.host.layer;

import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.NamespaceName;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.ProgramSink;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import io.sqld.api.storage.Database;
import io.sqld.api.storage.DatabaseLayer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Gives every program a deadline, counted from its first step and never restarted; one that the front end brings counts
 * if it comes earlier.
 */
public final class DeadlineLayer implements DatabaseLayer {
    private final long timeoutNanos;

    /** @param timeout {@code sqld.limits.statement-timeout}; zero for none */
    public DeadlineLayer(Duration timeout) {
        timeoutNanos = timeout.toNanos();
    }

    @Override
    public Database wrap(NamespaceName namespace, Database next) {
        return timeoutNanos == 0 ? next
                : new LayeredDatabase(next, (database, request) -> new TimedSession(database.openSession(request)));
    }

    private final class TimedSession extends ForwardingSession {
        TimedSession(Session next) {
            super(next);
        }

        @Override
        public Execution start(Program program) {
            return new TimedExecution(super.start(program));
        }
    }

    private final class TimedExecution extends ForwardingExecution {
        private @Nullable Deadline own;

        TimedExecution(Execution next) {
            super(next);
        }

        @Override
        public Progress advance(ProgramSink sink, Deadline deadline) {
            Deadline timeout = own;
            if (timeout == null) {
                timeout = Deadline.afterNanos(timeoutNanos).because("sqld.limits.statement-timeout");
                own = timeout;
            }
            return super.advance(sink, timeout.earlier(deadline));
        }
    }
}
