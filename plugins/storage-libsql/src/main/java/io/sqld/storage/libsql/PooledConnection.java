package io.sqld.storage.libsql;

import io.sqld.api.auth.Identity;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.sqlite.FunctionFlag;
import io.sqld.sqlite.PrepareResult;
import io.sqld.sqlite.ResultCode;
import io.sqld.sqlite.SqliteConnection;
import io.sqld.sqlite.SqliteException;
import io.sqld.sqlite.SqliteStatement;
import io.sqld.sqlite.StatementCache;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A SQLite connection that sessions share, one after the other. Used by one thread at a time: that of the session
 * that has it.
 */
final class PooledConnection implements AutoCloseable {
    /** Instructions of SQLite's machine between two looks at the clock: about 20 microseconds. */
    private static final int PROGRESS_OPERATIONS = 2_000;

    private final SqliteConnection sqlite;
    private final StatementObserver observer;
    private final StatementCache<CachedStatement> statements;
    private final GroupCommit commits;
    private final LongSupplier schemaVersion;
    private final LongSupplier replacements;
    private final ChangeListeners listeners;
    private final LimitKeys limits;
    private @Nullable ChangeCounter changeCounter;
    private SessionCounters counters = new SessionCounters();
    private long totalChangesBefore;
    private StopCondition stop = StopCondition.NEVER;
    private boolean holdsTurn;
    private long announced;
    private long noticedSchemaVersion;
    private long noticedReplacements;
    private int users;
    private long idleSinceNanos;

    /**
     * {@code schemaVersion} grows whenever statements may mean something else than when they were prepared, {@code
     * replacements} when other content has taken the place of all.
     */
    PooledConnection(SqliteConnection sqlite, StatementObserver observer,
            StatementCache<CachedStatement> statements, GroupCommit commits, LongSupplier schemaVersion,
            LongSupplier replacements, ChangeListeners listeners, LimitKeys limits) {
        this.sqlite = sqlite;
        this.observer = observer;
        this.statements = statements;
        this.commits = commits;
        this.schemaVersion = schemaVersion;
        this.replacements = replacements;
        this.noticedReplacements = replacements.getAsLong();
        this.listeners = listeners;
        this.limits = limits;
        this.noticedSchemaVersion = schemaVersion.getAsLong();
        sqlite.authorizer(observer);
        sqlite.progressHandler(PROGRESS_OPERATIONS, this::proceed);
        sqlite.commitHook(this::announce);
        sqlite.createFunction("changes", 0, FunctionFlag.INNOCUOUS, call -> call.result().integer(changes()));
        sqlite.createFunction("total_changes", 0, FunctionFlag.INNOCUOUS,
                call -> call.result().integer(totalChanges()));
    }

    /** When a running statement has to stop. */
    interface StopCondition {
        StopCondition NEVER = () -> false;

        boolean reached();
    }

    SqliteConnection sqlite() {
        return sqlite;
    }

    /**
     * A statement in a text.
     *
     * @param end where the next statement begins
     */
    record Described(StatementFacts facts, int end) {}

    /** {@return what the first statement at or after the offset is} */
    Described describe(String sql, int offset) {
        noticeReplacement();
        Optional<CachedStatement> known = offset == 0 ? statements.borrow(sql) : Optional.empty();
        if (known.isPresent()) {
            CachedStatement statement = known.get();
            statements.giveBack(statement);
            if (statement.schemaVersion() == schemaVersion.getAsLong()) {
                return new Described(statement.facts(), sql.length());
            }
            statements.remove(statement);
        }
        noticeSchema();
        PrepareResult prepared = prepare(sql, offset);
        if (prepared.statement().isEmpty()) {
            return new Described(StatementFacts.EMPTY, sql.length());
        }
        CachedStatement statement = keep(sql.substring(offset, prepared.end()), prepared.statement().get());
        statements.giveBack(statement);
        return new Described(statement.facts(), prepared.end());
    }

    /**
     * Forgets the schema if other content has taken the place of all since: its number, by which SQLite notices
     * changes, may be the same. Not in a transaction, which keeps what it sees.
     */
    void noticeReplacement() {
        long now = replacements.getAsLong();
        if (now != noticedReplacements && users == 0 && sqlite.autocommit()) {
            statements.clear();
            sqlite.authorizer(null);
            sqlite.execute("PRAGMA writable_schema=RESET");
            sqlite.authorizer(observer);
            noticedReplacements = now;
        }
    }

    /** {@return whether that has happened since it was noticed last} */
    boolean replaced() {
        return replacements.getAsLong() != noticedReplacements;
    }

    /** {@return whether it can happen at all} */
    boolean replaceable() {
        return noticedReplacements != 0;
    }

    /** SQLite looks whether its copy of the schema is old when a statement runs, not when one is prepared. */
    private void noticeSchema() {
        long version = schemaVersion.getAsLong();
        if (version != noticedSchemaVersion) {
            noticedSchemaVersion = version;
            try {
                sqlite.execute("SELECT 1 FROM sqlite_schema LIMIT 0");
            } catch (SqliteException e) {
                throw translate(e);
            }
        }
    }

    /** Lends the only statement of a text. */
    CachedStatement lend(String sql) {
        if (listeners.any() != (changeCounter != null)) {
            switchCounting();
        }
        Optional<CachedStatement> known = statements.borrow(sql);
        if (known.isPresent()) {
            return known.get();
        }
        PrepareResult prepared = prepare(sql, 0);
        SqliteStatement statement = prepared.statement()
                .orElseThrow(() -> new SqldException(ErrorCode.SQL_EMPTY, "there is no statement in the text"));
        if (prepared.end() < sql.length()) {
            statement.close();
            throw new SqldException(ErrorCode.SQL_MANY_STATEMENTS, "there is more than one statement in the text")
                    .at(prepared.end());
        }
        return keep(sql, statement);
    }

    /**
     * Somebody listens now, or nobody any more. Prepared statements are forgotten, because one that deletes all rows
     * tells of none unless it was told to while it was prepared.
     */
    private void switchCounting() {
        statements.clear();
        if (changeCounter == null) {
            var counter = new ChangeCounter();
            changeCounter = counter;
            sqlite.updateHook((action, schema, table, _) -> counter.changed(action, schema, table));
            sqlite.rollbackHook(counter::rolledBack);
        } else {
            changeCounter = null;
            sqlite.updateHook(null);
            sqlite.rollbackHook(null);
        }
        observer.countsRows(changeCounter != null);
    }

    /** A statement has succeeded. */
    void countChanges(StatementFacts facts) {
        ChangeCounter counter = changeCounter;
        if (counter != null) {
            counter.endStatement(facts, facts.changesRows() && sqlite.totalChanges() != totalChangesBefore
                    ? sqlite.changes()
                    : 0);
        }
    }

    /** A statement has failed, and been undone unless it counts in what SQLite says has changed. */
    void uncountChanges() {
        ChangeCounter counter = changeCounter;
        if (counter != null && sqlite.totalChanges() == totalChangesBefore && !sqlite.autocommit()) {
            counter.undoStatement();
        }
    }

    /** {@return what the transaction has changed that has just ended; nothing if nobody listens, or it goes on} */
    List<TableChanges> takeChanges() {
        ChangeCounter counter = changeCounter;
        return counter == null || !sqlite.autocommit() ? List.of() : counter.take();
    }

    /** Takes a statement back. A run that is half-way ends here, and commits if it can. */
    void giveBack(CachedStatement statement) {
        statements.giveBack(statement);
    }

    /** Ends a run half-way, and rolls back what it has written. */
    void cancel(CachedStatement half) {
        sqlite.interrupt();
        try {
            half.sqlite().step();
        } catch (SqliteException interrupted) {
            observer.takeDenial();
        }
    }

    /** Forgets every prepared statement: their names may mean something else now. */
    void forgetStatements() {
        statements.clear();
    }

    /** Before a statement runs: for whom, when it has to stop, and whether its commit is announced. */
    void beginRun(StatementFacts facts, Identity identity, SessionCounters session, StopCondition newStop,
            boolean newHoldsTurn) {
        observer.running(facts, identity);
        counters = session;
        if (sqlite.lastInsertRowid() != session.lastInsertRowid()) {
            sqlite.setLastInsertRowid(session.lastInsertRowid());
        }
        totalChangesBefore = sqlite.totalChanges();
        ChangeCounter counter = changeCounter;
        if (counter != null) {
            counter.beginStatement();
        }
        stop = newStop;
        holdsTurn = newHoldsTurn;
    }

    /** The run goes on, after a pause in which other statements may have run here. */
    void continueRun(StatementFacts facts, Identity identity, StopCondition newStop, boolean newHoldsTurn) {
        observer.running(facts, identity);
        stop = newStop;
        holdsTurn = newHoldsTurn;
    }

    /** {@return the number of the commit announced since the run began, now complete or failed; 0 if there is none} */
    long pauseRun() {
        stop = StopCondition.NEVER;
        long commit = announced;
        if (commit != 0) {
            announced = 0;
            commits.resolve(commit);
        }
        return commit;
    }

    /** {@return the rows that the run wrote, triggers included} Passes what SQLite counted on to the session. */
    long endRun(StatementFacts facts) {
        if (facts.readOnly()) {
            return 0;
        }
        long written = sqlite.totalChanges() - totalChangesBefore;
        counters.lastInsertRowid(sqlite.lastInsertRowid());
        if (facts.changesRows() || written != 0) {
            counters.changed(sqlite.changes(), written);
            totalChangesBefore += written;
        }
        return written;
    }

    /** {@code changes()}: the session's, unless something has been changed in this run. */
    private long changes() {
        return sqlite.totalChanges() == totalChangesBefore ? counters.changes() : sqlite.changes();
    }

    private long totalChanges() {
        return counters.totalChanges() + sqlite.totalChanges() - totalChangesBefore;
    }

    /** {@return {@code e} for the client, with the reason if the policy was the cause} */
    SqldException translate(SqliteException e) {
        ErrorCode code = observer.deniedByRights() ? ErrorCode.PERMISSION_DENIED : ErrorCode.NOT_AUTHORIZED;
        Optional<String> denial = observer.takeDenial();
        return denial.map(reason -> SqldException.sqlite(code, e.code(), reason))
                .orElseGet(() -> Errors.of(e, limits));
    }

    /** An execution begins or ends to use a statement of this connection. */
    void users(int change) {
        users += change;
    }

    /** {@return whether other executions than the one that asks use a statement of it} */
    boolean usedByOthers() {
        return users > 1;
    }

    /** {@return whether some execution uses a statement of it} */
    boolean used() {
        return users != 0;
    }

    long idleSinceNanos() {
        return idleSinceNanos;
    }

    void idleSince(long nanos) {
        idleSinceNanos = nanos;
    }

    private PrepareResult prepare(String sql, int offset) {
        observer.beginPrepare();
        try {
            return sqlite.prepare(sql, offset, true);
        } catch (SqliteException e) {
            boolean tooLong = e.primaryCode() == ResultCode.TOOBIG && sql.length() - offset > limits.sqlBytes();
            throw tooLong ? Errors.statementTooLong(e, limits) : translate(e);
        } finally {
            observer.endPrepare();
        }
    }

    private CachedStatement keep(String sql, SqliteStatement statement) {
        var cached = new CachedStatement(
                sql,
                statement,
                observer.facts(statement, statement.parameters(), statement.columns()),
                schemaVersion.getAsLong());
        statements.add(cached);
        return cached;
    }

    private boolean proceed() {
        return !stop.reached();
    }

    private boolean announce() {
        if (holdsTurn) {
            announced = commits.announce();
        }
        return true;
    }

    /** A commit has been made. SQLite asks nobody before that of VACUUM, which nevertheless has to reach the disk. */
    void committed() {
        if (announced == 0) {
            announce();
        }
    }

    @Override
    public void close() {
        statements.clear();
        sqlite.close();
    }
}
