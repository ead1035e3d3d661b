package io.sqld.frontend.pgwire.catalog;

import java.util.ArrayList;
import java.util.List;

/** Rewrites calls of functions: without their schema, and with the names and arguments that SQLite has. */
final class CallRewriter {
    private final QueryRewriter query;
    private final ExpressionRewriter expressions;

    CallRewriter(QueryRewriter query, ExpressionRewriter expressions) {
        this.query = query;
        this.expressions = expressions;
    }

    /** {@return whether a word alone is a call, as {@code current_user} is} */
    boolean isConstant(Node word) {
        return word.isAny("current_user", "session_user", "user", "current_role", "current_catalog",
                "current_schema") && word.isKind(Node.Kind.WORD);
    }

    /** Rewrites a call. */
    void call(List<Node> path, Node group, Scope scope, List<Node> out) {
        String name = Parts.last(path);
        int source = path.getFirst().source();
        List<Node> arguments = group.inside();
        switch (name) {
            case "array_agg" -> aggregate(arguments, scope, source, out);
            case "json_build_object", "jsonb_build_object" -> object(arguments, scope, source, out);
            case "trim", "btrim", "ltrim", "rtrim" -> trim(name, arguments, scope, source, out);
            case "substring", "substr" -> substring(arguments, scope, source, out);
            case "position" -> position(arguments, scope, source, out);
            case "extract", "date_part" -> {
                int from = Parts.find(arguments, 0, "FROM");
                List<Node> value = from < arguments.size() ? arguments.subList(from + 1, arguments.size()) : List.of();
                ExpressionRewriter.call("unixepoch", expressions.rewrite(value, scope), source, out);
            }
            default -> ExpressionRewriter.call(renamed(name), expressions.rewrite(arguments, scope), source, out);
        }
    }

    private static String renamed(String name) {
        return switch (name) {
            case "bool_and", "every" -> "min";
            case "bool_or" -> "max";
            case "json_build_array", "jsonb_build_array" -> "json_array";
            case "json_agg", "jsonb_agg" -> "json_group_array";
            case "json_object_agg", "jsonb_object_agg" -> "json_group_object";
            case "char_length", "character_length" -> "length";
            case "greatest" -> "sqld_greatest";
            case "least" -> "sqld_least";
            case "format" -> "sqld_format";
            case "strpos" -> "instr";
            default -> name;
        };
    }

    /** An object in which booleans are booleans. */
    private void object(List<Node> arguments, Scope scope, int source, List<Node> out) {
        var members = new ArrayList<Node>();
        for (List<Node> item : Parts.items(arguments)) {
            if (!members.isEmpty()) {
                members.add(Node.sign(",", source));
            }
            List<Node> value = expressions.rewrite(item, scope);
            if (query.expressionTypes().of(item, scope) == PgTypes.BOOL) {
                List<Node> truth = List.of(Node.word("sqld_truth", source), Node.parenthesis(value, source));
                members.add(Node.word("json", source));
                members.add(Node.parenthesis(truth, source));
            } else {
                members.addAll(value);
            }
        }
        ExpressionRewriter.call("json_object", members, source, out);
    }

    /** An aggregate of nothing is NULL. */
    private void aggregate(List<Node> arguments, Scope scope, int source, List<Node> out) {
        List<Node> json = List.of(Node.word("json_group_array", source),
                Node.parenthesis(expressions.rewrite(arguments, scope), source));
        var nothing = new ArrayList<Node>(json);
        nothing.add(Node.sign(",", source));
        nothing.add(Node.string("[]", source));
        List<Node> value = List.of(Node.word("nullif", source), Node.parenthesis(nothing, source));
        ExpressionRewriter.call("sqld_from_json", value, source, out);
    }

    private void trim(String name, List<Node> arguments, Scope scope, int source, List<Node> out) {
        int from = Parts.find(arguments, 0, "FROM");
        if (from == arguments.size()) {
            String function = name.equals("btrim") ? "trim" : name;
            ExpressionRewriter.call(function, expressions.rewrite(arguments, scope), source, out);
            return;
        }
        Node side = arguments.getFirst();
        boolean sided = side.isAny("BOTH", "LEADING", "TRAILING");
        String function = side.is("LEADING") ? "ltrim" : side.is("TRAILING") ? "rtrim" : "trim";
        var swapped = new ArrayList<Node>(
                expressions.rewrite(arguments.subList(from + 1, arguments.size()), scope));
        List<Node> what = arguments.subList(sided ? 1 : 0, from);
        if (!what.isEmpty()) {
            swapped.add(Node.sign(",", source));
            swapped.addAll(expressions.rewrite(what, scope));
        }
        ExpressionRewriter.call(function, swapped, source, out);
    }

    private void substring(List<Node> arguments, Scope scope, int source, List<Node> out) {
        int from = Parts.find(arguments, 0, "FROM", "FOR");
        if (from == arguments.size()) {
            boolean pattern = Parts.items(arguments).size() == 2
                    && Parts.items(arguments).get(1).getFirst().isKind(Node.Kind.STRING);
            ExpressionRewriter.call(
                    pattern ? "sqld_substring" : "substr", expressions.rewrite(arguments, scope), source, out);
            return;
        }
        int length = Parts.find(arguments, from + 1, "FOR");
        boolean start = arguments.get(from).is("FROM");
        var plain = new ArrayList<Node>(expressions.rewrite(arguments.subList(0, from), scope));
        plain.add(Node.sign(",", source));
        if (start) {
            plain.addAll(expressions.rewrite(arguments.subList(from + 1, length), scope));
        } else {
            plain.add(new Node.Leaf(Node.Kind.NUMBER, "1", source));
            length = from;
        }
        if (length < arguments.size()) {
            plain.add(Node.sign(",", source));
            plain.addAll(expressions.rewrite(arguments.subList(length + 1, arguments.size()), scope));
        }
        boolean pattern = start && length == arguments.size() && arguments.get(from + 1).isKind(Node.Kind.STRING);
        ExpressionRewriter.call(pattern ? "sqld_substring" : "substr", plain, source, out);
    }

    private void position(List<Node> arguments, Scope scope, int source, List<Node> out) {
        int in = Parts.find(arguments, 0, "IN");
        var plain = new ArrayList<Node>(
                expressions.rewrite(arguments.subList(Math.min(in + 1, arguments.size()), arguments.size()), scope));
        plain.add(Node.sign(",", source));
        plain.addAll(expressions.rewrite(arguments.subList(0, in), scope));
        ExpressionRewriter.call("instr", plain, source, out);
    }
}
