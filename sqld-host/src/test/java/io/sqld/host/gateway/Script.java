package io.sqld.host.gateway;

import io.sqld.api.error.SqldException;
import io.sqld.api.frontend.SessionTask;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** A task made of one function; its outcome can be awaited. */
final class Script implements SessionTask {
    private final BiFunction<Session, Runnable, Progress> body;
    private final CompletableFuture<Session> outcome = new CompletableFuture<>();

    Script(BiFunction<Session, Runnable, Progress> body) {
        this.body = body;
    }

    static Script done() {
        return new Script((session, resume) -> Progress.DONE);
    }

    @Override
    public Progress run(Session session, Runnable resume) {
        Progress progress = body.apply(session, resume);
        if (progress == Progress.DONE) {
            outcome.complete(session);
        }
        return progress;
    }

    @Override
    public void failed(SqldException error) {
        outcome.completeExceptionally(error);
    }

    boolean ended() {
        return outcome.isDone();
    }

    /** {@return the session on which it ran} */
    FakeSession session() throws Exception {
        return (FakeSession) outcome.get(30, TimeUnit.SECONDS);
    }

    /** {@return what it failed with} */
    SqldException error() throws Exception {
        try {
            throw new AssertionError("did not fail but ran on " + outcome.get(30, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return (SqldException) Objects.requireNonNull(e.getCause());
        }
    }
}
