package io.sqld.frontend.pgwire;

import io.sqld.api.sql.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The tables that a statement names, with their columns. One scope for the whole text: a name that several tables have
 * takes its type from the first, which in practice has the same.
 */
final class SqlScope {
    private final TypeRules rules;
    private final Function<String, List<Column>> tables;
    private final Function<String, ColumnType> declaredTypes;
    /** Lower-case names and aliases, with the tables that they stand for, in order of appearance. */
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, List<Column>> columns = new LinkedHashMap<>();

    SqlScope(
            List<Token> tokens, TypeRules rules, Function<String, List<Column>> tables,
            Function<String, ColumnType> declaredTypes) {
        this.rules = rules;
        this.tables = tables;
        this.declaredTypes = declaredTypes;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.is("FROM") || token.is("JOIN") || token.is("INTO") || token.is("UPDATE")) {
                references(tokens, i + 1);
            }
        }
    }

    /** Reads {@code [schema.]table [[AS] alias]}, and more of them after commas. */
    private void references(List<Token> tokens, int from) {
        int at = from;
        while (at < tokens.size()) {
            if (tokens.get(at).is("OR")) {
                at += 2;
            }
            if (at >= tokens.size() || !tokens.get(at).isIdentifier()) {
                return;
            }
            String table = tokens.get(at++).text();
            if (sign(tokens, at, ".") && at + 1 < tokens.size()) {
                table = tokens.get(at + 1).text();
                at += 2;
            }
            names.putIfAbsent(table.toLowerCase(Locale.ROOT), table);
            if (at < tokens.size() && tokens.get(at).is("AS")) {
                at++;
            }
            if (at < tokens.size() && tokens.get(at).isIdentifier() && !isKeyword(tokens.get(at))) {
                names.putIfAbsent(tokens.get(at++).text().toLowerCase(Locale.ROOT), table);
            }
            if (!sign(tokens, at, ",")) {
                return;
            }
            at++;
        }
    }

    private static boolean sign(List<Token> tokens, int at, String sign) {
        return at < tokens.size() && tokens.get(at).isSign(sign);
    }

    private static boolean isKeyword(Token token) {
        return token.kind() == Token.Kind.WORD && switch (token.text().toUpperCase(Locale.ROOT)) {
            case "WHERE", "SET", "VALUES", "SELECT", "JOIN", "LEFT", "RIGHT", "INNER", "OUTER", "FULL", "CROSS",
                    "NATURAL", "ON",
                    "USING", "GROUP", "ORDER", "HAVING", "LIMIT", "UNION", "INTERSECT", "EXCEPT", "RETURNING",
                    "DEFAULT",
                    "INDEXED", "NOT", "WINDOW" ->
                    true;
            default -> false;
        };
    }

    /**
     * {@return the type of a column, if a table of the statement has it}
     *
     * @param qualifier the table or its alias, empty for any
     */
    Optional<PgType> column(String qualifier, String name) {
        for (Map.Entry<String, String> entry : names.entrySet()) {
            if (qualifier.isEmpty() || entry.getKey().equals(qualifier.toLowerCase(Locale.ROOT))) {
                for (Column column : columnsOf(entry.getValue())) {
                    if (column.name().equalsIgnoreCase(name)) {
                        return Optional.of(typeOf(column));
                    }
                }
            }
        }
        boolean rowid =
                name.equalsIgnoreCase("rowid") || name.equalsIgnoreCase("_rowid_") || name.equalsIgnoreCase("oid");
        return rowid && !names.isEmpty() ? Optional.of(rules.adjust(PgType.INT8)) : Optional.empty();
    }

    /** {@return how the session wants types to be told} */
    TypeRules rules() {
        return rules;
    }

    /** {@return the columns of a table, none if there is no such table} */
    List<Column> columnsOf(String table) {
        return columns.computeIfAbsent(table, tables);
    }

    /** {@return the types of the columns of a table that an INSERT fills: those listed, or all} */
    List<PgType> insertTypes(String table, List<String> listed) {
        var types = new ArrayList<PgType>();
        if (listed.isEmpty()) {
            columnsOf(table).forEach(column -> types.add(typeOf(column)));
        } else {
            listed.forEach(name -> types.add(column(table, name).orElse(PgType.TEXT)));
        }
        return types;
    }

    /** {@return the type that a declaration means} */
    PgType declared(String declaration) {
        return declaredTypes.apply(declaration).type();
    }

    private PgType typeOf(Column column) {
        return column.declaredType().map(this::declared).orElse(PgType.TEXT);
    }
}
