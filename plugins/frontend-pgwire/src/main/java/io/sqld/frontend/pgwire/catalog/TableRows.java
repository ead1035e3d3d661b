package io.sqld.frontend.pgwire.catalog;

import io.sqld.frontend.pgwire.catalog.SchemaTable.Column;
import io.sqld.frontend.pgwire.catalog.SchemaTable.Trigger;
import io.sqld.frontend.pgwire.catalog.TypeOracle.Declared;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The rows that describe one table or view after the other: itself, its columns, indexes, constraints, triggers. */
final class TableRows {
    private static final int NOCASE = 12341;
    private static final int RTRIM = 12342;
    private static final int PG_CLASS = 1259;

    private final SnapshotBuilder builder;
    private final SchemaModel model;
    private final Map<SchemaTable, TableSql> texts = new HashMap<>();
    private final Map<SchemaTable, Row> classes = new HashMap<>();

    TableRows(SnapshotBuilder builder, SchemaModel model) {
        this.builder = builder;
        this.model = model;
    }

    static int oid(SchemaTable table) {
        return Oids.relation(table.schema(), table.name());
    }

    static String namespaceName(SchemaTable table) {
        return table.schema().equals("main") ? "public" : "pg_temp_1";
    }

    /** Adds a table and its columns. */
    void table(SchemaTable table) {
        TableSql text = table.isView() ? TableSql.read("") : TableSql.read(table.sql());
        texts.put(table, text);
        int oid = oid(table);
        builder.relation(oid, namespaceName(table), table.name());
        Row row = builder.pgClass(oid, table.name(), Oids.namespace(table.schema()), table.isView() ? "v" : "r")
                .set("relnatts", table.columns().size())
                .set("relpersistence", table.schema().equals("temp") ? "t" : "p")
                .set("relhasindex", !table.indexes().isEmpty() || !table.key().isEmpty())
                .set("relhastriggers", !table.triggers().isEmpty() && !table.isView())
                .set("relhasrules", table.isView())
                .set("relchecks", text.constraints().stream().filter(c -> c.kind() == 'c').count());
        classes.put(table, row);
        for (int i = 0; i < table.columns().size(); i++) {
            column(table, text, table.columns().get(i), i + 1);
        }
        table.triggers().forEach(trigger -> trigger(table, trigger));
        if (table.isView()) {
            view(table);
        }
    }

    private void column(SchemaTable table, TableSql text, Column column, int number) {
        Declared type = builder.declared().of(column.declaration());
        String key = TableSql.key(column.name());
        TableSql.Generated generated = text.generated().get(key);
        boolean identity = isRowid(table, column);
        boolean hasDefault = generated != null || (!column.defaultSql().isEmpty() && !identity);
        Row row = builder.attribute(oid(table), column.name(), number, type.oid(), type.modifier())
                .set("attnotnull", column.notNull() || column.key() > 0)
                .set("atthasdef", hasDefault)
                .set("attidentity", identity ? "d" : "")
                .set("attgenerated", generated == null ? "" : "s");
        switch (text.collations().getOrDefault(key, "")) {
            case "nocase" -> row.set("attcollation", NOCASE);
            case "rtrim" -> row.set("attcollation", RTRIM);
            default -> {
                // BINARY is what PostgreSQL's default is here
            }
        }
        if (hasDefault) {
            String expression = generated == null ? column.defaultSql() : generated.expression();
            builder.add("pg_attrdef")
                    .set("oid", builder.oid("default", table.schema(), table.name() + '.' + column.name()))
                    .set("adrelid", oid(table))
                    .set("adnum", number)
                    .set("adbin", expression);
        }
        if (identity && text.autoincrement()) {
            sequence(table, column, number);
        }
    }

    /** {@return whether the column is another name of the rowid, which SQLite sets itself} */
    private static boolean isRowid(SchemaTable table, Column column) {
        return column.key() == 1 && table.key().size() == 1 && !table.withoutRowid()
                && column.declaration().equalsIgnoreCase("INTEGER")
                && table.indexes().stream().noneMatch(index -> index.origin().equals("pk"));
    }

    private void sequence(SchemaTable table, Column column, int number) {
        String name = table.name() + '_' + column.name() + "_seq";
        int oid = builder.oid("relation", table.schema(), name);
        builder.relation(oid, namespaceName(table), name);
        builder.pgClass(oid, name, Oids.namespace(table.schema()), "S").set("relnatts", 3);
        builder.add("pg_sequence")
                .set("seqrelid", oid)
                .set("seqtypid", SnapshotBuilder.sequenceType())
                .set("seqstart", 1)
                .set("seqincrement", 1)
                .set("seqmax", Long.MAX_VALUE)
                .set("seqmin", 1)
                .set("seqcache", 1);
        builder.add("pg_depend")
                .set("classid", PG_CLASS)
                .set("objid", oid)
                .set("refclassid", PG_CLASS)
                .set("refobjid", oid(table))
                .set("refobjsubid", number)
                .set("deptype", "i");
    }

    private void trigger(SchemaTable table, Trigger trigger) {
        int oid = builder.oid("trigger", table.schema(), trigger.name());
        builder.add("pg_trigger")
                .set("oid", oid)
                .set("tgrelid", oid(table))
                .set("tgname", trigger.name())
                .set("tgenabled", "O")
                .set("tgtype", triggerType(trigger.sql()));
        builder.define(oid, trigger.sql());
    }

    /** {@return {@code tgtype}: bits for row, before, insert, delete, update, instead} */
    private static int triggerType(String sql) {
        List<Node> nodes = SqlReader.readSchema(sql);
        int type = 1;
        for (int i = 0; i < nodes.size() && !nodes.get(i).is("ON"); i++) {
            type |= switch (nodes.get(i).identifier()) {
                case "before" -> 2;
                case "insert" -> 4;
                case "delete" -> 8;
                case "update" -> 16;
                case "instead" -> 64;
                default -> 0;
            };
        }
        return type;
    }

    private void view(SchemaTable view) {
        builder.define(oid(view), SchemaSql.viewBody(view.sql()));
        builder.add("pg_rewrite")
                .set("oid", builder.oid("rule", view.schema(), view.name()))
                .set("rulename", "_RETURN")
                .set("ev_class", oid(view))
                .set("ev_type", "1")
                .set("ev_enabled", "O")
                .set("is_instead", true);
    }

    /** Adds the indexes and constraints of a table, when all tables are there. */
    void constraints(SchemaTable table) {
        if (table.isView() || table.isVirtual()) {
            return;
        }
        TableSql text = texts.getOrDefault(table, TableSql.read(""));
        new IndexRows(builder, model, table, text).add();
        new ForeignKeyRows(builder, model, table, text).add();
        new CheckRows(builder, table, text).add();
        boolean referenced = !table.foreignKeys().isEmpty() || model.tables()
                .stream()
                .flatMap(other -> other.foreignKeys().stream())
                .anyMatch(key -> key.table().equalsIgnoreCase(table.name()));
        Row row = classes.get(table);
        if (referenced && row != null) {
            row.set("relhastriggers", true); // as for PostgreSQL, whose foreign keys are triggers
        }
    }

    /** {@return a name as SQL writes it} */
    static String quoted(String name) {
        boolean plain = !name.isEmpty() && name.equals(name.toLowerCase(Locale.ROOT))
                && name.chars().allMatch(c -> c == '_' || c == '$' || Character.isLetterOrDigit(c))
                && !Character.isDigit(name.charAt(0)) && !ReservedWords.isReserved(name);
        return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
