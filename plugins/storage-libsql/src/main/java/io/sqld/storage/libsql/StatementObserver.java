package io.sqld.storage.libsql;

import io.sqld.api.auth.Identity;
import io.sqld.api.auth.Permission;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.Parameter;
import io.sqld.api.sql.StatementKind;
import io.sqld.sqlite.Authorizer;
import io.sqld.sqlite.AuthorizerAction;
import io.sqld.sqlite.AuthorizerRequest;
import io.sqld.sqlite.SqliteStatement;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The authorizer of one connection: refuses what the policy forbids, and notes what a statement does, and which rights
 * it needs, while it is prepared. Whoever runs it must have these, however long ago and by whomever it was prepared.
 *
 * <p>While a statement runs, SQLite asks for what is prepared then: the statement itself anew, after a change of the
 * schema, and others within it. There, the rights of whoever runs it decide at once ({@link RunningRights}).
 *
 * <p>SQLite asks for the outer statement, for the triggers and views it uses, and for statements that it or a
 * virtual table prepares within another, while that is being prepared or already runs. So kinds are ranked: the
 * outer statement's own actions outweigh those that it implies, and what comes from a trigger says nothing about the
 * kind.
 */
final class StatementObserver implements Authorizer {
    private static final Set<String> SCHEMA_TABLES = Set.of(
            "sqlite_master", "sqlite_schema", "sqlite_temp_master", "sqlite_temp_schema");
    private static final int RANK_NONE = 0;
    private static final int RANK_QUERY = 1;
    private static final int RANK_ROWS = 2;
    private static final int RANK_REINDEX = 3;
    private static final int RANK_OBJECT = 4;
    private static final int RANK_ANALYZE = 5;
    private static final int RANK_ALTER = 6;
    private static final int RANK_COMMAND = 7;

    private final PolicySettings policy;
    private final PragmaPolicy pragmas;
    private final RunningRights runningRights = new RunningRights();
    private boolean preparing;
    private boolean vacuuming;
    private StatementKind kind = StatementKind.OTHER;
    private int rank;
    private boolean writesDatabase;
    private boolean writesTemporary;
    private boolean pragmaWrites;
    private boolean pins;
    private boolean temporarySchema;
    private String savepoint = "";
    private String target = "";
    private boolean countsRows;
    private boolean writesSchemaTable;
    private EnumSet<Permission> required = EnumSet.noneOf(Permission.class);
    private @Nullable String denial;

    StatementObserver(PolicySettings policy) {
        this.policy = policy;
        this.pragmas = new PragmaPolicy(policy);
    }

    /** A statement is about to be prepared. */
    void beginPrepare() {
        preparing = true;
        kind = StatementKind.OTHER;
        rank = RANK_NONE;
        writesDatabase = false;
        writesTemporary = false;
        pragmaWrites = false;
        pins = false;
        temporarySchema = false;
        writesSchemaTable = false;
        savepoint = "";
        target = "";
        required = EnumSet.noneOf(Permission.class);
        denial = null;
    }

    /** From now on, statements that delete all rows of a table are to do so one by one, so that each is told of. */
    void countsRows(boolean counts) {
        countsRows = counts;
    }

    /** It has been prepared, or has failed to be. */
    void endPrepare() {
        preparing = false;
    }

    /** A statement is about to run for somebody with these rights. VACUUM attaches a temporary database then. */
    void running(StatementFacts facts, Identity identity) {
        vacuuming = facts.kind() == StatementKind.VACUUM;
        runningRights.begin(facts, identity);
        denial = null;
    }

    /** {@return whether the last refusal was for want of a right} Ask before {@link #takeDenial}. */
    boolean deniedByRights() {
        return runningRights.denied();
    }

    /** {@return why the last refusal was made, once} */
    Optional<String> takeDenial() {
        Optional<String> reason = Optional.ofNullable(denial);
        denial = null;
        return reason;
    }

    /** {@return what was noted about the statement just prepared} */
    StatementFacts facts(SqliteStatement statement, List<Parameter> parameters, List<Column> columns) {
        boolean readOnly = statement.readOnly();
        if (statement.explain() != 0) {
            required.retainAll(Set.of(Permission.READ));
            return new StatementFacts(
                    StatementKind.EXPLAIN,
                    parameters,
                    columns,
                    true,
                    false,
                    Set.copyOf(required),
                    false,
                    false,
                    "",
                    "");
        }
        // VACUUM is the one statement that asks nothing while it is prepared and writes.
        StatementKind known = (rank == RANK_NONE && !readOnly) ? StatementKind.VACUUM : kind;
        if (known == StatementKind.VACUUM || (known == StatementKind.BEGIN && !readOnly)) {
            required.add(Permission.WRITE); // BEGIN IMMEDIATE takes the turn to write from others
        }
        if (writesSchemaTable && rank == RANK_ROWS) {
            required.add(Permission.ADMIN); // the rows of sqlite_schema itself, not by CREATE and the like
        }
        boolean temporaryOnly = writesTemporary && !writesDatabase;
        boolean needsTurn = pragmaWrites || (!readOnly && !temporaryOnly);
        return new StatementFacts(
                known,
                parameters,
                columns,
                readOnly,
                needsTurn,
                Set.copyOf(required),
                pins,
                temporarySchema,
                savepoint,
                target);
    }

    @Override
    public int authorize(AuthorizerRequest request) {
        if (!preparing && !runningRights.allow(request)) {
            return deny(runningRights.reason());
        }
        return switch (request.action()) {
            case AuthorizerAction.SELECT, AuthorizerAction.RECURSIVE -> note(request, StatementKind.SELECT, RANK_QUERY);
            case AuthorizerAction.READ -> read(request);
            case AuthorizerAction.FUNCTION -> function(request);
            case AuthorizerAction.INSERT -> write(request, StatementKind.INSERT);
            case AuthorizerAction.UPDATE -> write(request, StatementKind.UPDATE);
            case AuthorizerAction.DELETE -> write(request, StatementKind.DELETE);
            case AuthorizerAction.TRANSACTION -> note(request, StatementKind.valueOf(request.first()), RANK_COMMAND);
            case AuthorizerAction.SAVEPOINT -> savepoint(request);
            case AuthorizerAction.PRAGMA -> pragma(request);
            case AuthorizerAction.ATTACH -> attach(request);
            case AuthorizerAction.DETACH -> detach(request);
            default -> schema(request);
        };
    }

    private int read(AuthorizerRequest request) {
        if (preparing && !request.schema().equals("temp")) {
            required.add(Permission.READ);
        }
        return module(request.first());
    }

    private int module(String name) {
        String module = name.toLowerCase(Locale.ROOT);
        if (policy.modulesDenied().contains(module)) {
            return deny("not authorized: the virtual table " + name + " is refused by " + policy.path()
                    + ".modules-denied");
        }
        if (preparing && FileAccess.MODULES.contains(module)) {
            required.add(Permission.ADMIN);
        }
        return AuthorizerAction.ALLOW;
    }

    private int function(AuthorizerRequest request) {
        String name = request.second();
        String function = name.toLowerCase(Locale.ROOT);
        if (policy.functionsDenied().contains(function)) {
            return deny(
                    "not authorized: the function " + name + " is refused by " + policy.path() + ".functions-denied");
        }
        if (preparing && FileAccess.FUNCTIONS.contains(function)) {
            required.add(Permission.ADMIN);
        }
        return AuthorizerAction.ALLOW;
    }

    private int write(AuthorizerRequest request, StatementKind what) {
        if (!preparing) {
            return AuthorizerAction.ALLOW;
        }
        if (request.schema().equals("temp")) {
            writesTemporary = true;
            pins = true;
        } else {
            writesDatabase = true;
            if (SCHEMA_TABLES.contains(request.first())) {
                writesSchemaTable = true;
            } else {
                required.add(Permission.WRITE);
                target = target.isEmpty() && !request.hasSource() ? request.first() : target;
            }
        }
        if (rank < RANK_ROWS) {
            note(request, what, RANK_ROWS);
        }
        // https://sqlite.org/c3ref/c_deny.html: this forbids nothing but the quick way to delete all rows
        boolean byRow = countsRows && what == StatementKind.DELETE && rank < RANK_OBJECT
                && !SCHEMA_TABLES.contains(request.first());
        return byRow ? AuthorizerAction.IGNORE : AuthorizerAction.ALLOW;
    }

    private int savepoint(AuthorizerRequest request) {
        if (preparing) {
            savepoint = request.second();
        }
        StatementKind what = switch (request.first()) {
            case "BEGIN" -> StatementKind.SAVEPOINT;
            case "RELEASE" -> StatementKind.RELEASE;
            default -> StatementKind.ROLLBACK_TO;
        };
        return note(request, what, RANK_COMMAND);
    }

    private int pragma(AuthorizerRequest request) {
        note(request, StatementKind.PRAGMA, RANK_COMMAND);
        String name = request.first();
        if (request.hasSecond() && name.equalsIgnoreCase("journal_mode") && request.second().equalsIgnoreCase("wal")) {
            return AuthorizerAction.ALLOW; // what many drivers ask for, and what is in force
        }
        PragmaPolicy.Verdict verdict =
                request.hasSecond() ? pragmas.judge(name, request.second()) : pragmas.judge(name);
        if (preparing) {
            required.addAll(pragmas.rights(name, request.hasSecond(), verdict));
        } else if (pragmas.isHidden(request.hasSecond(), verdict) && !runningRights.isPragma()) {
            return deny("not authorized: write PRAGMA " + name + " as a statement of its own");
        }
        return switch (verdict) {
            case READS -> AuthorizerAction.ALLOW;
            case WRITES -> pragmaWrites();
            case PINS -> pragmaPins();
            case IGNORED -> AuthorizerAction.IGNORE;
            case REFUSED -> deny(pragmas.reason(name));
        };
    }

    private int pragmaWrites() {
        if (preparing) {
            pragmaWrites = true;
        }
        return AuthorizerAction.ALLOW;
    }

    private int pragmaPins() {
        if (preparing) {
            pins = true;
        }
        return AuthorizerAction.ALLOW;
    }

    private int attach(AuthorizerRequest request) {
        if (vacuuming && !preparing && request.first().isEmpty()) {
            return AuthorizerAction.ALLOW;
        }
        if (vacuuming && !preparing) {
            return deny("not authorized: VACUUM INTO writes a file on the server");
        }
        if (!policy.attach()) {
            return deny(
                    "not authorized: ATTACH; " + policy.path() + ".attach in the server's configuration can allow it");
        }
        if (preparing) {
            pins = true;
            required.add(Permission.ATTACH);
            if (!FileAccess.isMemory(request)) {
                required.add(Permission.ADMIN);
            }
        }
        return note(request, StatementKind.ATTACH, RANK_COMMAND);
    }

    private int detach(AuthorizerRequest request) {
        if (!policy.attach()) {
            return deny(
                    "not authorized: DETACH; " + policy.path() + ".attach in the server's configuration can allow it");
        }
        if (preparing) {
            pins = true;
            temporarySchema = true;
        }
        return note(request, StatementKind.DETACH, RANK_COMMAND);
    }

    private int schema(AuthorizerRequest request) {
        return switch (request.action()) {
            case AuthorizerAction.CREATE_TABLE -> object(request, StatementKind.CREATE_TABLE);
            case AuthorizerAction.CREATE_INDEX -> object(request, StatementKind.CREATE_INDEX);
            case AuthorizerAction.CREATE_VIEW -> object(request, StatementKind.CREATE_VIEW);
            case AuthorizerAction.CREATE_TRIGGER -> object(request, StatementKind.CREATE_TRIGGER);
            case AuthorizerAction.DROP_TABLE, AuthorizerAction.DROP_VTABLE -> object(request, StatementKind.DROP_TABLE);
            case AuthorizerAction.DROP_INDEX -> object(request, StatementKind.DROP_INDEX);
            case AuthorizerAction.DROP_VIEW -> object(request, StatementKind.DROP_VIEW);
            case AuthorizerAction.DROP_TRIGGER -> object(request, StatementKind.DROP_TRIGGER);
            case AuthorizerAction.CREATE_TEMP_TABLE -> temporary(request, StatementKind.CREATE_TABLE);
            case AuthorizerAction.CREATE_TEMP_INDEX -> temporary(request, StatementKind.CREATE_INDEX);
            case AuthorizerAction.CREATE_TEMP_VIEW -> temporary(request, StatementKind.CREATE_VIEW);
            case AuthorizerAction.CREATE_TEMP_TRIGGER -> temporary(request, StatementKind.CREATE_TRIGGER);
            case AuthorizerAction.DROP_TEMP_TABLE -> temporary(request, StatementKind.DROP_TABLE);
            case AuthorizerAction.DROP_TEMP_INDEX -> temporary(request, StatementKind.DROP_INDEX);
            case AuthorizerAction.DROP_TEMP_VIEW -> temporary(request, StatementKind.DROP_VIEW);
            case AuthorizerAction.DROP_TEMP_TRIGGER -> temporary(request, StatementKind.DROP_TRIGGER);
            case AuthorizerAction.CREATE_VTABLE -> virtualTable(request);
            case AuthorizerAction.ALTER_TABLE -> alter(request);
            case AuthorizerAction.REINDEX -> maintain(request, StatementKind.REINDEX, RANK_REINDEX);
            case AuthorizerAction.ANALYZE -> maintain(request, StatementKind.ANALYZE, RANK_ANALYZE);
            default -> AuthorizerAction.ALLOW;
        };
    }

    private int object(AuthorizerRequest request, StatementKind what) {
        if (preparing) {
            writesDatabase = true;
            required.add(Permission.SCHEMA);
        }
        return note(request, what, RANK_OBJECT);
    }

    private int temporary(AuthorizerRequest request, StatementKind what) {
        if (preparing) {
            writesTemporary = true;
            temporarySchema = true;
            pins = true;
        }
        return note(request, what, RANK_OBJECT);
    }

    private int virtualTable(AuthorizerRequest request) {
        if (module(request.second()) == AuthorizerAction.DENY) {
            return AuthorizerAction.DENY;
        }
        StatementKind what = StatementKind.CREATE_VIRTUAL_TABLE;
        return request.schema().equals("temp") ? temporary(request, what) : object(request, what);
    }

    private int alter(AuthorizerRequest request) {
        if (preparing && request.first().equals("temp")) {
            writesTemporary = true;
            temporarySchema = true;
            pins = true;
        } else if (preparing) {
            writesDatabase = true;
            required.add(Permission.SCHEMA);
        }
        return note(request, StatementKind.ALTER_TABLE, RANK_ALTER);
    }

    private int maintain(AuthorizerRequest request, StatementKind what, int itsRank) {
        if (preparing && request.schema().equals("temp")) {
            writesTemporary = true;
        } else if (preparing) {
            writesDatabase = true;
            required.add(Permission.WRITE);
        }
        return note(request, what, itsRank);
    }

    private int note(AuthorizerRequest request, StatementKind what, int itsRank) {
        if (preparing && itsRank > rank && !request.hasSource()) {
            kind = what;
            rank = itsRank;
        }
        return AuthorizerAction.ALLOW;
    }

    private int deny(String reason) {
        if (denial == null) {
            denial = reason;
        }
        return AuthorizerAction.DENY;
    }
}
