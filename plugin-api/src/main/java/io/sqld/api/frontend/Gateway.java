package io.sqld.api.frontend;

import io.sqld.api.sql.NamespaceName;
import io.sqld.api.storage.SessionRequest;

/**
 * The way from front ends to databases, and the only thing that decides which thread runs SQL. Thread-safe; no method
 * blocks.
 */
public interface Gateway {
    /**
     * {@return the namespace that a client means by {@code database}} While namespaces are disabled, every name means
     * {@link NamespaceName#DEFAULT}.
     *
     * @throws io.sqld.api.error.SqldException with {@code NAMESPACE_INVALID}
     */
    NamespaceName namespace(String database);

    /**
     * Opens a client's session. Cheap: the database is opened and the session made when the first task runs, and what
     * fails then fails that task and every later one.
     *
     * @throws io.sqld.api.error.SqldException with {@code OVERLOADED} (too many sessions) or {@code SHUTTING_DOWN}
     */
    ClientSession open(SessionRequest request);
}
