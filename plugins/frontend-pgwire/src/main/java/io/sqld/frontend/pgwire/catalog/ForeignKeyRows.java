package io.sqld.frontend.pgwire.catalog;

import io.sqld.frontend.pgwire.catalog.SchemaTable.Column;
import io.sqld.frontend.pgwire.catalog.SchemaTable.ForeignKey;
import java.util.ArrayList;
import java.util.List;

/** The rows of one table's foreign keys. */
final class ForeignKeyRows {
    private final SnapshotBuilder builder;
    private final SchemaModel model;
    private final SchemaTable table;
    private final TableSql text;
    private final ConstraintNames names;

    ForeignKeyRows(SnapshotBuilder builder, SchemaModel model, SchemaTable table, TableSql text) {
        this.builder = builder;
        this.model = model;
        this.table = table;
        this.text = text;
        this.names = new ConstraintNames(table.name());
    }

    void add() {
        List<TableSql.Constraint> written = text.constraints().stream().filter(c -> c.kind() == 'f').toList();
        // SQLite numbers them from the last one on
        for (int i = table.foreignKeys().size() - 1; i >= 0; i--) {
            ForeignKey key = table.foreignKeys().get(i);
            int place = table.foreignKeys().size() - 1 - key.id();
            constraint(key, place >= 0 && place < written.size() ? written.get(place)
                    : new TableSql.Constraint('f', "", key.from(), "", false, false));
        }
    }

    private void constraint(ForeignKey key, TableSql.Constraint written) {
        SchemaTable target = model.table(table.schema(), key.table());
        List<String> to = key.to().stream().noneMatch(String::isEmpty) || target == null ? key.to()
                : target.key().stream().map(Column::name).toList();
        String name = names.of(written.name(), key.from(), "fkey");
        int oid = builder.oid("constraint", table.schema(), table.name() + '.' + name);
        builder.add("pg_constraint")
                .set("oid", oid)
                .set("conname", name)
                .set("connamespace", Oids.namespace(table.schema()))
                .set("contype", "f")
                .set("condeferrable", written.deferrable())
                .set("condeferred", written.deferred())
                .set("convalidated", true)
                .set("conrelid", TableRows.oid(table))
                .set("conindid", target == null ? 0 : targetIndex(target))
                .set("confrelid", target == null ? 0 : TableRows.oid(target))
                .set("confupdtype", action(key.onUpdate()))
                .set("confdeltype", action(key.onDelete()))
                .set("confmatchtype", "s")
                .set("conislocal", true)
                .set("connoinherit", true)
                .set("conkey", numbers(table, key.from()))
                .set("confkey", target == null ? "{}" : numbers(target, to));
        builder.define(oid, definition(key, to, written));
    }

    /** {@return the OID of the primary key's index, as {@link IndexRows} gives it} */
    private int targetIndex(SchemaTable target) {
        String name = TableSql.read(target.sql())
                .constraints()
                .stream()
                .filter(c -> c.kind() == 'p')
                .map(TableSql.Constraint::name)
                .filter(written -> !written.isEmpty())
                .findFirst()
                .orElse(target.name() + "_pkey");
        return Oids.relation(target.schema(), name);
    }

    private static String numbers(SchemaTable of, List<String> columns) {
        var numbers = new ArrayList<String>();
        columns.forEach(column -> numbers.add(Integer.toString(of.number(column))));
        return '{' + String.join(",", numbers) + '}';
    }

    private static String action(String words) {
        return switch (words) {
            case "CASCADE" -> "c";
            case "SET NULL" -> "n";
            case "SET DEFAULT" -> "d";
            case "RESTRICT" -> "r";
            default -> "a";
        };
    }

    private static String definition(ForeignKey key, List<String> to, TableSql.Constraint written) {
        var sql = new StringBuilder("FOREIGN KEY (").append(list(key.from()))
                .append(") REFERENCES ")
                .append(TableRows.quoted(key.table()))
                .append('(')
                .append(list(to))
                .append(')');
        if (!key.onUpdate().equals("NO ACTION")) {
            sql.append(" ON UPDATE ").append(key.onUpdate());
        }
        if (!key.onDelete().equals("NO ACTION")) {
            sql.append(" ON DELETE ").append(key.onDelete());
        }
        sql.append(written.deferrable() ? " DEFERRABLE" : "");
        sql.append(written.deferred() ? " INITIALLY DEFERRED" : "");
        return sql.toString();
    }

    private static String list(List<String> columns) {
        return String.join(", ", columns.stream().map(TableRows::quoted).toList());
    }
}
