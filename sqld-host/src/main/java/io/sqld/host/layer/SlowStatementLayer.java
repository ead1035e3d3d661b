package io.sqld.host.layer;

import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.NamespaceName;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.ProgramSink;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import io.sqld.api.sql.StepStats;
import io.sqld.api.storage.Database;
import io.sqld.api.storage.DatabaseLayer;
import io.sqld.api.storage.SessionRequest;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs statements that take long, to the logger {@code sqld.slow-statement}: what they are, never their parameters. The
 * time is that of the work; waiting for a turn to write, a sync or a slow client is not the statement's fault.
 */
public final class SlowStatementLayer implements DatabaseLayer {
    private static final Logger LOG = LoggerFactory.getLogger("sqld.slow-statement");
    private static final double NANOS_PER_MILLI = 1e6;

    private final long thresholdNanos;
    private final boolean json;
    private final int sqlCharsMax;

    /**
     * A layer for the section {@code sqld.slow-statements}.
     *
     * @param threshold zero for no log
     * @param json whether each line is an object
     * @param sqlCharsMax how much of a text is logged
     */
    public SlowStatementLayer(Duration threshold, boolean json, int sqlCharsMax) {
        this.thresholdNanos = threshold.toNanos();
        this.json = json;
        this.sqlCharsMax = sqlCharsMax;
    }

    @Override
    public Database wrap(NamespaceName namespace, Database next) {
        return thresholdNanos == 0 ? next
                : new LayeredDatabase(
                        next, (database, request) -> new WatchedSession(database.openSession(request), request));
    }

    private void log(SessionRequest request, String sql, StepStats stats) {
        String millis = String.format(Locale.ROOT, "%.3f", stats.elapsedNanos() / NANOS_PER_MILLI);
        String text = sql.length() > sqlCharsMax ? sql.substring(0, sqlCharsMax) + "…" : sql;
        String client = escaped(request.client());
        String user = escaped(request.identity().name());
        LOG.info(json
                ? "{\"database\":\"" + request.namespace() + "\",\"user\":\"" + user + "\",\"client\":\"" + client
                        + "\",\"millis\":" + millis + ",\"rows_read\":" + stats.rowsRead() + ",\"rows_written\":"
                        + stats.rowsWritten() + ",\"sql\":\"" + escaped(text) + "\"}"
                : millis + " ms on " + request.namespace() + " for " + client + " as " + user + ", "
                        + stats.rowsRead() + " rows read, " + stats.rowsWritten() + " written: " + escaped(text));
    }

    /** What a client wrote must end neither the line nor the string. */
    private static String escaped(String text) {
        var escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < ' ' || character == 0x7F || character == '"' || character == '\\') {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
            } else {
                escaped.append(character);
            }
        }
        return escaped.toString();
    }

    private final class WatchedSession extends ForwardingSession {
        private final SessionRequest request;

        WatchedSession(Session next, SessionRequest request) {
            super(next);
            this.request = request;
        }

        @Override
        public Execution start(Program program) {
            return new WatchedExecution(super.start(program), request, program);
        }
    }

    private final class WatchedExecution extends ForwardingExecution {
        private final SessionRequest request;
        private final Program program;

        WatchedExecution(Execution next, SessionRequest request, Program program) {
            super(next);
            this.request = request;
            this.program = program;
        }

        @Override
        public Progress advance(ProgramSink sink, Deadline deadline) {
            return super.advance(new ForwardingSink(sink) {
                @Override
                public void endStep(int step, StepStats stats) {
                    super.endStep(step, stats);
                    if (stats.elapsedNanos() >= thresholdNanos) {
                        log(request, program.steps().get(step).sql(), stats);
                    }
                }
            }, deadline);
        }
    }
}
