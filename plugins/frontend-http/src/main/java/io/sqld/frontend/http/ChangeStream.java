package io.sqld.frontend.http;

import io.sqld.api.error.SqldException;
import io.sqld.api.frontend.ClientSession;
import io.sqld.api.frontend.SessionTask;
import io.sqld.api.sql.ChangeListener;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import io.sqld.frontend.http.json.ChunkedBuffer;
import io.sqld.frontend.http.json.JsonWriter;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One client's server-sent events
 * (<a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">specification</a>). Commits add events to
 * a bounded queue, on their threads; the event loop sends them. A client that reads more slowly than others write
 * loses events and is told so; one that does not read at all is cut, as with any answer.
 */
final class ChangeStream implements SessionTask, ChangeListener {
    private static final int OK = 200;
    private static final byte[] KEEP_ALIVE = JsonWriter.ascii(":keep-alive\n\n");

    private final String table;
    private final Set<ChangeAction> actions;
    private final ChangeSettings settings;
    private final Responder responder;
    private final ClientSession session;
    private final Consumer<ChangeStream> onEnd;
    private final EventQueue events;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    /** Touched on the event loop only, as is the responder once the first event has been sent. */
    private boolean ended;

    ChangeStream(String table, Set<ChangeAction> actions, ChangeSettings settings, Responder responder,
            ClientSession session, Consumer<ChangeStream> onEnd) {
        this.table = table;
        this.actions = actions;
        this.settings = settings;
        this.events = new EventQueue(settings.eventsMax());
        this.responder = responder;
        this.session = session;
        this.onEnd = onEnd;
    }

    @Override
    public Progress run(Session opened, Runnable resume) {
        opened.listen(this);
        responder.execute(this::keepAlive);
        return Progress.DONE;
    }

    @Override
    public void failed(SqldException error) {
        onEnd.accept(this);
        session.close();
        responder.fail(error);
    }

    @Override
    public void changed(String changedTable, long inserted, long updated, long deleted) {
        boolean wanted = (inserted > 0 && actions.contains(ChangeAction.INSERT))
                || (updated > 0 && actions.contains(ChangeAction.UPDATE))
                || (deleted > 0 && actions.contains(ChangeAction.DELETE));
        if (!wanted || !changedTable.equalsIgnoreCase(table)) {
            return;
        }
        var data = new StringBuilder("event:changes\ndata:{");
        count(data, ChangeAction.INSERT, inserted);
        count(data, ChangeAction.UPDATE, updated);
        count(data, ChangeAction.DELETE, deleted);
        events.add(data.append("}\n\n").toString());
        schedule();
    }

    private static void count(StringBuilder data, ChangeAction action, long rows) {
        if (rows > 0) {
            data.append(data.charAt(data.length() - 1) == '{' ? "" : ",");
            data.append('"').append(action.title()).append("\":").append(rows);
        }
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            responder.execute(this::flush);
        }
    }

    private void flush() {
        scheduled.set(false);
        if (ended) {
            return;
        }
        if (!responder.writable()) {
            scheduled.set(true);
            responder.park(() -> responder.execute(this::flush));
            return;
        }
        ChunkedBuffer part = responder.buffer();
        part.overdraw();
        for (String event = events.next(); !event.isEmpty(); event = events.next()) {
            part.put(JsonWriter.ascii(event));
        }
        if (part.pending() > 0) {
            responder.send(part);
        }
    }

    /** Sends the head, at first, and a sign of life now and then, so that a client that has gone is noticed. */
    private void keepAlive() {
        if (ended) {
            return;
        }
        if (responder.writable()) {
            ChunkedBuffer comment = responder.buffer();
            comment.put(KEEP_ALIVE);
            responder.send(comment);
        }
        responder.schedule(this::keepAlive, settings.keepAlive());
    }

    /** Ends the events; from any thread. */
    void end() {
        onEnd.accept(this);
        session.close();
        responder.execute(() -> {
            if (!ended) {
                ended = true;
                responder.finish(OK, responder.buffer());
            }
        });
    }
}
