package io.sqld.frontend.pgwire.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rewrites expressions, and every clause that is made of them, node by node. What has been written is the left operand
 * of what follows.
 */
final class ExpressionRewriter {
    private final QueryRewriter query;
    private final ExpressionTypes types;
    private final CastRewriter casts;
    private final CallRewriter calls;

    ExpressionRewriter(QueryRewriter query, ExpressionTypes types) {
        this.query = query;
        this.types = types;
        this.casts = new CastRewriter(query, this);
        this.calls = new CallRewriter(query, this);
    }

    /** {@return {@code nodes} in SQLite's dialect} */
    List<Node> rewrite(List<Node> nodes, Scope scope) {
        if (Parts.isQuery(nodes)) {
            return query.query(nodes, scope, false).nodes();
        }
        return rewriteAll(nodes, scope);
    }

    /** {@return the same for nodes that are no query as a whole} */
    List<Node> rewriteAll(List<Node> nodes, Scope scope) {
        var out = new ArrayList<Node>();
        int at = 0;
        while (at < nodes.size()) {
            at = step(nodes, at, scope, out);
        }
        return out;
    }

    /** {@return the node that follows what has been rewritten} */
    private int step(List<Node> nodes, int at, Scope scope, List<Node> out) {
        Node node = nodes.get(at);
        if (node instanceof Node.Group group) {
            return group.open() == '[' ? subscript(group, scope, out, at) : parenthesis(nodes, at, scope, out);
        }
        if (node instanceof Node.Leaf leaf) {
            return switch (leaf.kind()) {
                case SIGN -> sign(nodes, at, leaf, scope, out);
                case WORD -> word(nodes, at, leaf, scope, out);
                case NAME -> path(nodes, at, scope, out);
                case STRING -> string(nodes, at, leaf, scope, out);
                case PARAMETER -> {
                    compared(nodes, at, leaf, scope);
                    out.add(leaf);
                    yield at + 1;
                }
                case NUMBER -> {
                    out.add(leaf);
                    yield at + 1;
                }
            };
        }
        return at + 1;
    }

    private int parenthesis(List<Node> nodes, int at, Scope scope, List<Node> out) {
        Node group = nodes.get(at);
        boolean field = at + 2 < nodes.size() && nodes.get(at + 1).isSign(".") && nodes.get(at + 2).isIdentifier();
        if (field && Parts.isPath(group.inside())) {
            // (keys).x: the element of an expanded array, which is all that the join has kept of it
            out.add(Node.parenthesis(rewrite(group.inside(), scope), group.source()));
            return at + 3;
        }
        out.add(Node.parenthesis(rewrite(group.inside(), scope), group.source()));
        return at + 1;
    }

    private int subscript(Node.Group group, Scope scope, List<Node> out, int at) {
        List<Node> array = take(out);
        var arguments = new ArrayList<Node>(array);
        arguments.add(Node.sign(",", group.source()));
        arguments.addAll(rewrite(group.nodes(), scope));
        call("sqld_at", arguments, group.source(), out);
        return at + 1;
    }

    private int sign(List<Node> nodes, int at, Node.Leaf leaf, Scope scope, List<Node> out) {
        int source = leaf.source();
        switch (leaf.text()) {
            case "::" -> {
                return casts.doubleColon(nodes, at, scope, out);
            }
            case "~" -> out.add(Node.word("REGEXP", source));
            case "!~" -> {
                out.add(Node.word("NOT", source));
                out.add(Node.word("REGEXP", source));
            }
            case "~*", "!~*" -> {
                if (leaf.text().startsWith("!")) {
                    out.add(Node.word("NOT", source));
                }
                out.add(Node.word("REGEXP", source));
                out.add(Node.string("(?i)", source));
                out.add(Node.sign("||", source));
            }
            case "~~" -> out.add(Node.word("LIKE", source));
            case "!~~" -> {
                out.add(Node.word("NOT", source));
                out.add(Node.word("LIKE", source));
            }
            case "~~*" -> out.add(Node.word("MATCH", source));
            case "!~~*" -> {
                out.add(Node.word("NOT", source));
                out.add(Node.word("MATCH", source));
            }
            default -> out.add(leaf);
        }
        return at + 1;
    }

    private int word(List<Node> nodes, int at, Node.Leaf leaf, Scope scope, List<Node> out) {
        boolean group = at + 1 < nodes.size() && nodes.get(at + 1) instanceof Node.Group;
        if (leaf.is("OPERATOR") && group) {
            Node operator = nodes.get(at + 1).inside().getLast();
            sign(nodes, at, new Node.Leaf(Node.Kind.SIGN, ((Node.Leaf) operator).text(), leaf.source()), scope, out);
            return at + 2;
        }
        if (leaf.is("COLLATE")) {
            return Parts.pathEnd(nodes, at + 1);
        }
        if (leaf.is("CAST") && group) {
            casts.cast(nodes.get(at + 1), scope, out);
            return at + 2;
        }
        if (leaf.is("ARRAY") && group) {
            array(nodes.get(at + 1), scope, out);
            return at + 2;
        }
        if (leaf.isAny("ANY", "SOME", "ALL") && group && !out.isEmpty()) {
            return any(nodes.get(at + 1), leaf, scope, out, at);
        }
        if (leaf.is("ILIKE")) {
            out.add(Node.word("MATCH", leaf.source()));
            return at + 1;
        }
        if (leaf.isAny("ORDER", "GROUP") || Keywords.endsOperand(leaf) || leaf.isAny("END", "NULL", "TRUE", "FALSE")) {
            out.add(leaf);
            return at + 1;
        }
        return path(nodes, at, scope, out);
    }

    /** {@code = ANY (array)}, whose sign has been written already. */
    private int any(Node group, Node.Leaf word, Scope scope, List<Node> out, int at) {
        Node operator = out.removeLast();
        int source = word.source();
        boolean negative = word.is("ALL") && (operator.isSign("<>") || operator.isSign("!="));
        if (!negative && (word.is("ALL") || !operator.isSign("="))) {
            out.add(operator);
            out.add(word);
            out.add(Node.parenthesis(rewrite(group.inside(), scope), group.source()));
            return at + 2;
        }
        if (negative) {
            out.add(Node.word("NOT", source));
        }
        out.add(Node.word("IN", source));
        if (Parts.isQuery(group.inside())) {
            out.add(Node.parenthesis(rewrite(group.inside(), scope), source));
            return at + 2;
        }
        if (group.inside().getFirst().isKind(Node.Kind.PARAMETER)) {
            query.parameter(group.inside().getFirst(), PgTypes.TEXT_ARRAY);
        }
        List<Node> json =
                List.of(Node.word("sqld_json", source), Node.parenthesis(rewrite(group.inside(), scope), source));
        out.add(Node.parenthesis(List.of(
                Node.word("SELECT", source), Node.word("value", source), Node.word("FROM", source),
                Node.word("json_each", source), Node.parenthesis(json, source)), source));
        return at + 2;
    }

    private void array(Node group, Scope scope, List<Node> out) {
        int source = group.source();
        if (group.isBracket()) {
            call("sqld_array", rewrite(group.inside(), scope), source, out);
            return;
        }
        List<Node> element = List.of(Node.word("sqld_element", source));
        List<Node> elements = List.of(Node.word("sqld_elements", source));
        List<Node> aggregate =
                List.of(Node.word("json_group_array", source), Node.parenthesis(element, source));
        var select = new ArrayList<Node>();
        select.addAll(List.of(Node.word("SELECT", source), Node.word("sqld_from_json", source),
                Node.parenthesis(aggregate, source), Node.word("FROM", source)));
        var common = new ArrayList<Node>(List.of(Node.word("WITH", source)));
        common.addAll(elements);
        common.add(Node.parenthesis(element, source));
        common.add(Node.word("AS", source));
        common.add(Node.parenthesis(rewrite(group.inside(), scope), source));
        common.addAll(List.of(Node.word("SELECT", source), Node.word("sqld_element", source),
                Node.word("FROM", source), Node.word("sqld_elements", source)));
        select.add(Node.parenthesis(common, source));
        out.add(Node.parenthesis(select, source));
    }

    private int path(List<Node> nodes, int at, Scope scope, List<Node> out) {
        int end = Parts.pathEnd(nodes, at);
        if (end < nodes.size() && nodes.get(end).isParenthesis()) {
            calls.call(nodes.subList(at, end), nodes.get(end), scope, out);
            return end + 1;
        }
        List<Node> path = nodes.subList(at, end);
        String name = Parts.last(path);
        String qualifier = Parts.qualifier(path);
        Optional<List<Node>> substitute = scope.substitute(qualifier, name);
        if (substitute.isPresent()) {
            out.addAll(substitute.get());
        } else if (path.size() == 1 && calls.isConstant(nodes.get(at))) {
            call(name, List.of(), nodes.get(at).source(), out);
        } else if (path.size() > 1 && systemColumn(name) && scope.type(qualifier, name) == PgTypes.UNKNOWN) {
            // every catalog row is in a table of its own kind; only pg_class is asked so in practice
            out.add(new Node.Leaf(Node.Kind.NUMBER, name.equals("tableoid") ? "1259" : "1", nodes.get(at).source()));
        } else {
            out.addAll(path);
        }
        return end;
    }

    private static boolean systemColumn(String name) {
        return name.equals("tableoid") || name.equals("xmin") || name.equals("ctid");
    }

    /** A string that is compared with a boolean is one. */
    private int string(List<Node> nodes, int at, Node.Leaf leaf, Scope scope, List<Node> out) {
        int left = at - 1;
        boolean comparison = left > 0 && (nodes.get(left).isSign("=") || nodes.get(left).isSign("<>")
                || nodes.get(left).isSign("!="));
        List<Node> operand = List.of();
        if (comparison) {
            List<Node> before = nodes.subList(0, left);
            operand = before.subList(Parts.operand(before), left);
        } else if (left > 1 && nodes.get(left).is("WHEN")) {
            operand = choice(nodes, left);
        }
        boolean truth = !operand.isEmpty() && types.of(operand, scope) == PgTypes.BOOL;
        out.add(truth
                ? new Node.Leaf(Node.Kind.NUMBER, Booleans.isTrue(leaf.text()) ? "1" : "0", leaf.source())
                : leaf);
        return at + 1;
    }

    /** {@return what {@code CASE x WHEN}, whose WHEN is at {@code when}, compares with} */
    private static List<Node> choice(List<Node> nodes, int when) {
        int depth = 0;
        for (int i = when; i >= 0; i--) {
            depth += nodes.get(i).is("END") ? 1 : 0;
            if (nodes.get(i).is("CASE") && depth-- == 0) {
                int first = Parts.find(nodes, i, "WHEN");
                return nodes.subList(i + 1, first);
            }
        }
        return List.of();
    }

    /** A parameter has the type of the column that it is compared with. */
    private void compared(List<Node> nodes, int at, Node parameter, Scope scope) {
        if (at > 1 && nodes.get(at - 1) instanceof Node.Leaf operator && operator.kind() == Node.Kind.SIGN
                && "=<>!=<=>=".contains(operator.text())) {
            List<Node> before = nodes.subList(0, at - 1);
            List<Node> operand = before.subList(Parts.operand(before), at - 1);
            boolean cast = at + 1 < nodes.size() && nodes.get(at + 1).isSign("::");
            if (!cast && Parts.isPath(operand)) {
                query.parameter(parameter, types.of(operand, scope));
            }
        }
    }

    /** Takes the operand that has been written last. */
    static List<Node> take(List<Node> out) {
        int begin = Parts.operand(out);
        List<Node> operand = List.copyOf(out.subList(begin, out.size()));
        out.subList(begin, out.size()).clear();
        return operand;
    }

    static void call(String function, List<Node> arguments, int source, List<Node> out) {
        out.add(Node.word(function, source));
        out.add(Node.parenthesis(arguments, source));
    }
}
