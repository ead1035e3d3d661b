package io.sqld.frontend.pgwire;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The portals of one connection, by name; the empty name is the unnamed one. */
final class Portals {
    private final Map<String, Portal> byName = new HashMap<>();
    private final int countMax;

    Portals(int countMax) {
        this.countMax = countMax;
    }

    /**
     * Checks that a name is free.
     *
     * @throws PgException with 42P03 if it is not
     */
    void checkFree(String name) {
        if (!name.isEmpty() && byName.containsKey(name)) {
            throw PgError.error(SqlState.DUPLICATE_CURSOR, "cursor \"" + name + "\" already exists").raise();
        }
    }

    /** Keeps a portal, in place of the one with that name. */
    void put(String name, Portal portal) {
        close(name);
        if (byName.size() >= countMax) {
            throw PgError.error(
                    SqlState.LIMIT_EXCEEDED,
                    "too many portals on this connection (pgwire.portals-max = " + countMax + ")")
                    .withHint("Close portals that are no longer needed, or end the transaction.")
                    .raise();
        }
        byName.put(name, portal);
    }

    /** {@return the portal with this name} */
    Portal named(String name) {
        Portal portal = byName.get(name);
        if (portal == null) {
            throw PgError.error(SqlState.INVALID_CURSOR_NAME, "portal \"" + name + "\" does not exist").raise();
        }
        return portal;
    }

    /** Ends a portal, if there is one with that name. */
    void close(String name) {
        Portal closed = byName.remove(name);
        if (closed != null) {
            closed.close();
        }
    }

    /** {@return the portal with this name, if there is one} */
    Optional<Portal> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** {@return the names of all} */
    Set<String> names() {
        return Set.copyOf(byName.keySet());
    }

    /** Ends those that do not outlive a transaction that has committed, or failed. */
    void transactionEnded(boolean committed) {
        if (!byName.isEmpty()) {
            byName.values().removeIf(portal -> {
                boolean ends = !portal.outlives(committed);
                if (ends) {
                    portal.close();
                }
                return ends;
            });
        }
    }

    /** Keeps the parameters of all when the messages they came in go away. */
    void detach() {
        if (!byName.isEmpty()) {
            byName.values().forEach(Portal::detach);
        }
    }
}
