package io.sqld.api.frontend;

/**
 * A session seen from its front end: a serial mailbox of tasks in front of a
 * {@link io.sqld.api.sql.Session}. Thread-safe; no method blocks.
 *
 * <p>Tasks run one at a time, in the order of submission, on threads of the gateway's choice. Everything decoded in one
 * read, up to Sync or the end of a request, should be one task: a hand-off costs more than a point query.
 */
public interface ClientSession extends AutoCloseable {
    /**
     * Appends a task. It runs on a thread of the gateway; a task that names its {@linkplain SessionTask#statement()
     * statement} may also have run, in part or whole, on this thread when this returns. When the mailbox or the server
     * is full, or the session closed, the task's {@link SessionTask#failed} is called at once, on this thread.
     */
    void submit(SessionTask task);

    /** Interrupts the task that is running or parked, if there is one, through its session. Later tasks run. */
    void interrupt();

    /**
     * Interrupts what runs, fails what waits with {@code SHUTTING_DOWN}, and closes the session, soon, on a thread of
     * the gateway. Idempotent.
     */
    @Override
    void close();
}
