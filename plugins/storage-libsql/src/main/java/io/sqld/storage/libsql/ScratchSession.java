package io.sqld.storage.libsql;

import io.sqld.api.auth.Identity;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Description;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.Position;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.ScratchRequest;
import io.sqld.api.sql.Session;
import io.sqld.api.sql.SqlFunction;
import io.sqld.api.sql.TransactionState;
import io.sqld.api.sql.ValueSink;
import io.sqld.sqlite.FunctionCall;
import io.sqld.sqlite.FunctionFlag;
import io.sqld.sqlite.PrepareResult;
import io.sqld.sqlite.SqliteConnection;
import io.sqld.sqlite.SqliteException;
import io.sqld.sqlite.SqliteStatement;
import io.sqld.sqlite.StatementCache;
import io.sqld.sqlite.StorageClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A session on a database in memory that is its own: no turn to write, no durability, nobody to wait for. What the
 * policy refuses elsewhere, it refuses here.
 *
 * @see Session#openScratch(ScratchRequest)
 */
final class ScratchSession implements Session {
    /** Instructions of SQLite's machine between two looks at the clock. */
    private static final int PROGRESS_OPERATIONS = 2_000;

    /** The database ends with its session, and holds nothing that the session was not given. */
    private static final Identity OWNER = Identity.unrestricted("scratch");

    private static final int STATEMENTS_MAX = 256;
    private static final long STATEMENT_BYTES_MAX = 1 << 20;

    private final SqliteConnection sqlite;
    private final StatementObserver observer;
    private final StatementCache<CachedStatement> statements =
            new StatementCache<>(STATEMENTS_MAX, STATEMENT_BYTES_MAX);
    private final List<ScratchExecution> executions = new ArrayList<>(1);
    private volatile @Nullable ScratchExecution active;

    /** Takes the connection over; it belongs to the caller until this returns. */
    ScratchSession(SqliteConnection sqlite, StatementObserver observer, List<SqlFunction> functions) {
        this.sqlite = sqlite;
        this.observer = observer;
        sqlite.authorizer(observer);
        sqlite.progressHandler(PROGRESS_OPERATIONS, this::proceed);
        for (SqlFunction function : functions) {
            int flags = FunctionFlag.INNOCUOUS | (function.deterministic() ? FunctionFlag.DETERMINISTIC : 0);
            SqlFunction.Body body = function.body();
            sqlite.createFunction(function.name(), function.arguments(), flags,
                    call -> body.call(new CallArguments(call), call.result()));
        }
    }

    @Override
    public Description describe(String sql, int offset) {
        PrepareResult prepared = prepare(sql, offset);
        if (prepared.statement().isEmpty()) {
            return StatementFacts.EMPTY.description(sql.length());
        }
        CachedStatement statement = keep(sql.substring(offset, prepared.end()), prepared.statement().get());
        statements.giveBack(statement);
        return statement.facts().description(prepared.end());
    }

    @Override
    public Execution start(Program program) {
        var execution = new ScratchExecution(this, program.steps());
        executions.add(execution);
        return execution;
    }

    @Override
    public TransactionState transactionState() {
        return sqlite.autocommit() ? TransactionState.AUTOCOMMIT : TransactionState.OPEN;
    }

    @Override
    public Position position() {
        return Position.NONE;
    }

    @Override
    public void require(Position atLeast) {
        // Nothing is replicated here.
    }

    @Override
    public void interrupt() {
        ScratchExecution running = active;
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public void close() {
        List.copyOf(executions).forEach(ScratchExecution::close);
        statements.clear();
        sqlite.close();
    }

    // What follows is for the executions of this session.

    /** Lends the only statement of a text. */
    CachedStatement lend(String sql) {
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

    void giveBack(CachedStatement statement) {
        try {
            statements.giveBack(statement);
        } catch (SqliteException _) {
            // Reset repeats the error of the last step, which has been told.
        }
    }

    void begin(ScratchExecution execution, StatementFacts facts) {
        active = execution;
        observer.running(facts, OWNER);
    }

    void ended(ScratchExecution execution) {
        executions.remove(execution);
        if (active == execution) {
            active = null;
        }
    }

    SqliteConnection sqlite() {
        return sqlite;
    }

    /** {@return {@code e} for the client, with the reason if the policy was the cause} */
    SqldException translate(SqliteException e) {
        if (e.getCause() instanceof SqldException own) {
            return own;
        }
        return observer.takeDenial()
                .map(reason -> SqldException.sqlite(ErrorCode.NOT_AUTHORIZED, e.code(), reason))
                .orElseGet(() -> Errors.of(e));
    }

    private boolean proceed() {
        ScratchExecution running = active;
        return running == null || !running.reached();
    }

    private PrepareResult prepare(String sql, int offset) {
        observer.beginPrepare();
        try {
            return sqlite.prepare(sql, offset, true);
        } catch (SqliteException e) {
            throw translate(e);
        } finally {
            observer.endPrepare();
        }
    }

    private CachedStatement keep(String sql, SqliteStatement statement) {
        var cached = new CachedStatement(
                sql, statement, observer.facts(statement, statement.parameters(), statement.columns()), 0);
        statements.add(cached);
        return cached;
    }

    private record CallArguments(FunctionCall call) implements SqlFunction.Arguments {
        @Override
        public int count() {
            return call.argumentCount();
        }

        @Override
        public boolean isNull(int argument) {
            return call.type(argument) == StorageClass.NULL;
        }

        @Override
        public boolean isNumber(int argument) {
            StorageClass type = call.type(argument);
            return type == StorageClass.INTEGER || type == StorageClass.REAL;
        }

        @Override
        public long integer(int argument) {
            return call.int64(argument);
        }

        @Override
        public String text(int argument) {
            return call.text(argument);
        }

        @Override
        public void pass(int argument, ValueSink target) {
            call.argument(argument, target);
        }
    }
}
