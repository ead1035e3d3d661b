package io.sqld.frontend.pgwire.catalog;

import java.util.List;

/** The names that PostgreSQL gives columns without AS. */
final class Labels {
    private static final String NONE = "?column?";

    private Labels() {}

    /** {@return the name of a column} */
    static String of(List<Node> expression) {
        if (expression.isEmpty()) {
            return NONE;
        }
        if (expression.size() == 1 && expression.getFirst().isAny("NULL", "TRUE", "FALSE")) {
            return expression.getFirst().is("NULL") ? NONE : "bool";
        }
        int cast = lastCast(expression);
        if (cast > 0) {
            String inner = of(expression.subList(0, cast));
            List<Node> type = expression.subList(cast + 1, expression.size());
            return inner.equals(NONE) ? Parts.last(type.subList(0, Parts.pathEnd(type, 0))) : inner;
        }
        if (Parts.isPath(expression)) {
            return Parts.last(expression);
        }
        int operand = Parts.operand(expression);
        return operand == 0 ? ofOperand(expression) : NONE;
    }

    private static int lastCast(List<Node> expression) {
        for (int i = expression.size() - 1; i > 0; i--) {
            if (expression.get(i).isSign("::")) {
                return Parts.operand(expression.subList(0, i)) == 0 ? i : -1;
            }
        }
        return -1;
    }

    private static String ofOperand(List<Node> expression) {
        Node first = expression.getFirst();
        if (first.is("CASE")) {
            return "case";
        }
        if (first.is("ARRAY") && expression.size() == 2) {
            return "array";
        }
        if (first.is("CAST") && expression.size() == 2) {
            List<Node> inside = expression.get(1).inside();
            int as = Parts.find(inside, 0, "AS");
            return of(inside.subList(0, as));
        }
        if (first.isParenthesis() && expression.size() == 1) {
            return Parts.isQuery(first.inside()) ? ofQuery(first.inside()) : of(first.inside());
        }
        int path = Parts.pathEnd(expression, 0);
        if (path > 0 && path == expression.size() - 1 && expression.getLast().isParenthesis()) {
            return expression.get(path - 1).identifier();
        }
        return NONE;
    }

    private static String ofQuery(List<Node> query) {
        int end = Parts.find(query, 1, "FROM", "WHERE", "UNION", "ORDER", "LIMIT");
        List<List<Node>> items = Parts.items(query.subList(1, end));
        if (!query.getFirst().is("SELECT") || items.isEmpty()) {
            return NONE;
        }
        List<Node> item = items.getFirst();
        boolean named = item.size() > 2 && item.get(item.size() - 2).is("AS");
        return named ? item.getLast().identifier() : of(item);
    }
}
