package io.sqld.frontend.pgwire.catalog;

import java.util.ArrayList;
import java.util.List;

/** The rows of one table's CHECK constraints. */
final class CheckRows {
    private final SnapshotBuilder builder;
    private final SchemaTable table;
    private final TableSql text;

    CheckRows(SnapshotBuilder builder, SchemaTable table, TableSql text) {
        this.builder = builder;
        this.table = table;
        this.text = text;
    }

    void add() {
        var names = new ConstraintNames(table.name());
        for (TableSql.Constraint check : text.constraints()) {
            if (check.kind() == 'c') {
                constraint(check, names.of(check.name(), check.columns(), "check"));
            }
        }
    }

    private void constraint(TableSql.Constraint check, String name) {
        int oid = builder.oid("constraint", table.schema(), table.name() + '.' + name);
        builder.add("pg_constraint")
                .set("oid", oid)
                .set("conname", name)
                .set("connamespace", Oids.namespace(table.schema()))
                .set("contype", "c")
                .set("convalidated", true)
                .set("conrelid", TableRows.oid(table))
                .set("conislocal", true)
                .set("confupdtype", " ")
                .set("confdeltype", " ")
                .set("confmatchtype", " ")
                .set("conkey", '{' + String.join(",", used(check)) + '}')
                .set("conbin", check.expression());
        builder.define(oid, "CHECK ((" + check.expression() + "))");
    }

    /** {@return the numbers of the columns that the expression names} */
    private List<String> used(TableSql.Constraint check) {
        var numbers = new ArrayList<String>();
        collect(SqlReader.readSchema(check.expression()), numbers);
        return numbers;
    }

    private void collect(List<Node> nodes, List<String> numbers) {
        for (Node node : nodes) {
            collect(node.inside(), numbers);
            int number = node instanceof Node.Leaf leaf && node.isIdentifier() ? table.number(leaf.text()) : 0;
            if (number > 0 && !numbers.contains(Integer.toString(number))) {
                numbers.add(Integer.toString(number));
            }
        }
    }
}
