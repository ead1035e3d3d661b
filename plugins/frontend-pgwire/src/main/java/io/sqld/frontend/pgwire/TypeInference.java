package io.sqld.frontend.pgwire;

import io.sqld.api.sql.Column;
import io.sqld.api.sql.Description;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Infers the types that SQLite does not tell: of result expressions and of parameters, by the text of the statement and
 * the declared types of its tables, never by data. What it cannot tell is text, which carries every value. Reads the
 * text only when it is asked.
 */
final class TypeInference {
    private final String sql;
    private final Description description;
    private final TypeRules rules;
    private final Function<String, ColumnType> declaredTypes;
    private final Function<String, List<Column>> tables;
    private @Nullable List<Token> tokens;
    private @Nullable SqlScope scope;
    private @Nullable ParameterInference parameters;
    private @Nullable SelectTypes select;
    private @Nullable List<PgType> columns;

    /**
     * Prepares to infer.
     *
     * @param sql one statement
     * @param description what SQLite knows about it
     * @param rules how the session wants types to be told
     * @param declaredTypes from a declared type to the type that clients see
     * @param tables from the name of a table to its columns
     */
    TypeInference(
            String sql,
            Description description,
            TypeRules rules,
            Function<String, ColumnType> declaredTypes,
            Function<String, List<Column>> tables) {
        this.sql = sql;
        this.description = description;
        this.rules = rules;
        this.declaredTypes = declaredTypes;
        this.tables = tables;
    }

    /** {@return the type of result column {@code index}, an expression} */
    Optional<ColumnType> column(int index, ParameterTypes known) {
        PgType type = switch (description.kind()) {
            case SELECT, INSERT, UPDATE, DELETE -> columns(known).get(index);
            case EXPLAIN -> explained(description.columns().get(index).name());
            default -> PgType.UNKNOWN;
        };
        return type == PgType.UNKNOWN ? Optional.empty() : Optional.of(ColumnType.of(type));
    }

    /** {@return the type of result column {@code index} if a cast says it, whatever SQLite thinks of the column} */
    Optional<ColumnType> castColumn(int index, ParameterTypes known) {
        Optional<ColumnType> type = column(index, known);
        SelectTypes reader = select;
        return reader != null && reader.isCast(index) ? type : Optional.empty();
    }

    private List<PgType> columns(ParameterTypes known) {
        List<PgType> types = columns;
        if (types == null) {
            List<Token> text = tokens();
            var reader = new SelectTypes(text, 0, text.size(), scope(), number -> parameterType(number, known));
            types = reader.types(description.columns().size());
            columns = types;
            select = reader;
        }
        return types;
    }

    /** {@return the type of a column of EXPLAIN or EXPLAIN QUERY PLAN} */
    private static PgType explained(String name) {
        return switch (name) {
            case "addr", "p1", "p2", "p3", "p5", "id", "parent", "notused" -> PgType.INT8;
            default -> PgType.TEXT;
        };
    }

    private static PgType parameterType(int number, ParameterTypes known) {
        return number < 1 || number > known.count() ? PgType.UNKNOWN : known.type(number - 1).orElse(PgType.TEXT);
    }

    /** {@return the type of parameter {@code number}, which the client left open} */
    PgType parameter(int number) {
        ParameterInference inference = parameters;
        if (inference == null) {
            inference = new ParameterInference(tokens(), scope());
            parameters = inference;
        }
        return inference.type(number);
    }

    private SqlScope scope() {
        SqlScope known = scope;
        if (known == null) {
            known = new SqlScope(tokens(), rules, tables, declaredTypes);
            scope = known;
        }
        return known;
    }

    private List<Token> tokens() {
        List<Token> read = tokens;
        if (read == null) {
            read = new ArrayList<>();
            var lexer = new Lexer(sql, 0);
            for (Token token = lexer.next(); token.kind() != Token.Kind.END; token = lexer.next()) {
                read.add(token);
            }
            tokens = read;
        }
        return read;
    }
}
