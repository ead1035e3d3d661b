package io.sqld.frontend.pgwire.catalog;

import java.util.ArrayList;
import java.util.List;

/** Reads what {@code sqlite_schema} keeps as text and no pragma tells: indexed expressions, bodies of views. */
final class SchemaSql {
    private SchemaSql() {}

    /**
     * What CREATE INDEX says.
     *
     * @param columns each without its collation and order
     * @param where the condition of a partial index, otherwise empty
     */
    record Index(List<String> columns, String where) {}

    /** {@return what a CREATE INDEX says} */
    static Index index(String sql) {
        List<Node> nodes = SqlReader.readSchema(sql);
        int on = Parts.find(nodes, 0, "ON");
        var columns = new ArrayList<String>();
        String where = "";
        for (int i = on; i < nodes.size(); i++) {
            if (nodes.get(i) instanceof Node.Group group && columns.isEmpty()) {
                columns.addAll(columns(sql, group));
            } else if (nodes.get(i).is("WHERE") && i + 1 < nodes.size()) {
                where = sql.substring(nodes.get(i + 1).source()).strip();
            }
        }
        return new Index(columns, where);
    }

    private static List<String> columns(String sql, Node.Group group) {
        var columns = new ArrayList<String>();
        int begin = group.source() + 1;
        int end = -1;
        for (Node node : group.nodes()) {
            if (node.isSign(",")) {
                columns.add(sql.substring(begin, end < 0 ? node.source() : end).strip());
                begin = node.source() + 1;
                end = -1;
            } else if (end < 0 && node.isAny("COLLATE", "ASC", "DESC")) {
                end = node.source();
            }
        }
        columns.add(sql.substring(begin, end < 0 ? group.end() : end).strip());
        return columns;
    }

    /** {@return the query of a CREATE VIEW} */
    static String viewBody(String sql) {
        List<Node> nodes = SqlReader.readSchema(sql);
        int as = Parts.find(nodes, 0, "AS");
        return as + 1 < nodes.size() ? sql.substring(nodes.get(as + 1).source()).strip() : "";
    }
}
