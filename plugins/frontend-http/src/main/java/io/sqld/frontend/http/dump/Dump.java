package io.sqld.frontend.http.dump;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What to read, and what to write about it, in order: tables with their rows, then indexes of text that are made anew,
 * SQLite's own tables, and the rest of the schema in the order in which it came into being. Everything is read in the
 * one transaction that the first part begins. Used by one thread at a time.
 */
final class Dump {
    private static final List<String> ROWID_NAMES = List.of("rowid", "_rowid_", "oid");
    private static final String NORMAL = "0";
    private static final String CREATE_TABLE = "CREATE TABLE ";
    private static final String VECTOR_META = "libsql_vector_meta_shadow";

    /** A row of {@code sqlite_schema}. */
    private record Entry(String type, String name, String table, String sql) {
        boolean is(String wanted) {
            return type.equals(wanted);
        }

        boolean virtual() {
            return sql.regionMatches(true, 0, "CREATE VIRTUAL", 0, 14);
        }
    }

    private record Column(String name, boolean generated) {}

    private final SqlWriter out;
    private final boolean preserveRowids;
    private final Deque<Part> parts = new ArrayDeque<>();
    private final List<Entry> schema = new ArrayList<>();
    private final Map<String, String> kinds = new HashMap<>();
    private final Set<String> withoutRowid = new HashSet<>();
    private final Set<String> modules = new HashSet<>();
    /** Tables that come into being with another one. */
    private final Set<String> implied = new HashSet<>();
    private final List<Entry> asShadows = new ArrayList<>();
    private final List<String> rebuilt = new ArrayList<>();
    private List<String> numbers = List.of();

    /**
     * A dump that has not begun.
     *
     * @param preserveRowids whether rows also keep a rowid that is not one of their columns
     */
    Dump(SqlWriter out, boolean preserveRowids) {
        this.out = out;
        this.preserveRowids = preserveRowids;
        parts.add(Part.of("BEGIN", new StatementSink(), () -> {}));
        query("SELECT type, name, tbl_name, sql FROM main.sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid",
                row -> schema.add(new Entry(row.get(0), row.get(1), row.get(2), row.get(3))));
        query("SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main'", this::tableRead);
        query("SELECT name FROM pragma_module_list", row -> modules.add(row.getFirst().toLowerCase(Locale.ROOT)));
        query("SELECT user_version, application_id FROM pragma_user_version, pragma_application_id",
                row -> numbers = row);
        parts.add(Part.of("SELECT 1", new StatementSink(), this::begin));
    }

    /** {@return the next statement; empty when all has been written} */
    Optional<Part> next() {
        return Optional.ofNullable(parts.pollFirst());
    }

    private interface RowReader {
        void read(List<String> row);
    }

    private void query(String sql, RowReader reader) {
        var rows = new RowList();
        parts.add(Part.of(sql, rows, () -> rows.rows().forEach(reader::read)));
    }

    private void tableRead(List<String> row) {
        kinds.put(row.get(0), row.get(1));
        if (row.get(2).equals("1")) {
            withoutRowid.add(row.get(0));
        }
    }

    /** The schema is known: what follows comes out of it. */
    private void begin() {
        out.line("PRAGMA foreign_keys=OFF;");
        out.line("BEGIN TRANSACTION;");
        findImplied();
        for (Entry entry : schema) {
            if (entry.is("table") && !isSystem(entry.name()) && !implied.contains(entry.name())) {
                table(entry);
            }
        }
        then(this::shadows);
        then(() -> rebuilt.forEach(this::rebuild));
        for (Entry entry : schema) {
            if (entry.name().equals("sqlite_stat1")) {
                then(() -> out.line("ANALYZE sqlite_schema;"));
                rows(entry.name());
            } else if (entry.name().equals("sqlite_sequence")) {
                then(() -> out.line("DELETE FROM sqlite_sequence;"));
                rows(entry.name());
            }
        }
        then(this::end);
    }

    /** Has something done when the parts before it have been. */
    private void then(Runnable action) {
        parts.add(Part.of("SELECT 1", new StatementSink(), action));
    }

    private static boolean isSystem(String name) {
        return name.regionMatches(true, 0, "sqlite_", 0, 7);
    }

    private void findImplied() {
        for (Entry entry : schema) {
            if (entry.is("table") && entry.virtual() && howToWrite(entry) != VirtualTable.SHADOWS) {
                implied.addAll(shadowsOf(entry.name()));
            } else if (entry.is("index") && entry.sql().toLowerCase(Locale.ROOT).contains("libsql_vector_idx")) {
                implied.add(entry.name() + "_shadow");
                implied.add(VECTOR_META);
            }
        }
    }

    private VirtualTable howToWrite(Entry entry) {
        boolean known = modules.contains(VirtualTable.module(entry.sql()));
        return VirtualTable.of(entry.sql(), known, !shadowsOf(entry.name()).isEmpty());
    }

    private List<String> shadowsOf(String table) {
        return kinds.keySet()
                .stream()
                .filter(name -> "shadow".equals(kinds.get(name))
                        && name.lastIndexOf('_') == table.length()
                        && name.regionMatches(true, 0, table, 0, table.length()))
                .toList();
    }

    private void table(Entry entry) {
        if (!entry.virtual()) {
            columns(entry.name(), columns -> {
                out.line(statement(ifNotExists(entry.sql())));
                insert(entry.name(), columns, preserveRowids && !withoutRowid.contains(entry.name()));
            });
            return;
        }
        switch (howToWrite(entry)) {
            case EMPTY -> then(() -> out.line(statement(entry.sql())));
            case ROWS -> virtual(entry, false);
            case ROWS_AND_ROWIDS -> virtual(entry, true);
            case REBUILT -> {
                then(() -> out.line(statement(entry.sql())));
                options(entry);
                rebuilt.add(entry.name());
            }
            case SHADOWS -> asShadows.add(entry);
        }
    }

    private void virtual(Entry entry, boolean withRowids) {
        then(() -> out.line(statement(entry.sql())));
        options(entry);
        columns(entry.name(), columns -> insert(entry.name(), columns, withRowids));
    }

    /** What was set by special INSERTs stands in a shadow table. */
    private void options(Entry entry) {
        String name = SqlName.of(entry.name());
        String config = entry.name() + "_config";
        if (VirtualTable.hasOptions(entry.sql()) && kinds.containsKey(config)) {
            var options = new InsertWriter(out, "INSERT INTO " + name + "(" + name + ",rank) VALUES(");
            parts.add(Part.of("SELECT k, v FROM main." + SqlName.of(config) + " WHERE k <> 'version'", options,
                    () -> {}));
        }
    }

    private void rebuild(String table) {
        String name = SqlName.of(table);
        out.line("INSERT INTO " + name + "(" + name + ") VALUES('rebuild');");
    }

    /** Virtual tables that only a SQLite takes that is told to trust its user. */
    private void shadows() {
        if (asShadows.isEmpty()) {
            return;
        }
        out.line("PRAGMA writable_schema=ON;");
        for (Entry entry : asShadows) {
            out.line("INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql) VALUES('table',"
                    + SqlName.literal(entry.name()) + "," + SqlName.literal(entry.name()) + ",0,"
                    + SqlName.literal(entry.sql()) + ");");
        }
    }

    private interface ColumnsReader {
        void read(List<Column> columns);
    }

    private void columns(String table, ColumnsReader reader) {
        var rows = new RowList();
        parts.add(Part.of("SELECT name, hidden FROM pragma_table_xinfo(?1, 'main')", table, rows, () -> {
            var columns = new ArrayList<Column>();
            for (List<String> row : rows.rows()) {
                columns.add(new Column(row.get(0), !row.get(1).equals(NORMAL)));
            }
            reader.read(columns);
        }));
    }

    /** The rows of a table of SQLite's own. */
    private void rows(String table) {
        columns(table, columns -> insert(table, columns, preserveRowids));
    }

    /** Reads the rows next, before anything else that is planned. */
    private void insert(String table, List<Column> columns, boolean withRowids) {
        var names = new ArrayList<String>();
        Optional<String> rowid = withRowids ? rowidName(columns) : Optional.empty();
        rowid.ifPresent(names::add);
        for (Column column : columns) {
            if (!column.generated()) {
                names.add(SqlName.of(column.name()));
            }
        }
        String list = String.join(",", names);
        String into = "INSERT INTO " + SqlName.of(table) + (rowid.isPresent() ? "(" + list + ")" : "") + " VALUES(";
        boolean virtual = "virtual".equals(kinds.get(table));
        // In the order of the table: an index may hold all columns, and would be read instead.
        String from = " FROM main." + SqlName.of(table) + (virtual ? "" : " NOT INDEXED");
        parts.addFirst(Part.of("SELECT " + list + from, new InsertWriter(out, into), () -> {}));
    }

    /** {@return a name of the rowid that no column has taken} */
    private static Optional<String> rowidName(List<Column> columns) {
        return ROWID_NAMES.stream()
                .filter(name -> columns.stream().noneMatch(column -> column.name().equalsIgnoreCase(name)))
                .findFirst();
    }

    private void end() {
        for (Entry entry : schema) {
            if (!entry.is("table") && !implied.contains(entry.table())) {
                out.line(statement(entry.sql()));
            }
        }
        if (!asShadows.isEmpty()) {
            out.line("PRAGMA writable_schema=OFF;");
        }
        number("user_version", numbers.get(0));
        number("application_id", numbers.get(1));
        out.line("COMMIT;");
    }

    private void number(String pragma, String value) {
        if (!value.equals("0")) {
            out.line("PRAGMA " + pragma + "=" + value + ";");
        }
    }

    private static String ifNotExists(String sql) {
        return sql.regionMatches(true, 0, CREATE_TABLE, 0, CREATE_TABLE.length())
                ? "CREATE TABLE IF NOT EXISTS " + sql.substring(CREATE_TABLE.length())
                : sql;
    }

    private static String statement(String sql) {
        return sql + SqlTokens.of(sql).closing() + ";";
    }
}
