package io.sqld.frontend.pgwire.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The names that expressions of one SELECT can use: what its FROM clause has, then those of the SELECT around it. */
final class Scope {
    private final @Nullable Scope outer;
    private final Map<String, List<Output>> items = new LinkedHashMap<>();
    private final Map<String, List<Output>> commonTables = new HashMap<>();
    /** What stands for a column of a function in FROM, by {@code alias.column} or {@code column}. */
    private final Map<String, List<Node>> substitutes = new HashMap<>();
    /** Items of which not all columns are known. */
    private boolean open;

    Scope(@Nullable Scope outer) {
        this.outer = outer;
    }

    /** Adds what FROM has under an alias. */
    void add(String alias, List<Output> columns) {
        String name = alias;
        while (items.containsKey(name)) {
            name += ' '; // keeps the columns for *, under a name that nobody can write
        }
        items.put(name, List.copyOf(columns));
    }

    /** FROM has something of which the columns are not known. */
    void addUnknown() {
        open = true;
    }

    /** Adds a common table expression. */
    void addCommonTable(String name, List<Output> columns) {
        commonTables.put(name, List.copyOf(columns));
    }

    /** {@return the columns of a common table expression that can be seen from here} */
    Optional<List<Output>> commonTable(String name) {
        List<Output> columns = commonTables.get(name);
        if (columns != null) {
            return Optional.of(columns);
        }
        return outer == null ? Optional.empty() : outer.commonTable(name);
    }

    /** From now on a column is written as {@code nodes}. */
    void substitute(String alias, String column, List<Node> nodes) {
        substitutes.put(alias + '.' + column, nodes);
        substitutes.putIfAbsent(column, nodes);
    }

    /** {@return what stands for a column; empty for one of a table} */
    Optional<List<Node>> substitute(String qualifier, String column) {
        List<Node> nodes = substitutes.get(qualifier.isEmpty() ? column : qualifier + '.' + column);
        if (nodes != null) {
            return Optional.of(nodes);
        }
        boolean known = qualifier.isEmpty() ? type("", column, false) >= 0 : items.containsKey(qualifier);
        return outer == null || known ? Optional.empty() : outer.substitute(qualifier, column);
    }

    /** {@return whether FROM has such an alias, here or further out} */
    boolean hasAlias(String alias) {
        return items.containsKey(alias) || (outer != null && outer.hasAlias(alias));
    }

    /** {@return the type of a column, {@link PgTypes#UNKNOWN} if it cannot be told} */
    int type(String qualifier, String column) {
        return Math.max(PgTypes.UNKNOWN, type(qualifier, column, true));
    }

    private int type(String qualifier, String column, boolean further) {
        for (Map.Entry<String, List<Output>> item : items.entrySet()) {
            if (qualifier.isEmpty() || item.getKey().equals(qualifier)) {
                for (Output output : item.getValue()) {
                    if (output.label().equals(column)) {
                        return output.type();
                    }
                }
            }
        }
        return further && outer != null ? outer.type(qualifier, column, true) : -1;
    }

    /** {@return the columns that {@code *} or {@code qualifier.*} stands for; empty if they are not all known} */
    Optional<List<Output>> star(String qualifier) {
        if (open) {
            return Optional.empty();
        }
        var columns = new ArrayList<Output>();
        if (!qualifier.isEmpty()) {
            List<Output> item = items.get(qualifier);
            return Optional.ofNullable(item);
        }
        items.values().forEach(columns::addAll);
        return Optional.of(columns);
    }

    /** {@return the aliases in FROM, in order} */
    List<String> aliases() {
        return items.keySet().stream().map(String::strip).toList();
    }

    /** {@return whether the columns of this alias are written as something else} */
    boolean substitutes(String alias) {
        return substitutes.keySet().stream().anyMatch(name -> name.startsWith(alias + '.'));
    }
}
