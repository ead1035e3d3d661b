package io.sqld.frontend.pgwire.catalog;

import io.sqld.frontend.pgwire.catalog.SchemaTable.Column;
import io.sqld.frontend.pgwire.catalog.SchemaTable.Index;
import io.sqld.frontend.pgwire.catalog.SchemaTable.IndexColumn;
import java.util.ArrayList;
import java.util.List;

/** The rows of one table's indexes, and of the primary key and the unique constraints that they serve. */
final class IndexRows {
    private static final int DESCENDING = 3; // with NULLs first, as PostgreSQL's are
    private static final int TEXT_OPS = 3126;

    private final SnapshotBuilder builder;
    private final SchemaModel model;
    private final SchemaTable table;
    private final TableSql text;
    private final ConstraintNames names;

    IndexRows(SnapshotBuilder builder, SchemaModel model, SchemaTable table, TableSql text) {
        this.builder = builder;
        this.model = model;
        this.table = table;
        this.text = text;
        this.names = new ConstraintNames(table.name());
    }

    void add() {
        List<Column> key = table.key();
        boolean hasKeyIndex = table.indexes().stream().anyMatch(index -> index.origin().equals("pk"));
        if (!key.isEmpty() && !hasKeyIndex) {
            var columns = new ArrayList<IndexColumn>();
            key.forEach(column -> columns.add(
                    new IndexColumn(table.number(column.name()) - 1, column.name(), false, "BINARY")));
            index(new Index("", true, "pk", false, columns));
        }
        table.indexes().forEach(this::index);
    }

    private void index(Index index) {
        boolean primary = index.origin().equals("pk");
        boolean constraint = primary || index.origin().equals("u");
        List<String> columnNames = index.columns().stream().map(IndexColumn::name).toList();
        String name = constraint
                ? names.of(written(primary ? 'p' : 'u', columnNames), primary ? List.of() : columnNames,
                        primary ? "pkey" : "key")
                : index.name();
        String sql = model.indexSql(table.schema(), index.name());
        SchemaSql.Index parsed = sql.isEmpty() ? new SchemaSql.Index(List.of(), "") : SchemaSql.index(sql);
        int oid = builder.oid("relation", table.schema(), name);
        builder.relation(oid, TableRows.namespaceName(table), name);
        builder.pgClass(oid, name, Oids.namespace(table.schema()), "i")
                .set("relnatts", index.columns().size())
                .set("relpersistence", table.schema().equals("temp") ? "t" : "p");
        List<String> shown = shown(index, parsed);
        pgIndex(index, parsed, oid, primary, shown);
        builder.defineIndexColumns(oid, shown);
        builder.define(oid, definition(index, name, shown, parsed.where()));
        if (constraint) {
            constraint(index, name, oid, primary);
        }
    }

    private String written(char kind, List<String> columns) {
        return text.constraints()
                .stream()
                .filter(c -> c.kind() == kind && (kind == 'p' || same(c.columns(), columns)))
                .map(TableSql.Constraint::name)
                .findFirst()
                .orElse("");
    }

    private static boolean same(List<String> left, List<String> right) {
        return left.size() == right.size() && String.join(",", left).equalsIgnoreCase(String.join(",", right));
    }

    /** {@return each column as the definition shows it, without its order} */
    private List<String> shown(Index index, SchemaSql.Index parsed) {
        var shown = new ArrayList<String>();
        for (int i = 0; i < index.columns().size(); i++) {
            IndexColumn column = index.columns().get(i);
            if (column.number() >= 0) {
                shown.add(TableRows.quoted(column.name()));
            } else if (i < parsed.columns().size()) {
                String expression = parsed.columns().get(i);
                boolean call =
                        expression.matches("\\w+\\s*\\(.*\\)") && expression.indexOf(')') + 1 == expression.length();
                shown.add(call || expression.startsWith("(") ? expression : '(' + expression + ')');
            } else {
                shown.add("rowid");
            }
        }
        return shown;
    }

    private void pgIndex(Index index, SchemaSql.Index parsed, int oid, boolean primary, List<String> shown) {
        var numbers = new ArrayList<String>();
        var options = new ArrayList<String>();
        var classes = new ArrayList<String>();
        var collations = new ArrayList<String>();
        var expressions = new ArrayList<String>();
        for (int i = 0; i < index.columns().size(); i++) {
            IndexColumn column = index.columns().get(i);
            numbers.add(Integer.toString(Math.max(0, column.number() + 1)));
            options.add(column.descending() ? Integer.toString(DESCENDING) : "0");
            int type = column.number() < 0 ? PgTypes.TEXT
                    : builder.declared().of(table.columns().get(column.number()).declaration()).oid();
            classes.add(Integer.toString(operators(type)));
            int collation = builder.types().of(type).map(PgTypes.PgTypeRow::collation).orElse(0);
            collations.add(Integer.toString(collation));
            int modifier = column.number() < 0 ? -1
                    : builder.declared().of(table.columns().get(column.number()).declaration()).modifier();
            builder.attribute(oid, column.number() < 0 ? "expr" : column.name(), i + 1, type, modifier);
            if (column.number() < 0) {
                expressions.add(shown.get(i));
            }
        }
        builder.add("pg_index")
                .set("indexrelid", oid)
                .set("indrelid", TableRows.oid(table))
                .set("indnatts", index.columns().size())
                .set("indnkeyatts", index.columns().size())
                .set("indisunique", index.unique())
                .set("indisprimary", primary)
                .set("indimmediate", true)
                .set("indisvalid", true)
                .set("indisready", true)
                .set("indislive", true)
                .set("indkey", String.join(" ", numbers))
                .set("indcollation", String.join(" ", collations))
                .set("indclass", String.join(" ", classes))
                .set("indoption", String.join(" ", options))
                .set("indexprs", expressions.isEmpty() ? Row.NULL : String.join(", ", expressions))
                .set("indpred", parsed.where().isEmpty() ? Row.NULL : '(' + parsed.where() + ')');
    }

    /** {@return the default operator class of a type} */
    private static int operators(int type) {
        return switch (type) {
            case PgTypes.INT8 -> 3124;
            case PgTypes.INT4 -> 1978;
            case 21 -> 1979;
            case PgTypes.BOOL -> 10003;
            case 17 -> 10006;
            case PgTypes.FLOAT8 -> 3123;
            case PgTypes.NUMERIC -> 3125;
            case 1082 -> 3122;
            case 1114 -> 3128;
            case 1184 -> 3127;
            case 2950 -> 10065;
            default -> TEXT_OPS;
        };
    }

    private String definition(Index index, String name, List<String> shown, String where) {
        var columns = new ArrayList<String>();
        for (int i = 0; i < shown.size(); i++) {
            IndexColumn column = index.columns().get(i);
            boolean collated = column.number() >= 0 && !column.collation().equalsIgnoreCase("BINARY");
            columns.add(shown.get(i) + (collated ? " COLLATE \"" + column.collation() + '"' : "")
                    + (column.descending() ? " DESC" : ""));
        }
        return "CREATE " + (index.unique() ? "UNIQUE " : "") + "INDEX " + TableRows.quoted(name) + " ON "
                + TableRows.namespaceName(table) + '.' + TableRows.quoted(table.name()) + " USING btree ("
                + String.join(", ", columns) + ')' + (where.isEmpty() ? "" : " WHERE (" + where + ')');
    }

    private void constraint(Index index, String name, int indexOid, boolean primary) {
        var numbers = new ArrayList<String>();
        var columns = new ArrayList<String>();
        for (IndexColumn column : index.columns()) {
            numbers.add(Integer.toString(column.number() + 1));
            columns.add(TableRows.quoted(column.name()));
        }
        int oid = builder.oid("constraint", table.schema(), table.name() + '.' + name);
        builder.add("pg_constraint")
                .set("oid", oid)
                .set("conname", name)
                .set("connamespace", Oids.namespace(table.schema()))
                .set("contype", primary ? "p" : "u")
                .set("convalidated", true)
                .set("conrelid", TableRows.oid(table))
                .set("conindid", indexOid)
                .set("conislocal", true)
                .set("connoinherit", true)
                .set("confupdtype", " ")
                .set("confdeltype", " ")
                .set("confmatchtype", " ")
                .set("conkey", '{' + String.join(",", numbers) + '}');
        builder.define(oid, (primary ? "PRIMARY KEY (" : "UNIQUE (") + String.join(", ", columns) + ')');
    }
}
