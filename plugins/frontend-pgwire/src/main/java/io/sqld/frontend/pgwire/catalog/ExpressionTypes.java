package io.sqld.frontend.pgwire.catalog;

import java.util.List;
import java.util.Optional;

/** The types of expressions in catalog queries, as far as they can be told from the text and the relations. */
final class ExpressionTypes {
    private final QueryRewriter query;

    ExpressionTypes(QueryRewriter query) {
        this.query = query;
    }

    /** {@return the type of an expression, {@link PgTypes#UNKNOWN} for NULL and what cannot be told} */
    int of(List<Node> nodes, Scope scope) {
        if (nodes.isEmpty()) {
            return PgTypes.UNKNOWN;
        }
        if (isTruth(nodes)) {
            return PgTypes.BOOL;
        }
        int sign = operator(nodes);
        if (sign > 0) {
            return operation(nodes, sign, scope);
        }
        return nodes.getFirst().isSign("-") || nodes.getFirst().isSign("+")
                ? operand(nodes.subList(1, nodes.size()), scope)
                : operand(nodes, scope);
    }

    /** {@return whether a logical operator or a comparison stands outside of CASE} */
    private static boolean isTruth(List<Node> nodes) {
        if (nodes.getFirst().isAny("NOT", "EXISTS")) {
            return true;
        }
        int cases = 0;
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            cases += node.is("CASE") ? 1 : node.is("END") ? -1 : 0;
            if (cases == 0 && i > 0 && (node.isAny("AND", "OR", "NOT", "IS", "IN", "LIKE", "ILIKE", "BETWEEN",
                    "ISNULL", "NOTNULL", "OPERATOR") || isComparison(node))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isComparison(Node node) {
        return node instanceof Node.Leaf leaf && leaf.kind() == Node.Kind.SIGN && switch (leaf.text()) {
            case "=", "<>", "!=", "<", ">", "<=", ">=", "~", "!~", "~*", "!~*", "~~", "!~~", "~~*", "!~~*", "@>",
                    "<@", "&&" -> true;
            default -> false;
        };
    }

    /** {@return the place of an arithmetic operator or concatenation, 0 if there is none} */
    private static int operator(List<Node> nodes) {
        int cases = 0;
        for (int i = 1; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            cases += nodes.get(i - 1).is("CASE") ? 1 : 0;
            cases -= node.is("END") ? 1 : 0;
            boolean operator = node instanceof Node.Leaf leaf && leaf.kind() == Node.Kind.SIGN
                    && switch (leaf.text()) {
                        case "||", "+", "-", "*", "/", "%", "&", "|", "<<", ">>", "->", "->>" -> true;
                        default -> false;
                    };
            if (operator && cases == 0) {
                return i;
            }
        }
        return 0;
    }

    private int operation(List<Node> nodes, int sign, Scope scope) {
        String operator = ((Node.Leaf) nodes.get(sign)).text();
        int left = operand(nodes.subList(0, sign), scope);
        if (operator.equals("||")) {
            boolean array = query.types().of(left).map(type -> type.name().startsWith("_")).orElse(false);
            return array ? left : PgTypes.TEXT;
        }
        if (operator.startsWith("->")) {
            return PgTypes.TEXT;
        }
        int right = of(nodes.subList(sign + 1, nodes.size()), scope);
        return left == PgTypes.INT8 || right == PgTypes.INT8 ? PgTypes.INT8
                : left == PgTypes.FLOAT8 || right == PgTypes.FLOAT8 ? PgTypes.FLOAT8
                        : left == PgTypes.NUMERIC || right == PgTypes.NUMERIC ? PgTypes.NUMERIC : PgTypes.INT4;
    }

    private int operand(List<Node> nodes, Scope scope) {
        for (int i = nodes.size() - 1; i > 0; i--) {
            if (nodes.get(i).isSign("::")) {
                TypeSpelling type = TypeSpelling.read(nodes, i + 1, query.types());
                return type.end() == nodes.size() ? type.oid()
                        : query.types().elementOf(type.oid()); // x::int2[][1]
            }
        }
        Node last = nodes.getLast();
        if (last.isBracket() && nodes.getFirst().is("ARRAY") && nodes.size() == 2) {
            List<List<Node>> items = Parts.items(last.inside());
            return query.types().arrayOf(items.isEmpty() ? PgTypes.TEXT : of(items.getFirst(), scope));
        }
        if (last.isBracket()) {
            return query.types().elementOf(operand(nodes.subList(0, nodes.size() - 1), scope));
        }
        Node first = nodes.getFirst();
        if (first.is("CASE")) {
            return choice(nodes, scope);
        }
        if (nodes.size() == 1 && first instanceof Node.Leaf leaf) {
            return leaf(leaf, scope);
        }
        if (first.isParenthesis()) {
            return group(first, scope);
        }
        if (first.is("CAST") && nodes.size() == 2) {
            List<Node> inside = last.inside();
            return TypeSpelling.read(inside, Parts.find(inside, 0, "AS") + 1, query.types()).oid();
        }
        if (first.is("ARRAY") && nodes.size() == 2) {
            return query.types().arrayOf(group(last, scope));
        }
        int path = Parts.pathEnd(nodes, 0);
        if (path < nodes.size() && nodes.get(path).isParenthesis()) {
            return function(nodes.get(path - 1).identifier(), nodes.get(path), scope);
        }
        return path == nodes.size() ? column(nodes, scope) : PgTypes.UNKNOWN;
    }

    private int leaf(Node.Leaf leaf, Scope scope) {
        return switch (leaf.kind()) {
            case STRING -> PgTypes.TEXT;
            case NUMBER -> leaf.text().indexOf('.') >= 0 ? PgTypes.NUMERIC
                    : leaf.text().length() > 9 ? PgTypes.INT8 : PgTypes.INT4;
            case PARAMETER -> query.parameterType(leaf);
            case NAME -> column(List.of(leaf), scope);
            case WORD -> leaf.isAny("TRUE", "FALSE") ? PgTypes.BOOL
                    : leaf.isAny("current_user", "session_user", "user", "current_role", "current_catalog",
                            "current_schema") ? PgTypes.NAME
                                    : column(List.of(leaf), scope);
            case SIGN -> PgTypes.UNKNOWN;
        };
    }

    private int column(List<Node> path, Scope scope) {
        return scope.type(Parts.qualifier(path), Parts.last(path));
    }

    private int group(Node group, Scope scope) {
        if (!Parts.isQuery(group.inside())) {
            return of(group.inside(), scope);
        }
        Optional<List<Output>> outputs = query.query(group.inside(), scope, false).outputs();
        return outputs.isPresent() && !outputs.get().isEmpty() ? outputs.get().getFirst().type() : PgTypes.UNKNOWN;
    }

    private int choice(List<Node> nodes, Scope scope) {
        int type = PgTypes.UNKNOWN;
        int depth = 0;
        for (int i = 0; i < nodes.size(); i++) {
            depth += nodes.get(i).is("CASE") ? 1 : nodes.get(i).is("END") ? -1 : 0;
            if (depth == 1 && nodes.get(i).isAny("THEN", "ELSE")) {
                int end = branchEnd(nodes, i + 1);
                type = common(type, of(nodes.subList(i + 1, end), scope));
            }
        }
        return type;
    }

    private static int branchEnd(List<Node> nodes, int from) {
        int depth = 0;
        for (int i = from; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            if (depth == 0 && node.isAny("WHEN", "ELSE", "END")) {
                return i;
            }
            depth += node.is("CASE") ? 1 : node.is("END") ? -1 : 0;
        }
        return nodes.size();
    }

    private int function(String name, Node arguments, Scope scope) {
        int known = FunctionTypes.of(name);
        if (known != PgTypes.UNKNOWN) {
            return known;
        }
        List<List<Node>> items = Parts.items(arguments.inside());
        if (items.isEmpty()) {
            return PgTypes.TEXT;
        }
        List<Node> first = items.getFirst();
        if (!first.isEmpty() && first.getFirst().is("DISTINCT")) {
            first = first.subList(1, first.size());
        }
        int order = Parts.find(first, 0, "ORDER");
        int type = of(first.subList(0, order), scope);
        return switch (name) {
            case "array_agg" -> query.types().arrayOf(type == PgTypes.UNKNOWN ? PgTypes.TEXT : type);
            case "unnest", "_pg_expandarray" -> query.types().elementOf(type);
            case "sum" -> PgTypes.INT8;
            case "coalesce", "greatest", "least" -> {
                for (List<Node> item : items.subList(1, items.size())) {
                    type = common(type, of(item, scope));
                }
                yield type;
            }
            case "min", "max", "nullif", "array_remove", "array_append", "array_cat", "abs", "lag", "lead",
                    "first_value", "last_value" -> type;
            default -> PgTypes.TEXT;
        };
    }

    /** {@return a type that holds the values of both} */
    static int common(int left, int right) {
        if (left == right || right == PgTypes.UNKNOWN) {
            return left;
        }
        if (left == PgTypes.UNKNOWN) {
            return right;
        }
        boolean wide = left == PgTypes.INT8 || right == PgTypes.INT8;
        boolean numbers = isWhole(left) && isWhole(right);
        return numbers ? (wide ? PgTypes.INT8 : left) : PgTypes.TEXT;
    }

    private static boolean isWhole(int type) {
        return type == PgTypes.INT4 || type == PgTypes.INT8 || type == 21 || type == PgTypes.OID;
    }
}
