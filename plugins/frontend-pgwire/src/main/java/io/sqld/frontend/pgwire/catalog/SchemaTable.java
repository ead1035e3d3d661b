package io.sqld.frontend.pgwire.catalog;

import java.util.ArrayList;
import java.util.List;

/** A table or view of a SQLite schema, as pragmas tell it. Built while it is read, and not changed afterwards. */
final class SchemaTable {
    private final String schema;
    private final String name;
    private final String kind;
    private final boolean withoutRowid;
    private final List<Column> columns = new ArrayList<>();
    private final List<Index> indexes = new ArrayList<>();
    private final List<ForeignKey> foreignKeys = new ArrayList<>();
    private final List<Trigger> triggers = new ArrayList<>();
    private String sql = "";

    SchemaTable(String schema, String name, String kind, boolean withoutRowid) {
        this.schema = schema;
        this.name = name;
        this.kind = kind;
        this.withoutRowid = withoutRowid;
    }

    /**
     * A column.
     *
     * @param key its place in the primary key, 0 if it is not in it
     */
    record Column(String name, String declaration, boolean notNull, String defaultSql, int key) {}

    /**
     * An index.
     *
     * @param origin {@code c} for CREATE INDEX, {@code u} for UNIQUE, {@code pk} for PRIMARY KEY
     */
    record Index(String name, boolean unique, String origin, boolean partial, List<IndexColumn> columns) {}

    /**
     * A column of an index.
     *
     * @param number its place in the table from 0; below 0 for the rowid and for an expression
     */
    record IndexColumn(int number, String name, boolean descending, String collation) {}

    /** A foreign key. {@code to} is empty where the primary key is meant. */
    record ForeignKey(
            int id, String table, List<String> from, List<String> to, String onUpdate, String onDelete,
            String match) {}

    /** A trigger. */
    record Trigger(String name, String sql) {}

    String schema() {
        return schema;
    }

    String name() {
        return name;
    }

    boolean isView() {
        return kind.equals("view");
    }

    boolean isVirtual() {
        return kind.equals("virtual");
    }

    boolean withoutRowid() {
        return withoutRowid;
    }

    List<Column> columns() {
        return columns;
    }

    List<Index> indexes() {
        return indexes;
    }

    List<ForeignKey> foreignKeys() {
        return foreignKeys;
    }

    List<Trigger> triggers() {
        return triggers;
    }

    String sql() {
        return sql;
    }

    void sql(String text) {
        sql = text;
    }

    /** {@return the columns of the primary key, in its order} */
    List<Column> key() {
        return columns.stream()
                .filter(column -> column.key > 0)
                .sorted(java.util.Comparator.comparingInt(Column::key))
                .toList();
    }

    /** {@return the place of a column from 1; 0 if there is none} */
    int number(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name.equalsIgnoreCase(column)) {
                return i + 1;
            }
        }
        return 0;
    }
}
