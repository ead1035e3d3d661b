package io.sqld.frontend.pgwire.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rewrites what stands between SELECT and FROM, and tells the names and types of its columns. */
final class SelectList {
    private final QueryRewriter query;
    private final Scope scope;
    private final boolean outermost;
    private final List<Output> outputs = new ArrayList<>();
    private boolean known = true;

    /** {@code outermost}: the client sees the values, so that OIDs of a regclass have to become names. */
    SelectList(QueryRewriter query, Scope scope, boolean outermost) {
        this.query = query;
        this.scope = scope;
        this.outermost = outermost;
    }

    /** {@return the columns, if all are known} */
    Optional<List<Output>> outputs() {
        return known ? Optional.of(List.copyOf(outputs)) : Optional.empty();
    }

    /** {@return the items rewritten, with commas between them} */
    List<Node> rewrite(List<List<Node>> items) {
        var out = new ArrayList<Node>();
        for (List<Node> item : items) {
            if (!out.isEmpty()) {
                out.add(Node.sign(",", item.getFirst().source()));
            }
            if (item.getLast().isSign("*") && item.size() <= 5 && Parts.pathEnd(item, 0) % item.size() == 0) {
                star(item, out);
            } else {
                column(item, out);
            }
        }
        return out;
    }

    private void star(List<Node> item, List<Node> out) {
        String qualifier = item.size() > 1 ? item.get(item.size() - 3).identifier() : "";
        Optional<List<Output>> columns = scope.star(qualifier);
        known &= columns.isPresent();
        outputs.addAll(columns.orElse(List.of()));
        boolean functions = scope.aliases().stream().anyMatch(scope::substitutes);
        if (!functions) {
            out.addAll(item);
            return;
        }
        int source = item.getFirst().source();
        List<String> aliases = qualifier.isEmpty() ? scope.aliases() : List.of(qualifier);
        boolean first = true;
        for (String alias : aliases) {
            if (!first) {
                out.add(Node.sign(",", source));
            }
            first = false;
            if (scope.substitutes(alias)) {
                substituted(alias, source, out);
            } else {
                out.add(new Node.Leaf(Node.Kind.NAME, alias, source));
                out.add(Node.sign(".", source));
                out.add(Node.sign("*", source));
            }
        }
    }

    private void substituted(String alias, int source, List<Node> out) {
        boolean first = true;
        for (Output column : scope.star(alias).orElse(List.of())) {
            if (!first) {
                out.add(Node.sign(",", source));
            }
            first = false;
            out.addAll(scope.substitute(alias, column.label()).orElseThrow());
            label(column.label(), source, out);
        }
    }

    private void column(List<Node> item, List<Node> out) {
        int end = item.size();
        String label = "";
        if (end > 2 && item.get(end - 2).is("AS") && item.get(end - 1).isIdentifier()) {
            label = item.get(end - 1).identifier();
            end -= 2;
        } else if (end > 1 && Keywords.canBeAlias(item.get(end - 1)) && endsExpression(item.get(end - 2))) {
            label = item.get(end - 1).identifier();
            end--;
        }
        List<Node> expression = item.subList(0, end);
        int type = query.expressionTypes().of(expression, scope);
        List<Node> rewritten = query.expressions().rewrite(expression, scope);
        String name = label.isEmpty() ? Labels.of(expression) : label;
        boolean plain = label.isEmpty() && Parts.isPath(expression) && Parts.isPath(rewritten)
                && Parts.last(rewritten).equals(name);
        int source = item.getFirst().source();
        boolean converted = outermost && (Names.isRegistered(type) || query.types().isArray(type));
        out.addAll(converted ? sent(rewritten, type, source) : rewritten);
        if (!plain || converted) {
            label(name, source, out);
        }
        outputs.add(new Output(name, type));
    }

    /** {@return a value as the encoders expect it: names for OIDs of names, JSON for arrays} */
    private List<Node> sent(List<Node> value, int type, int source) {
        if (Names.isRegistered(type)) {
            return Names.spelled(value, type, source);
        }
        return List.of(Node.word("sqld_to_json", source), Node.parenthesis(value, source));
    }

    private static boolean endsExpression(Node node) {
        return node instanceof Node.Group || node.isKind(Node.Kind.STRING) || node.isKind(Node.Kind.NUMBER)
                || node.isKind(Node.Kind.PARAMETER) || node.is("END")
                || (node.isIdentifier() && !Keywords.endsOperand(node));
    }

    private static void label(String name, int source, List<Node> out) {
        out.add(Node.word("AS", source));
        out.add(new Node.Leaf(Node.Kind.NAME, name, source));
    }
}
