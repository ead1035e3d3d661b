package io.sqld.sqlite;

import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * Keeps the statements of one connection that were used last, by their text. Used by the thread that uses the
 * connection.
 *
 * <p>A statement is lent to one borrower at a time: whoever asks for the text of a lent one gets another, which is
 * closed when it comes back. Beyond its bounds the cache closes what was not used for the longest time; a lent
 * statement is closed when it comes back.
 */
public final class StatementCache implements AutoCloseable {
    private final SqliteConnection connection;
    private final int maxStatements;
    private final long maxSqlBytes;
    private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long sqlBytes;
    private long hits;
    private long misses;

    /** A statement in the cache. */
    static final class Entry {
        private final String sql;
        private final SqliteStatement statement;
        private boolean lent = true;
        private boolean evicted;

        Entry(String sql, SqliteStatement statement) {
            this.sql = sql;
            this.statement = statement;
        }
    }

    /**
     * An empty cache.
     *
     * @param maxStatements 0 to cache nothing
     * @param maxSqlBytes of all texts together, in UTF-8
     */
    public StatementCache(SqliteConnection connection, int maxStatements, long maxSqlBytes) {
        this.connection = connection;
        this.maxStatements = maxStatements;
        this.maxSqlBytes = maxSqlBytes;
    }

    /**
     * Lends the first statement at or after an offset, ready to be bound, and not to be closed but to be
     * {@linkplain #giveBack given back}.
     *
     * <p>A statement is kept under its own text: {@code sql.substring(offset, end)} finds it again.
     *
     * @throws SqliteException if it cannot be prepared
     */
    public PrepareResult borrow(String sql, int offset) {
        if (offset == 0) {
            var entry = entries.get(sql);
            if (entry != null && !entry.lent) {
                entry.lent = true;
                hits++;
                return new PrepareResult(Optional.of(entry.statement), sql.length());
            }
        }
        misses++;
        var prepared = connection.prepare(sql, offset, true);
        prepared.statement().ifPresent(statement -> add(sql.substring(offset, prepared.end()), statement));
        return prepared;
    }

    private void add(String sql, SqliteStatement statement) {
        if (statement.sqlBytes() > maxSqlBytes || maxStatements == 0 || entries.containsKey(sql)) {
            return;
        }
        var entry = new Entry(sql, statement);
        entries.put(sql, entry);
        statement.cacheEntry = entry;
        sqlBytes += statement.sqlBytes();
        while (entries.size() > maxStatements || sqlBytes > maxSqlBytes) {
            evict(entries.firstEntry().getValue());
        }
    }

    /**
     * Takes a statement back, whatever state it is in: resets it and clears its bindings.
     *
     * @throws SqliteException as {@link SqliteStatement#reset()} and {@link SqliteStatement#close()}
     */
    public void giveBack(SqliteStatement statement) {
        var entry = statement.cacheEntry;
        if (entry == null || entry.evicted) {
            statement.close();
            return;
        }
        if (!entry.lent) {
            throw new IllegalStateException("the statement is not lent");
        }
        try {
            statement.reset();
        } finally {
            statement.clearBindings();
            entry.lent = false;
        }
    }

    /** Takes a statement back and closes it, so that the next to ask for its text gets a new one. */
    public void discard(SqliteStatement statement) {
        var entry = statement.cacheEntry;
        if (entry != null && !entry.evicted) {
            remove(entry);
        }
        statement.close();
    }

    /** Closes everything that is not lent. */
    public void clear() {
        while (!entries.isEmpty()) {
            evict(entries.firstEntry().getValue());
        }
    }

    private void evict(Entry entry) {
        remove(entry);
        if (!entry.lent) {
            entry.statement.close();
        }
    }

    private void remove(Entry entry) {
        entries.remove(entry.sql);
        sqlBytes -= entry.statement.sqlBytes();
        entry.evicted = true;
    }

    /** {@return how many statements it holds, those lent included} */
    public int size() {
        return entries.size();
    }

    /** {@return the bytes of their texts} */
    public long sqlBytes() {
        return sqlBytes;
    }

    /** {@return how often a statement was found} */
    public long hits() {
        return hits;
    }

    /** {@return how often a statement had to be prepared} */
    public long misses() {
        return misses;
    }

    /** Closes everything that is not lent. */
    @Override
    public void close() {
        clear();
    }
}
