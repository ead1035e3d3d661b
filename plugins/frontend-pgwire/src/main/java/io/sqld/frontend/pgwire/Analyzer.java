package io.sqld.frontend.pgwire;

import io.sqld.api.sql.Column;
import io.sqld.api.sql.Description;
import io.sqld.api.sql.Parameter;
import io.sqld.api.sql.Session;
import java.util.ArrayList;
import java.util.Arrays;
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

    private final Map<String, ColumnType> declared = new LinkedHashMap<>();
    private final Map<String, Statement.Sql> remembered = new LinkedHashMap<>(REMEMBERED_MAX, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Statement.Sql> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };

    /**
     * Looks at the statement that {@code text} has at {@code offset}.
     *
     * @param given the types that the client gives its parameters, 0 for those it leaves open
     * @throws io.sqld.api.error.SqldException if SQLite does not understand it
     * @throws PgException if its parameters have no types
     */
    Statement analyze(Session session, String text, int offset, int[] given) {
        Optional<CommandParser.Parsed> command = CommandParser.parse(text, offset);
        if (command.isPresent()) {
            return answered(command.get().command(), command.get().end());
        }
        Description description = session.describe(text, offset);
        return switch (description.kind()) {
            case EMPTY -> new Statement.Empty(description.end());
            case BEGIN ->
                    answered(new Command.Begin(text.substring(offset, description.end()), false), description.end());
            case COMMIT -> answered(new Command.Commit(false), description.end());
            case ROLLBACK -> answered(new Command.Rollback(false), description.end());
            case SELECT, INSERT, UPDATE, DELETE, CREATE_TABLE, CREATE_VIRTUAL_TABLE, CREATE_INDEX, CREATE_VIEW,
                    CREATE_TRIGGER,
                    DROP_TABLE, DROP_INDEX, DROP_VIEW, DROP_TRIGGER, ALTER_TABLE, SAVEPOINT, RELEASE, ROLLBACK_TO,
                    PRAGMA,
                    ATTACH, DETACH, ANALYZE, REINDEX, VACUUM, EXPLAIN, OTHER ->
                    statement(session, text, offset, description, given);
        };
    }

    private static Statement answered(Command command, int end) {
        return new Statement.Answered(command, Commands.columns(command), end);
    }

    private Statement statement(Session session, String text, int offset, Description description, int[] given) {
        boolean whole = offset == 0 && description.end() == text.length();
        boolean plain = whole && given.length == 0;
        Statement.Sql known = plain ? remembered.get(text) : null;
        if (known != null && known.description().equals(description)) {
            return known;
        }
        String sql = whole ? text : text.substring(offset, description.end());
        var types = new TypeInference(sql, description, this::declaredType, table -> tableColumns(session, table));
        ParameterTypes parameters = parameters(description.parameters(), given, types);
        var analyzed =
                new Statement.Sql(sql, description, columns(description.columns(), types, parameters), parameters,
                        description.end());
        if (plain && text.length() <= REMEMBERED_CHARS_MAX) {
            remembered.put(text, analyzed);
        }
        return analyzed;
    }

    /** {@return columns as clients see them, by their declared types alone} */
    List<ResultColumn> columnsOf(List<Column> columns) {
        return columns(columns, column -> Optional.empty());
    }

    private List<ResultColumn> columns(List<Column> columns, TypeInference types, ParameterTypes parameters) {
        return columns(columns, index -> types.column(index, parameters));
    }

    private List<ResultColumn> columns(List<Column> columns, Function<Integer, Optional<ColumnType>> inferred) {
        var results = new ArrayList<ResultColumn>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            Optional<ColumnType> type = column.declaredType().map(this::declaredType);
            if (type.isEmpty() && column.origin().isEmpty()) {
                type = inferred.apply(i);
            }
            results.add(new ResultColumn(column.name(), type.orElse(ColumnType.TEXT), 0, 0));
        }
        return List.copyOf(results);
    }

    private ColumnType declaredType(String declaration) {
        if (declared.size() >= TYPES_MAX) {
            declared.clear();
        }
        return declared.computeIfAbsent(declaration, DeclaredTypes::of);
    }

    /**
     * {@return the columns of a table, by the same way that a client could ask for them; none if there is no such
     * table}
     */
    private List<Column> tableColumns(Session session, String table) {
        try {
            return session.describe("SELECT * FROM \"" + table.replace("\"", "\"\"") + '"', 0).columns();
        } catch (io.sqld.api.error.SqldException _) {
            return List.of();
        }
    }

    private static ParameterTypes parameters(List<Parameter> parameters, int[] given, TypeInference types) {
        int count = given.length;
        for (Parameter parameter : parameters) {
            count = Math.max(count, BoundParameters.ordinal(parameter));
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
        parameters.forEach(parameter -> used[BoundParameters.ordinal(parameter) - 1] = true);
        int[] oids = Arrays.copyOf(given, count);
        var isGiven = new boolean[count];
        for (int i = 0; i < count; i++) {
            isGiven[i] = oids[i] != 0 && oids[i] != PgType.UNKNOWN.oid();
            if (!isGiven[i]) {
                if (!used[i]) {
                    throw PgError
                            .error(SqlState.INDETERMINATE_TYPE,
                                    "could not determine data type of parameter $" + (i + 1))
                            .raise();
                }
                oids[i] = types.parameter(i + 1).oid();
            }
        }
        return new ParameterTypes(oids, isGiven);
    }
}
