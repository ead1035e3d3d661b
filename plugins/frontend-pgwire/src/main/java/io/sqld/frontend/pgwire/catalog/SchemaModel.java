package io.sqld.frontend.pgwire.catalog;

import io.sqld.frontend.pgwire.catalog.SchemaTable.Column;
import io.sqld.frontend.pgwire.catalog.SchemaTable.ForeignKey;
import io.sqld.frontend.pgwire.catalog.SchemaTable.Index;
import io.sqld.frontend.pgwire.catalog.SchemaTable.IndexColumn;
import io.sqld.frontend.pgwire.catalog.SchemaTable.Trigger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of a SQLite schema, with the texts of their indexes. */
final class SchemaModel {
    private static final String HIDDEN = "1";

    private final Map<String, SchemaTable> tables = new LinkedHashMap<>();
    private final Map<String, String> indexSql = new HashMap<>();

    /** Reads what {@link SchemaQueries#everything} found. */
    SchemaModel(RowCollector found) {
        for (List<String> row : found.rows(SchemaQueries.TABLES)) {
            tables.put(key(row), new SchemaTable(row.get(0), row.get(1), row.get(2), row.get(3).equals("1")));
        }
        found.rows(SchemaQueries.OBJECTS).forEach(this::object);
        found.rows(SchemaQueries.COLUMNS).forEach(this::column);
        found.rows(SchemaQueries.INDEXES).forEach(this::index);
        found.rows(SchemaQueries.FOREIGN_KEYS).forEach(this::foreignKey);
    }

    private static String key(List<String> row) {
        return row.get(0) + '.' + row.get(1);
    }

    private void object(List<String> row) {
        SchemaTable table = tables.get(row.get(0) + '.' + row.get(3));
        String sql = row.get(4);
        switch (row.get(1)) {
            case "index" -> indexSql.put(row.get(0) + '.' + row.get(2), sql);
            case "trigger" -> {
                if (table != null) {
                    table.triggers().add(new Trigger(row.get(2), sql));
                }
            }
            default -> {
                if (table != null) {
                    table.sql(sql);
                }
            }
        }
    }

    private void column(List<String> row) {
        SchemaTable table = tables.get(key(row));
        if (table != null && !row.get(7).equals(HIDDEN)) {
            table.columns()
                    .add(new Column(row.get(2), row.get(3), row.get(4).equals("1"), row.get(5),
                            Integer.parseInt(row.get(6))));
        }
    }

    private void index(List<String> row) {
        SchemaTable table = tables.get(key(row));
        if (table == null) {
            return;
        }
        boolean more = !table.indexes().isEmpty() && table.indexes().getLast().name().equals(row.get(2));
        Index index = more ? table.indexes().getLast()
                : new Index(row.get(2), row.get(3).equals("1"), row.get(4), row.get(5).equals("1"),
                        new ArrayList<>());
        if (!more) {
            table.indexes().add(index);
        }
        index.columns()
                .add(new IndexColumn(Integer.parseInt(row.get(6)), row.get(7), row.get(8).equals("1"),
                        row.get(9)));
    }

    private void foreignKey(List<String> row) {
        SchemaTable table = tables.get(key(row));
        if (table == null) {
            return;
        }
        int id = Integer.parseInt(row.get(2));
        boolean more = !table.foreignKeys().isEmpty() && table.foreignKeys().getLast().id() == id;
        ForeignKey foreignKey = more ? table.foreignKeys().getLast()
                : new ForeignKey(id, row.get(3), new ArrayList<>(), new ArrayList<>(), row.get(6), row.get(7),
                        row.get(8));
        if (!more) {
            table.foreignKeys().add(foreignKey);
        }
        foreignKey.from().add(row.get(4));
        foreignKey.to().add(row.get(5));
    }

    /** Adds the columns that {@link SchemaQueries#views} found. */
    void viewColumns(List<SchemaTable> views, RowCollector found) {
        for (int i = 0; i < views.size(); i++) {
            for (List<String> row : found.rows(i)) {
                views.get(i).columns().add(new Column(row.get(0), row.get(1), false, "", 0));
            }
        }
    }

    /** {@return all tables and views} */
    List<SchemaTable> tables() {
        return List.copyOf(tables.values());
    }

    /** {@return the views} */
    List<SchemaTable> views() {
        return tables.values().stream().filter(SchemaTable::isView).toList();
    }

    /** {@return the table of a name, as a table of {@code schema} refers to it} */
    @org.jspecify.annotations.Nullable
    SchemaTable table(String schema, String name) {
        for (SchemaTable table : tables.values()) {
            if (table.schema().equals(schema) && table.name().equalsIgnoreCase(name)) {
                return table;
            }
        }
        return null;
    }

    /** {@return the statement that made an index; empty for one that a constraint made} */
    String indexSql(String schema, String index) {
        return indexSql.getOrDefault(schema + '.' + index, "");
    }
}
