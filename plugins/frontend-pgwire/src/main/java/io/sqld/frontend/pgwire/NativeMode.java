package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.sqld.api.sql.Session;
import io.sqld.api.sql.StepStats;
import io.sqld.api.sql.TransactionState;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a connection in native mode is told beside its results, and the statements whose rows it has not fetched yet
 * ({@code docs/NATIVE_MODE.md}). One for each connection.
 */
final class NativeMode {
    private final Variables variables;
    private final int cursorsMax;
    private final Map<String, Portal> cursors = new LinkedHashMap<>();
    private final Map<String, String> told = new HashMap<>();
    private long cursorsMade;
    private long changes;
    private long lastInsertRowid;
    private long totalChanges;
    private boolean identified;

    NativeMode(Variables variables, int cursorsMax) {
        this.variables = variables;
        this.cursorsMax = cursorsMax;
    }

    /** {@return whether the session is in native mode} */
    boolean on() {
        return variables.typeRules().sqliteValues();
    }

    /** Counts what a statement did. */
    void did(StepStats stats) {
        switch (stats.kind()) {
            case INSERT, UPDATE, DELETE -> changes = stats.changes();
            default -> {
                // It leaves the number of changes alone.
            }
        }
        totalChanges += stats.rowsWritten();
        lastInsertRowid = stats.lastInsertRowid();
    }

    /** {@return whether the client is still to be told which SQLite this is} */
    boolean needsIdentity() {
        return on() && !identified;
    }

    /** Tells the client which SQLite this is. */
    void identify(ByteBuf out, String version, String sourceId) {
        identified = true;
        Replies.parameterStatus(out, "sqld.sqlite_version", version);
        Replies.parameterStatus(out, "sqld.sqlite_sourceid", sourceId);
    }

    /** Tells the client what has changed, before it may ask again. */
    void report(ByteBuf out, Session session) {
        if (!on()) {
            if (!told.isEmpty()) {
                told.clear();
                close("");
                Replies.parameterStatus(out, "sqld.native", "off");
            }
            return;
        }
        tell(out, "sqld.native", "on");
        boolean autocommit = session.transactionState() == TransactionState.AUTOCOMMIT;
        tell(out, "sqld.autocommit", autocommit ? "1" : "0");
        tell(out, "sqld.changes", Long.toString(changes));
        tell(out, "sqld.last_insert_rowid", Long.toString(lastInsertRowid));
        tell(out, "sqld.total_changes", Long.toString(totalChanges));
    }

    private void tell(ByteBuf out, String name, String value) {
        if (!value.equals(told.put(name, value))) {
            Replies.parameterStatus(out, name, value);
        }
    }

    /**
     * Keeps a statement that has more rows.
     *
     * @return the name by which the client fetches them
     * @throws PgException if there are too many
     */
    String keep(Portal portal) {
        if (cursors.size() >= cursorsMax) {
            portal.close();
            throw PgError.error(SqlState.LIMIT_EXCEEDED,
                    "too many statements with rows to fetch on this connection (pgwire.portals-max = " + cursorsMax
                            + ")")
                    .withHint("Fetch their rows to the end, or CLOSE them.")
                    .raise();
        }
        String name = "c" + ++cursorsMade;
        cursors.put(name, portal);
        return name;
    }

    /** {@return the columns of a statement that has more rows; none if there is no such statement} */
    List<ResultColumn> columns(String name) {
        Portal portal = cursors.get(name);
        return portal == null ? List.of() : portal.statement().columns();
    }

    /**
     * {@return a statement that has more rows, which is no longer kept}
     *
     * @throws PgException if there is none
     */
    Portal take(String name) {
        Portal portal = cursors.remove(name);
        if (portal == null) {
            throw PgError.error(SqlState.INVALID_CURSOR_NAME, "cursor \"" + name + "\" does not exist").raise();
        }
        return portal;
    }

    /** Ends a statement that has more rows, or all of them. What is not there has ended already. */
    void close(String name) {
        if (name.isEmpty()) {
            cursors.values().forEach(Portal::close);
            cursors.clear();
            return;
        }
        Portal portal = cursors.remove(name);
        if (portal != null) {
            portal.close();
        }
    }
}
