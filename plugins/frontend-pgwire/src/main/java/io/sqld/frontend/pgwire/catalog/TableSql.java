package io.sqld.frontend.pgwire.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a CREATE TABLE says and no pragma tells
 * (<a href="https://sqlite.org/lang_createtable.html">CREATE TABLE</a>): names of constraints, CHECK, AUTOINCREMENT,
 * generated columns, collations, deferred foreign keys.
 */
final class TableSql {
    private static final Set<String> CONSTRAINT_WORDS =
            Set.of("constraint", "primary", "unique", "check", "foreign");

    private final String sql;
    private final List<Constraint> constraints = new ArrayList<>();
    private final Map<String, Generated> generated = new HashMap<>();
    private final Map<String, String> collations = new HashMap<>();
    private boolean autoincrement;

    /**
     * A constraint.
     *
     * @param kind as in {@code pg_constraint.contype}: p, u, f or c
     * @param name as written; empty without one
     * @param columns of the table
     * @param expression of a CHECK
     * @param deferrable whether a foreign key can be checked at the end of the transaction
     * @param deferred whether it is
     */
    record Constraint(
            char kind, String name, List<String> columns, String expression, boolean deferrable, boolean deferred) {}

    /** The expression of a generated column. */
    record Generated(String expression, boolean stored) {}

    private TableSql(String sql) {
        this.sql = sql;
    }

    /** {@return what a CREATE TABLE says; nothing for another statement} */
    static TableSql read(String sql) {
        var table = new TableSql(sql);
        List<Node> nodes = SqlReader.readSchema(sql);
        for (Node node : nodes) {
            if (node.is("AS") || node.is("USING")) {
                break;
            }
            if (node instanceof Node.Group group) {
                for (List<Node> item : Parts.items(group.nodes())) {
                    table.item(item);
                }
                break;
            }
        }
        return table;
    }

    /** {@return the constraints, in order} */
    List<Constraint> constraints() {
        return constraints;
    }

    /** {@return generated columns, by name in lower case} */
    Map<String, Generated> generated() {
        return generated;
    }

    /** {@return collations of columns, by name in lower case} */
    Map<String, String> collations() {
        return collations;
    }

    /** {@return whether the rowid is never used again} */
    boolean autoincrement() {
        return autoincrement;
    }

    private void item(List<Node> item) {
        Node first = item.getFirst();
        boolean table = first.isKind(Node.Kind.WORD) && CONSTRAINT_WORDS.contains(first.identifier())
                && item.size() > 1;
        if (table) {
            constraints(item, 0, "");
        } else if (first instanceof Node.Leaf leaf) {
            constraints(item, 1, leaf.text());
        }
    }

    /** Reads constraints of a column, or of the table if {@code column} is empty. */
    private void constraints(List<Node> item, int from, String column) {
        String name = "";
        for (int i = from; i < item.size(); i++) {
            Node node = item.get(i);
            if (node.is("CONSTRAINT") && i + 1 < item.size()) {
                name = ((Node.Leaf) item.get(++i)).text();
                continue;
            }
            if (node.isAny("PRIMARY", "UNIQUE")) {
                List<String> columns = column.isEmpty() ? columns(item, i) : List.of(column);
                add(node.is("PRIMARY") ? 'p' : 'u', name, columns, "");
            } else if (node.is("CHECK") && i + 1 < item.size() && item.get(i + 1) instanceof Node.Group group) {
                String expression = sql.substring(group.source() + 1, group.end()).strip();
                add('c', name, column.isEmpty() ? List.of() : List.of(column), expression);
            } else if (node.is("FOREIGN") || (node.is("REFERENCES") && !column.isEmpty())) {
                foreignKey(item, i, name, column.isEmpty() ? columns(item, i) : List.of(column));
            } else if (node.is("AS") && i + 1 < item.size() && item.get(i + 1) instanceof Node.Group group) {
                String expression = sql.substring(group.source() + 1, group.end()).strip();
                boolean stored = i + 2 < item.size() && item.get(i + 2).is("STORED");
                generated.put(key(column), new Generated(expression, stored));
            } else if (node.is("COLLATE") && i + 1 < item.size()) {
                collations.put(key(column), item.get(i + 1).identifier());
            } else if (node.is("AUTOINCREMENT")) {
                autoincrement = true;
            } else {
                continue;
            }
            name = "";
        }
    }

    private void add(char kind, String name, List<String> columns, String expression) {
        constraints.add(new Constraint(kind, name, columns, expression, false, false));
    }

    private void foreignKey(List<Node> item, int from, String name, List<String> columns) {
        boolean deferrable = false;
        boolean deferred = false;
        for (int i = from; i < item.size(); i++) {
            if (item.get(i).is("DEFERRABLE")) {
                deferrable = !item.get(i - 1).is("NOT");
            }
            deferred |= item.get(i).is("DEFERRED") && deferrable;
        }
        constraints.add(new Constraint('f', name, columns, "", deferrable, deferred));
    }

    private static List<String> columns(List<Node> item, int from) {
        for (int i = from; i < item.size(); i++) {
            if (item.get(i) instanceof Node.Group group) {
                var columns = new ArrayList<String>();
                for (List<Node> column : Parts.items(group.nodes())) {
                    columns.add(column.getFirst() instanceof Node.Leaf leaf ? leaf.text() : "");
                }
                return columns;
            }
        }
        return List.of();
    }

    static String key(String column) {
        return column.toLowerCase(Locale.ROOT);
    }
}
