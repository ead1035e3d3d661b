package io.sqld.frontend.pgwire.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Functions among the columns of a SELECT that return a set: {@code unnest}, {@code generate_subscripts},
 * {@code _pg_expandarray}. Each array that they are given becomes a join with its elements.
 */
final class SetReturning {
    private static final Set<String> FUNCTIONS =
            Set.of("unnest", "generate_subscripts", "_pg_expandarray", "generate_series");

    private final QueryRewriter query;
    private final Scope scope;
    private final Map<List<Node>, String> arrays = new LinkedHashMap<>();
    private final List<Node> joins = new ArrayList<>();

    SetReturning(QueryRewriter query, Scope scope) {
        this.query = query;
        this.scope = scope;
    }

    /** {@return the joins to add to FROM; the first begins with CROSS JOIN} */
    List<Node> joins() {
        return joins;
    }

    /** {@return a column in which columns of the joins stand for calls} */
    List<Node> plain(List<Node> item) {
        var out = new ArrayList<Node>();
        for (int i = 0; i < item.size(); i++) {
            Node node = item.get(i);
            int end = Parts.pathEnd(item, i);
            boolean call = end > i && end < item.size() && item.get(end).isParenthesis()
                    && FUNCTIONS.contains(item.get(end - 1).identifier());
            if (call) {
                out.addAll(element(item.get(end - 1).identifier(), item.get(end), ""));
                i = end;
            } else if (isFieldOfCall(item, i)) {
                List<Node> inside = node.inside();
                out.addAll(element("_pg_expandarray", inside.getLast(), item.get(i + 2).identifier()));
                i += 2;
            } else if (end > i) {
                out.addAll(item.subList(i, end));
                i = end - 1;
            } else if (node.isParenthesis() && !Parts.isQuery(node.inside())) {
                out.add(Node.parenthesis(plain(node.inside()), node.source()));
            } else {
                out.add(node);
            }
        }
        return out;
    }

    /** {@return whether {@code (_pg_expandarray(a)).n} stands there} */
    private static boolean isFieldOfCall(List<Node> item, int at) {
        if (!item.get(at).isParenthesis() || at + 2 >= item.size() || !item.get(at + 1).isSign(".")) {
            return false;
        }
        List<Node> inside = item.get(at).inside();
        int end = Parts.pathEnd(inside, 0);
        return end > 0 && end == inside.size() - 1 && inside.get(end - 1).identifier().equals("_pg_expandarray");
    }

    private List<Node> element(String function, Node arguments, String field) {
        int source = arguments.source();
        List<List<Node>> given = Parts.items(arguments.inside());
        List<Node> array = given.isEmpty() ? List.of() : given.getFirst();
        boolean range = function.equals("generate_series");
        String alias = join(range ? arguments.inside() : array, range, source);
        boolean key = field.equals("n");
        if (function.equals("generate_subscripts")) {
            // sqld_base is 0 for a vector and 1 for an array
            return List.of(Node.parenthesis(List.of(
                    Node.word(alias, source), Node.sign(".", source), Node.word("key", source), Node.sign("+", source),
                    Node.word("sqld_base", source), Node.parenthesis(array, source)), source));
        }
        if (key) {
            return List.of(Node.parenthesis(List.of(
                    Node.word(alias, source), Node.sign(".", source), Node.word("key", source), Node.sign("+", source),
                    new Node.Leaf(Node.Kind.NUMBER, "1", source)), source));
        }
        return List.of(Node.word(alias, source), Node.sign(".", source), Node.word("value", source));
    }

    private String join(List<Node> array, boolean range, int source) {
        List<Node> rewritten = query.expressions().rewrite(array, scope);
        String written = new SqlWriter().write(rewritten).sql();
        for (Map.Entry<List<Node>, String> known : arrays.entrySet()) {
            if (new SqlWriter().write(known.getKey()).sql().equals(written)) {
                return known.getValue();
            }
        }
        String alias = query.freshName();
        boolean first = arrays.isEmpty();
        joins.add(Node.word(first ? "CROSS" : "LEFT", source));
        joins.add(Node.word("JOIN", source));
        joins.add(Node.word("json_each", source));
        joins.add(Node.parenthesis(List.of(
                Node.word(range ? "sqld_series" : "sqld_json", source), Node.parenthesis(rewritten, source)), source));
        joins.add(Node.word("AS", source));
        joins.add(Node.word(alias, source));
        if (!first) {
            String other = arrays.values().iterator().next();
            joins.addAll(List.of(
                    Node.word("ON", source), Node.word(alias, source), Node.sign(".", source),
                    Node.word("key", source), Node.sign("=", source), Node.word(other, source),
                    Node.sign(".", source), Node.word("key", source)));
        }
        arrays.put(rewritten, alias);
        int type = range ? PgTypes.INT4 : query.types().elementOf(query.expressionTypes().of(array, scope));
        scope.add(alias, List.of(new Output("value", type), new Output("key", PgTypes.INT4)));
        return alias;
    }
}
