package io.sqld.frontend.pgwire;

import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.Description;
import io.sqld.api.sql.Parameter;
import io.sqld.api.sql.Session;
import io.sqld.api.sql.StatementKind;
import io.sqld.frontend.pgwire.catalog.Catalog;
import io.sqld.frontend.pgwire.catalog.CatalogQuery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Turns SQL text into {@link Statement}s: what SQLite says about it, with the types that clients see. Types are a
 * function of the text and the schema, never of data. Remembers what it found for the texts seen last. One for each
 * connection.
 */
final class Analyzer {
    private static final int TYPES_MAX = 256;
    private static final int REMEMBERED_MAX = 64;
    private static final int REMEMBERED_CHARS_MAX = 10_000;
    private static final int PARAMETERS_MAX = 65_535;

    private final Function<Command, List<ResultColumn>> commandColumns;
    private final Catalog catalog;
    private final Map<String, ColumnType> declared = new LinkedHashMap<>();
    private TypeRules rules = TypeRules.DEFAULT;
    private final Map<Key, Remembered> remembered = new LinkedHashMap<>(REMEMBERED_MAX, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Remembered> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };

    /** From now on, types are told as the session wants them. */
    void follow(TypeRules newRules) {
        if (!newRules.equals(rules)) {
            rules = newRules;
            declared.clear();
            remembered.clear();
        }
    }

    /**
     * Makes the analyzer of a connection.
     *
     * @param catalog answers queries on PostgreSQL's catalogs
     * @param commandColumns from a command to the columns of its result
     */
    Analyzer(Catalog catalog, Function<Command, List<ResultColumn>> commandColumns) {
        this.catalog = catalog;
        this.commandColumns = commandColumns;
    }

    /**
     * Looks at the statement that {@code text} has at {@code offset}.
     *
     * @param given the types that the client gives its parameters, 0 for those it leaves open
     * @throws SqldException if SQLite does not understand it
     * @throws PgException if its parameters have no types
     */
    Statement analyze(Session session, String text, int offset, int[] given) {
        Remembered known = offset == 0 ? remembered.get(Key.of(text, given)) : null;
        if (known != null && known.isValid(session, this)) {
            return known.statement();
        }
        if (rules.sqliteValues()) {
            return unchanged(session, text, offset, given);
        }
        Optional<CommandParser.Parsed> command =
                CommandParser.parse(text, offset).or(() -> Definitions.parse(text, offset));
        if (command.isPresent()) {
            return answered(session, command.get().command(), command.get().end(), given);
        }
        Optional<CatalogQuery> query = catalog.query(session, text, offset);
        if (query.isPresent()) {
            return ofCatalog(query.get(), offset, given);
        }
        Optional<SqlText> edited = Spellings.read(text, offset);
        Description description = edited.isPresent() ? describe(session, edited.get()) : session.describe(text, offset);
        edited = edited.map(statement -> statement.endingAt(description.end()));
        return statement(session, text, offset, edited, description, given);
    }

    private static Statement ofCatalog(CatalogQuery query, int offset, int[] given) {
        int[] told = query.parameterOids();
        int[] oids = Arrays.copyOf(given, Math.max(given.length, told.length));
        var isGiven = new boolean[oids.length];
        for (int i = 0; i < oids.length; i++) {
            isGiven[i] = oids[i] != 0 && oids[i] != PgType.UNKNOWN.oid();
            if (!isGiven[i]) {
                oids[i] = i < told.length ? told[i] : PgType.TEXT.oid();
            }
        }
        List<ResultColumn> columns = query.columns()
                .stream()
                .map(column -> ResultColumn.of(column.label(), PgType.of(column.typeOid()).orElse(PgType.TEXT)))
                .toList();
        return new Statement.OfCatalog(query, columns, new ParameterTypes(oids, isGiven, false),
                offset + query.length());
    }

    /** In native mode SQLite gets what the client wrote. */
    private Statement unchanged(Session session, String text, int offset, int[] given) {
        Optional<CommandParser.Parsed> command = NativeCommands.parse(text, offset);
        if (command.isPresent()) {
            return answered(session, command.get().command(), command.get().end(), given);
        }
        Description description = session.describe(text, offset);
        return description.kind() == StatementKind.EMPTY ? new Statement.Empty(description.end())
                : sql(session, text, offset, Optional.empty(), description, given);
    }

    /** Errors tell places in what the client wrote. */
    private static Description describe(Session session, SqlText edited) {
        try {
            Description told = session.describe(edited.sql(), 0);
            return new Description(told.kind(), told.parameters(), told.columns(), told.readOnly(),
                    edited.place(told.end()));
        } catch (SqldException failure) {
            throw failure.sqlOffset().isPresent() ? failure.at(edited.place(failure.sqlOffset().getAsInt())) : failure;
        }
    }

    private Statement statement(Session session, String text, int offset, Optional<SqlText> edited,
            Description description, int[] given) {
        return switch (description.kind()) {
            case EMPTY -> new Statement.Empty(description.end());
            case BEGIN ->
                    answered(session, new Command.Begin(text.substring(offset, description.end()), "BEGIN",
                            Optional.empty()), description.end(), given);
            case COMMIT -> answered(session, new Command.Commit(false), description.end(), given);
            case ROLLBACK -> answered(session, new Command.Rollback(false), description.end(), given);
            case SELECT, INSERT, UPDATE, DELETE, CREATE_TABLE, CREATE_VIRTUAL_TABLE, CREATE_INDEX, CREATE_VIEW,
                    CREATE_TRIGGER,
                    DROP_TABLE, DROP_INDEX, DROP_VIEW, DROP_TRIGGER, ALTER_TABLE, SAVEPOINT, RELEASE, ROLLBACK_TO,
                    PRAGMA,
                    ATTACH, DETACH, ANALYZE, REINDEX, VACUUM, EXPLAIN, OTHER ->
                    sql(session, text, offset, edited, description, given);
        };
    }

    private Statement answered(Session session, Command command, int end, int[] given) {
        Optional<Statement.Sql> inner = InnerStatements.of(command, this, session, given);
        ParameterTypes parameters = command instanceof Command.Ask(List<SessionFunction.Call> calls)
                ? SessionFunction.parameters(calls, given)
                : inner.map(Statement.Sql::parameters).orElse(ParameterTypes.NONE);
        return new Statement.Answered(command, commandColumns.apply(command), inner, parameters, end);
    }

    private Statement sql(Session session, String text, int offset, Optional<SqlText> edited, Description description,
            int[] given) {
        SqlText source = edited.orElseGet(() -> SqlText.plain(text, offset, description.end()));
        var tables = new HashMap<String, List<Column>>();
        var types = new TypeInference(source.written(), description, rules, this::declaredType,
                table -> tables.computeIfAbsent(table, name -> tableColumns(session, name)));
        ParameterTypes parameters = parameters(description.parameters(), given, types);
        var analyzed = new Statement.Sql(source, description, columns(source, description.columns(), types, parameters),
                parameters, description.end());
        if (offset == 0 && description.end() == text.length() && text.length() <= REMEMBERED_CHARS_MAX) {
            remembered.put(Key.of(text, given), new Remembered(analyzed, Map.copyOf(tables)));
        }
        return analyzed;
    }

    /** What Parse was given. */
    private record Key(String text, List<Integer> given) {
        private static Key of(String text, int[] given) {
            return new Key(text, given.length == 0 ? List.of() : Arrays.stream(given).boxed().toList());
        }
    }

    /**
     * What was found then.
     *
     * @param tables those that types were taken from
     */
    private record Remembered(Statement.Sql statement, Map<String, List<Column>> tables) {
        /** {@return whether it is still true: nobody has changed the schema in a way that matters} */
        private boolean isValid(Session session, Analyzer analyzer) {
            Description then = statement.description();
            SqlText source = statement.source();
            Description now = source.isEdited() ? describe(session, source) : session.describe(source.sql(), 0);
            if (!now.equals(then)) {
                return false;
            }
            for (Map.Entry<String, List<Column>> table : tables.entrySet()) {
                if (!analyzer.tableColumns(session, table.getKey()).equals(table.getValue())) {
                    return false;
                }
            }
            return true;
        }
    }

    /** {@return columns as clients see them, by their declared types alone} */
    List<ResultColumn> columnsOf(List<Column> columns) {
        return columns(columns, column -> Optional.empty(), column -> Optional.empty());
    }

    private List<ResultColumn> columns(
            SqlText source, List<Column> columns, TypeInference types, ParameterTypes parameters) {
        // SQLite does not see a cast that leaves the value as it is.
        return columns(columns,
                index -> source.isEdited() ? types.castColumn(index, parameters) : Optional.empty(),
                index -> types.column(index, parameters));
    }

    private List<ResultColumn> columns(List<Column> columns, Function<Integer, Optional<ColumnType>> cast,
            Function<Integer, Optional<ColumnType>> inferred) {
        var results = new ArrayList<ResultColumn>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            if (rules.sqliteValues()) {
                results.add(ResultColumn.of(column.name(), PgType.SQLITE_VALUE));
                continue;
            }
            Optional<ColumnType> type = cast.apply(i).or(() -> column.declaredType().map(this::declaredType));
            if (type.isEmpty() && column.origin().isEmpty()) {
                type = inferred.apply(i);
            }
            results.add(new ResultColumn(column.name(), type.orElse(ColumnType.TEXT), 0, 0));
        }
        return List.copyOf(results);
    }

    /** {@return the type of columns declared so} */
    ColumnType declaredType(String declaration) {
        if (declared.size() >= TYPES_MAX) {
            declared.clear();
        }
        return declared.computeIfAbsent(declaration, rules::declared);
    }

    /**
     * {@return the columns of a table, by the same way that a client could ask for them; none if there is no such
     * table}
     */
    private List<Column> tableColumns(Session session, String table) {
        try {
            return session.describe("SELECT * FROM \"" + table.replace("\"", "\"\"") + '"', 0).columns();
        } catch (SqldException _) {
            return List.of();
        }
    }

    private ParameterTypes parameters(List<Parameter> parameters, int[] given, TypeInference types) {
        int count = given.length;
        for (Parameter parameter : parameters) {
            count = Math.max(count, ordinal(parameter));
        }
        if (count == 0) {
            return ParameterTypes.NONE;
        }
        if (count > PARAMETERS_MAX) {
            throw PgError
                    .error(SqlState.TOO_MANY_ARGUMENTS,
                            "a statement can have at most " + PARAMETERS_MAX + " parameters")
                    .raise();
        }
        var used = new boolean[count];
        parameters.forEach(parameter -> used[ordinal(parameter) - 1] = true);
        int[] oids = Arrays.copyOf(given, count);
        var isGiven = new boolean[count];
        for (int i = 0; i < count; i++) {
            isGiven[i] = oids[i] != 0 && oids[i] != PgType.UNKNOWN.oid();
            if (!isGiven[i]) {
                if (!used[i] && !rules.sqliteValues()) {
                    throw PgError
                            .error(SqlState.INDETERMINATE_TYPE,
                                    "could not determine data type of parameter $" + (i + 1))
                            .raise();
                }
                oids[i] = (rules.sqliteValues() ? PgType.SQLITE_VALUE : types.parameter(i + 1)).oid();
            }
        }
        return new ParameterTypes(oids, isGiven, rules.sqliteValues());
    }

    private int ordinal(Parameter parameter) {
        return rules.sqliteValues() ? parameter.index() : BoundParameters.ordinal(parameter);
    }
}
