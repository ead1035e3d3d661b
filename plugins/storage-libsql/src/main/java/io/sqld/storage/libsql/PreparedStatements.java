package io.sqld.storage.libsql;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * The statements of one connection that were used last, by their text. One that is lent is never closed here; its
 * text, asked for again, is prepared a second time.
 */
final class PreparedStatements {
    /** Of all texts together: so that a few long statements do not stay for ever. */
    private static final long CHARS_MAX = 1 << 20;

    private final int max;
    private final LinkedHashMap<String, CachedStatement> statements = new LinkedHashMap<>(16, 0.75f, true);
    private long chars;

    PreparedStatements(int max) {
        this.max = max;
    }

    /** Lends the statement of this text, if it is there and at home. */
    Optional<CachedStatement> lend(String sql) {
        CachedStatement found = statements.get(sql);
        if (found == null || found.lent()) {
            return Optional.empty();
        }
        found.lent(true);
        return Optional.of(found);
    }

    /** Adds a statement that is lent; it stays unknown if its text is there already. */
    void add(CachedStatement statement) {
        if (statements.putIfAbsent(statement.sql(), statement) == null) {
            statement.kept(true);
            chars += statement.sql().length();
            evict();
        }
    }

    /** Takes a statement back. */
    void giveBack(CachedStatement statement) {
        statement.lent(false);
        if (!statement.kept()) {
            statement.sqlite().close();
            return;
        }
        statement.sqlite().reset();
        statement.sqlite().clearBindings();
    }

    /** Forgets a statement that is at home. */
    void remove(CachedStatement statement) {
        if (statement.kept()) {
            statements.remove(statement.sql());
            forget(statement);
        }
    }

    /** Forgets every statement; those that are lent are closed when they come back. */
    void clear() {
        for (CachedStatement statement : statements.values()) {
            forget(statement);
        }
        statements.clear();
    }

    private void evict() {
        Iterator<CachedStatement> eldest = statements.values().iterator();
        while ((statements.size() > max || chars > CHARS_MAX) && eldest.hasNext()) {
            CachedStatement statement = eldest.next();
            if (!statement.lent()) {
                eldest.remove();
                forget(statement);
            }
        }
    }

    private void forget(CachedStatement statement) {
        statement.kept(false);
        chars -= statement.sql().length();
        if (!statement.lent()) {
            statement.sqlite().close();
        }
    }
}
