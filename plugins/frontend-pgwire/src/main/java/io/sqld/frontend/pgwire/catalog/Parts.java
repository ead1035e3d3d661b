package io.sqld.frontend.pgwire.catalog;

import java.util.ArrayList;
import java.util.List;

/** Finds the parts of a run of nodes: clauses, items between commas, paths, operands. */
final class Parts {
    private Parts() {}

    /** {@return the first node at or after {@code from} that is one of these keywords; the size if none is} */
    static int find(List<Node> nodes, int from, String... keywords) {
        for (int i = from; i < nodes.size(); i++) {
            boolean distinctFrom = nodes.get(i).is("FROM") && i > 1 && nodes.get(i - 1).is("DISTINCT")
                    && nodes.get(i - 2).isAny("IS", "NOT");
            if (!distinctFrom && nodes.get(i).isAny(keywords)) {
                return i;
            }
        }
        return nodes.size();
    }

    /** {@return what stands between the commas} */
    static List<List<Node>> items(List<Node> nodes) {
        var items = new ArrayList<List<Node>>();
        int begin = 0;
        for (int i = 0; i <= nodes.size(); i++) {
            if (i == nodes.size() || nodes.get(i).isSign(",")) {
                if (i > begin) {
                    items.add(nodes.subList(begin, i));
                }
                begin = i + 1;
            }
        }
        return items;
    }

    /** {@return where the dotted name that begins at {@code at} ends; {@code at} if there is none} */
    static int pathEnd(List<Node> nodes, int at) {
        if (at >= nodes.size() || !nodes.get(at).isIdentifier()) {
            return at;
        }
        int end = at + 1;
        while (end + 1 < nodes.size() && nodes.get(end).isSign(".")
                && (nodes.get(end + 1).isIdentifier() || nodes.get(end + 1).isSign("*"))) {
            end += 2;
        }
        return end;
    }

    /** {@return whether all nodes are one dotted name} */
    static boolean isPath(List<Node> nodes) {
        return !nodes.isEmpty() && pathEnd(nodes, 0) == nodes.size();
    }

    /** {@return the last name of a path} */
    static String last(List<Node> path) {
        return path.isEmpty() ? "" : path.getLast().identifier();
    }

    /** {@return the name before the last of a path; empty if it has only one} */
    static String qualifier(List<Node> path) {
        return path.size() < 3 ? "" : path.get(path.size() - 3).identifier();
    }

    /** {@return whether the nodes are a query: SELECT, VALUES or WITH} */
    static boolean isQuery(List<Node> nodes) {
        if (nodes.isEmpty()) {
            return false;
        }
        return nodes.getFirst().isAny("SELECT", "VALUES", "WITH", "TABLE")
                || (nodes.getFirst().isParenthesis() && isQuery(nodes.getFirst().inside())
                        && find(nodes, 1, "UNION", "INTERSECT", "EXCEPT") < nodes.size());
    }

    /**
     * {@return where the operand begins that ends at the end of {@code nodes}: a literal, a name, a call, a group, or a
     * CASE}
     */
    static int operand(List<Node> nodes) {
        int at = nodes.size() - 1;
        if (at < 0) {
            return 0;
        }
        Node end = nodes.get(at);
        if (end.is("END")) {
            return caseBegin(nodes, at);
        }
        if (end.isParenthesis()) {
            boolean call = at > 0 && nodes.get(at - 1).isIdentifier() && !Keywords.endsOperand(nodes.get(at - 1));
            if (!call) {
                return at;
            }
            at--;
        }
        while (at > 1 && nodes.get(at).isIdentifier() && nodes.get(at - 1).isSign(".")
                && nodes.get(at - 2).isIdentifier()) {
            at -= 2;
        }
        return at;
    }

    private static int caseBegin(List<Node> nodes, int end) {
        int depth = 0;
        for (int i = end; i >= 0; i--) {
            depth += nodes.get(i).is("END") ? 1 : 0;
            if (nodes.get(i).is("CASE") && --depth == 0) {
                return i;
            }
        }
        return end;
    }
}
