package io.sqld.testkit;

import static org.assertj.core.api.Assertions.fail;

import io.sqld.api.auth.Identity;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Description;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.NamespaceName;
import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.ProgramSink;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import io.sqld.api.sql.StatementKind;
import io.sqld.api.storage.Database;
import io.sqld.api.storage.SessionRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs SQL on a session from start to end, on the calling thread: what a gateway and a front end do together, with the
 * waits made plain. A wait that exceeds a minute fails the test. Not thread-safe, as a session is not.
 */
public final class SessionRunner implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Session session;

    /** Takes {@code session} over: closing the runner closes it. */
    public SessionRunner(Session session) {
        this.session = session;
    }

    /** {@return a runner on a new session that may do everything} */
    public static SessionRunner open(Database database) {
        return new SessionRunner(database.openSession(request()));
    }

    /** {@return a request of an unrestricted client for the default namespace} */
    public static SessionRequest request() {
        return new SessionRequest(NamespaceName.DEFAULT, Identity.unrestricted("test"), "test");
    }

    /** {@return the session, for what the runner does not offer} */
    public Session session() {
        return session;
    }

    /** {@return what one statement did} Throws its {@link SqldException} if it fails. */
    public StepResult run(String sql, @Nullable Object... parameters) {
        return run(sql, parameters.length == 0 ? ParameterSource.NONE : Parameters.of(parameters));
    }

    /** {@return what one statement did} Throws its {@link SqldException} if it fails. */
    public StepResult run(String sql, ParameterSource parameters) {
        StepResult result = run(Program.of(sql, parameters)).getFirst();
        if (result.error().isPresent()) {
            throw result.error().get();
        }
        return result;
    }

    /** {@return the error of a statement that must fail} */
    public SqldException fails(String sql, @Nullable Object... parameters) {
        StepResult result = run(
                Program.of(sql, parameters.length == 0 ? ParameterSource.NONE : Parameters.of(parameters))).getFirst();
        return result.error().orElseGet(() -> fail("should have failed: " + sql + ", but " + result));
    }

    /** {@return the result of each step} */
    public List<StepResult> run(Program program) {
        return run(program, Deadline.NEVER);
    }

    /** {@return the result of each step} */
    public List<StepResult> run(Program program, Deadline deadline) {
        var sink = new RecordingSink();
        try (Execution execution = session.start(program)) {
            finish(execution, sink, deadline);
        }
        if (sink.steps().size() != program.steps().size()) {
            fail("a program of " + program.steps().size() + " steps ended with " + sink.steps());
        }
        return sink.steps();
    }

    /**
     * {@return the result of each statement of {@code sql}} Each is described after the one before it ran; throws at
     * the first that fails.
     */
    public List<StepResult> script(String sql) {
        var results = new ArrayList<StepResult>();
        int offset = 0;
        while (offset < sql.length()) {
            Description next = session.describe(sql, offset);
            if (next.kind() != StatementKind.EMPTY) {
                results.add(run(sql.substring(offset, next.end())));
            }
            if (next.end() <= offset) {
                fail("describe does not advance at " + offset + " of " + sql);
            }
            offset = next.end();
        }
        return results;
    }

    /** Advances until the program is done, whatever the sink says about room. */
    public static void finish(Execution execution, ProgramSink sink, Deadline deadline) {
        Deadline patience = Deadline.after(PATIENCE);
        while (advance(execution, sink, deadline) != Progress.DONE) {
            if (patience.expired()) {
                fail("the program is not done after " + PATIENCE);
            }
        }
    }

    /** {@return MORE or DONE} Advances once; waits where the execution waits. */
    public static Progress advance(Execution execution, ProgramSink sink, Deadline deadline) {
        Progress progress = execution.advance(sink, deadline);
        while (progress == Progress.PARKED) {
            awaitReady(execution);
            progress = execution.advance(sink, deadline);
        }
        return progress;
    }

    /** Waits until a parked execution is worth advancing. */
    public static void awaitReady(Execution execution) {
        var ready = new CountDownLatch(1);
        execution.onReady(ready::countDown);
        try {
            if (!ready.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                fail("parked, and not resumed within " + PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail("interrupted while parked");
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
