package io.sqld.storage.libsql;

import io.sqld.api.sql.Column;
import io.sqld.sqlite.SqliteStatement;
import io.sqld.sqlite.StatementCache;
import io.sqld.sqlite.StatementCounter;
import java.util.List;

/** A prepared statement with what is known of it. */
final class CachedStatement implements StatementCache.Cached {
    private final String sql;
    private final SqliteStatement sqlite;
    private final long schemaVersion;
    private StatementFacts facts;
    private int preparations;

    CachedStatement(String sql, SqliteStatement sqlite, StatementFacts facts, long schemaVersion) {
        this.sql = sql;
        this.schemaVersion = schemaVersion;
        this.sqlite = sqlite;
        this.facts = facts;
    }

    @Override
    public String sql() {
        return sql;
    }

    @Override
    public SqliteStatement sqlite() {
        return sqlite;
    }

    /** {@return the schema version of the server when it was prepared} */
    long schemaVersion() {
        return schemaVersion;
    }

    StatementFacts facts() {
        return facts;
    }

    /** {@return the columns after the first step, which may have prepared the statement anew} */
    List<Column> currentColumns() {
        int now = sqlite.status(StatementCounter.REPREPARE, false);
        if (now != preparations) {
            preparations = now;
            facts = facts.withColumns(sqlite.columns());
        }
        return facts.columns();
    }
}
