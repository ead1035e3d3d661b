package io.sqld.host.layer;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import io.sqld.api.service.Metrics;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.NamespaceName;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.ProgramSink;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import io.sqld.api.storage.Database;
import io.sqld.api.storage.DatabaseLayer;

/**
 * Counts sessions and programs, and measures how long programs take from their first step to their end, waits included.
 */
public final class MetricsLayer implements DatabaseLayer {
    private final Metrics.Counter sessions;
    private final Metrics.Counter programs;
    private final Metrics.Counter parked;
    private final Metrics.Counter refused;
    private final Metrics.Timer programTime;

    /** Registers its figures. */
    public MetricsLayer(Metrics metrics) {
        sessions = metrics.counter("sqld_host_sessions_total", "Sessions opened.");
        programs = metrics.counter("sqld_host_programs_total", "Programs started.");
        parked = metrics.counter("sqld_host_programs_parked_total",
                "Times that a program waited for its turn to write, for durability or for a position.");
        refused = metrics.counter("sqld_host_programs_refused_total", "Programs refused because of a limit.");
        programTime = metrics.timer("sqld_host_program_seconds", "Time from the first step of a program to its end.");
    }

    @Override
    public Database wrap(NamespaceName namespace, Database next) {
        return new LayeredDatabase(next, (database, request) -> {
            Session session = database.openSession(request);
            sessions.add(1);
            return new MeasuredSession(session);
        });
    }

    private final class MeasuredSession extends ForwardingSession {
        MeasuredSession(Session next) {
            super(next);
        }

        @Override
        public Execution start(Program program) {
            try {
                Execution execution = super.start(program);
                programs.add(1);
                return new MeasuredExecution(execution);
            } catch (SqldException e) {
                if (e.code() == ErrorCode.OVERLOADED || e.code() == ErrorCode.LIMIT_EXCEEDED) {
                    refused.add(1);
                }
                throw e;
            }
        }
    }

    private final class MeasuredExecution extends ForwardingExecution {
        private boolean begun;
        private boolean ended;
        private long beganNanos;

        MeasuredExecution(Execution next) {
            super(next);
        }

        @Override
        public Progress advance(ProgramSink sink, Deadline deadline) {
            if (!begun) {
                begun = true;
                beganNanos = System.nanoTime();
            }
            Progress progress = super.advance(sink, deadline);
            switch (progress) {
                case MORE -> {}
                case PARKED -> parked.add(1);
                case DONE -> end();
            }
            return progress;
        }

        @Override
        public void close() {
            end();
            super.close();
        }

        private void end() {
            if (begun && !ended) {
                ended = true;
                programTime.record(System.nanoTime() - beganNanos);
            }
        }
    }
}
