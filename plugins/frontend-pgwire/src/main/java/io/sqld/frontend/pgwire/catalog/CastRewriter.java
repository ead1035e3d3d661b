package io.sqld.frontend.pgwire.catalog;

import java.util.ArrayList;
import java.util.List;

/** Rewrites {@code x::type} and {@code CAST(x AS type)}. */
final class CastRewriter {
    private final QueryRewriter query;
    private final ExpressionRewriter expressions;

    CastRewriter(QueryRewriter query, ExpressionRewriter expressions) {
        this.query = query;
        this.expressions = expressions;
    }

    /** Rewrites {@code ::type}, whose operand has been written. */
    int doubleColon(List<Node> nodes, int at, Scope scope, List<Node> out) {
        TypeSpelling type = TypeSpelling.read(nodes, at + 1, query.types());
        if (at > 0) {
            query.parameter(nodes.get(at - 1), type.oid());
        }
        List<Node> before = nodes.subList(0, at);
        int from = query.expressionTypes().of(before.subList(Parts.operand(before), at), scope);
        List<Node> operand = ExpressionRewriter.take(out);
        cast(operand, from, type.oid(), nodes.get(at).source(), out);
        return Math.max(type.end(), at + 1);
    }

    /** Rewrites {@code CAST (group)}. */
    void cast(Node group, Scope scope, List<Node> out) {
        List<Node> inside = group.inside();
        int as = Parts.find(inside, 0, "AS");
        List<Node> value = inside.subList(0, as);
        TypeSpelling type = TypeSpelling.read(inside, as + 1, query.types());
        if (value.size() == 1) {
            query.parameter(value.getFirst(), type.oid());
        }
        int from = query.expressionTypes().of(value, scope);
        List<Node> operand = expressions.rewrite(value, scope);
        boolean single = Parts.operand(operand) == 0;
        cast(single ? operand : List.of(Node.parenthesis(operand, group.source())), from, type.oid(), group.source(),
                out);
    }

    private void cast(List<Node> operand, int from, int type, int source, List<Node> out) {
        boolean literal = operand.size() == 1 && operand.getFirst().isKind(Node.Kind.STRING);
        boolean array = query.types().of(type).map(row -> row.name().startsWith("_")).orElse(false);
        if (type == PgTypes.UNKNOWN || array) {
            out.addAll(operand);
        } else if (Names.isRegistered(type)) {
            ExpressionRewriter.call(Names.input(type), operand, source, out);
        } else if (type == PgTypes.BOOL) {
            truth(operand, literal, source, out);
        } else if (PgTypes.declaration(type).startsWith("TEXT")) {
            text(operand, from, type, literal, source, out);
        } else if (Names.ofCall(operand) != PgTypes.UNKNOWN) {
            out.addAll(operand); // regclass to oid: it is one
        } else {
            declare(operand, type, source, out);
        }
    }

    private static void truth(List<Node> operand, boolean literal, int source, List<Node> out) {
        if (literal) {
            String text = ((Node.Leaf) operand.getFirst()).text();
            out.add(new Node.Leaf(Node.Kind.NUMBER, Booleans.isTrue(text) ? "1" : "0", source));
        } else {
            out.addAll(operand);
        }
    }

    private static void text(List<Node> operand, int from, int type, boolean literal, int source, List<Node> out) {
        int registered = Names.ofCall(operand) != PgTypes.UNKNOWN ? Names.ofCall(operand) : from;
        if (Names.isRegistered(registered)) {
            out.addAll(Names.spelled(operand, registered, source));
        } else if (literal || !(type == PgTypes.TEXT || type == PgTypes.NAME || type == PgTypes.CHAR
                || type == 1042 || type == 1043)) {
            out.addAll(operand);
        } else if (from == PgTypes.BOOL) {
            ExpressionRewriter.call("sqld_truth", operand, source, out);
        } else {
            declare(operand, type, source, out);
        }
    }

    private static void declare(List<Node> operand, int type, int source, List<Node> out) {
        var arguments = new ArrayList<Node>(operand);
        arguments.add(Node.word("AS", source));
        arguments.add(Node.word(PgTypes.declaration(type), source));
        ExpressionRewriter.call("CAST", arguments, source, out);
    }
}
