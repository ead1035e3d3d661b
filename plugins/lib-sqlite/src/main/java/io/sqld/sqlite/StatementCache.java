package io.sqld.sqlite;

import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * Keeps the statements of one connection that were used last, by their text. Used by the thread that uses the
 * connection.
 *
 * <p>A statement is lent to one borrower at a time: whoever asks for the text of a lent one gets nothing, and adds
 * another, which is closed when it comes back. Beyond its bounds the cache closes what was not used for the longest
 * time; a lent statement is closed when it comes back.
 *
 * @param <S> a statement with what its owner knows of it
 */
public final class StatementCache<S extends StatementCache.Cached> implements AutoCloseable {
    private final int maxStatements;
    private final long maxSqlBytes;
    private final LinkedHashMap<String, S> statements = new LinkedHashMap<>(16, 0.75f, true);
    private long sqlBytes;

    /** What a cache holds. */
    public interface Cached {
        /** {@return the text that it is found by} */
        String sql();

        /** {@return the statement, always the same} */
        SqliteStatement sqlite();
    }

    /**
     * An empty cache.
     *
     * @param maxStatements 0 to keep nothing
     * @param maxSqlBytes of all statements together, in UTF-8
     */
    public StatementCache(int maxStatements, long maxSqlBytes) {
        this.maxStatements = maxStatements;
        this.maxSqlBytes = maxSqlBytes;
    }

    /**
     * Lends the statement of a text, ready to be bound, if it is here and not lent. Not to be closed but to be
     * {@linkplain #giveBack given back}.
     */
    public Optional<S> borrow(String sql) {
        S found = statements.get(sql);
        if (found == null || found.sqlite().lent) {
            return Optional.empty();
        }
        found.sqlite().lent = true;
        return Optional.of(found);
    }

    /**
     * Takes over a statement that has just been prepared; it counts as lent. It will not be kept if its text is here
     * already, or exceeds a bound by itself.
     */
    public void add(S statement) {
        var sqlite = statement.sqlite();
        sqlite.lent = true;
        if (maxStatements == 0 || sqlite.sqlBytes() > maxSqlBytes
                || statements.putIfAbsent(statement.sql(), statement) != null) {
            return;
        }
        sqlite.kept = true;
        sqlBytes += sqlite.sqlBytes();
        while (statements.size() > maxStatements || sqlBytes > maxSqlBytes) {
            forget(statements.firstEntry().getValue());
        }
    }

    /**
     * Takes a statement back, whatever state it is in: resets it and clears its bindings.
     *
     * @throws SqliteException as {@link SqliteStatement#reset()} and {@link SqliteStatement#close()}; it is back
     *     nevertheless
     */
    public void giveBack(S statement) {
        var sqlite = statement.sqlite();
        if (!sqlite.lent) {
            throw new IllegalStateException("the statement is not lent");
        }
        sqlite.lent = false;
        if (!sqlite.kept) {
            sqlite.close();
            return;
        }
        try {
            sqlite.reset();
        } finally {
            sqlite.clearBindings(); // else the next borrower would run with this one's values
        }
    }

    /** Keeps a statement no longer: it is closed now, or, if it is lent, when it comes back. */
    public void remove(S statement) {
        if (statement.sqlite().kept) {
            forget(statement);
        }
    }

    /** Keeps no statement any longer: as {@link #remove} of each. */
    public void clear() {
        while (!statements.isEmpty()) {
            forget(statements.firstEntry().getValue());
        }
    }

    private void forget(S statement) {
        var sqlite = statement.sqlite();
        statements.remove(statement.sql());
        sqlBytes -= sqlite.sqlBytes();
        sqlite.kept = false;
        if (!sqlite.lent) {
            sqlite.close();
        }
    }

    /** How many statements it keeps, those lent included. */
    int size() {
        return statements.size();
    }

    /** The bytes of their texts. */
    long sqlBytes() {
        return sqlBytes;
    }

    /** As {@link #clear()}. */
    @Override
    public void close() {
        clear();
    }
}
