package io.sqld.frontend.pgwire.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites a query on the catalogs from PostgreSQL's dialect into SQLite's, and tells the types of its result. One for
 * each query.
 *
 * <p>What SQLite has no word for becomes a call of one of {@link CatalogFunctions}: casts to {@code regclass} and the
 * like, arrays, regular expressions. Functions that return rows become joins with {@code json_each}.
 */
final class QueryRewriter {
    private static final String[] CLAUSES = {
            "FROM", "WHERE", "GROUP", "HAVING", "WINDOW", "ORDER", "LIMIT", "OFFSET", "FETCH", "FOR"};
    private static final String[] COMPOUNDS = {"UNION", "INTERSECT", "EXCEPT"};

    private final PgTypes types;
    private final Relations catalog;
    private final ExpressionRewriter expressions;
    private final ExpressionTypes expressionTypes;
    private final Set<Relation> relations = new LinkedHashSet<>();
    private final Map<Integer, Integer> parameters = new HashMap<>();
    private int series;

    private QueryRewriter(PgTypes types, Relations catalog) {
        this.types = types;
        this.catalog = catalog;
        this.expressionTypes = new ExpressionTypes(this);
        this.expressions = new ExpressionRewriter(this, expressionTypes);
    }

    /** {@return the query that {@code nodes} are, in SQLite's dialect} */
    static Rewritten rewrite(List<Node> nodes, PgTypes types, Relations catalog) {
        var rewriter = new QueryRewriter(types, catalog);
        Query query = rewriter.query(nodes, null, true);
        SqlWriter writer = new SqlWriter().write(query.nodes);
        return new Rewritten(writer.sql(), query.outputs, rewriter.relations, rewriter.parameters, writer);
    }

    /** A query that has been rewritten. */
    record Query(List<Node> nodes, Optional<List<Output>> outputs) {}

    PgTypes types() {
        return types;
    }

    Relations catalog() {
        return catalog;
    }

    ExpressionRewriter expressions() {
        return expressions;
    }

    ExpressionTypes expressionTypes() {
        return expressionTypes;
    }

    void uses(Relation relation) {
        relations.add(relation);
    }

    /** Tells the type of a parameter, unless it is known. */
    void parameter(Node parameter, int type) {
        if (parameter instanceof Node.Leaf leaf && leaf.kind() == Node.Kind.PARAMETER && type != PgTypes.UNKNOWN) {
            parameters.putIfAbsent(number(leaf), type);
        }
    }

    int parameterType(Node parameter) {
        return parameter instanceof Node.Leaf leaf
                ? parameters.getOrDefault(number(leaf), PgTypes.UNKNOWN)
                : PgTypes.UNKNOWN;
    }

    private static int number(Node.Leaf parameter) {
        return parameter.text().length() > 5 ? 0 : Integer.parseInt(parameter.text());
    }

    /** {@return a name that the query does not use} */
    String freshName() {
        series++;
        return "sqld_" + series;
    }

    /** {@return a query rewritten; {@code outermost} is the one whose result the client sees} */
    Query query(List<Node> nodes, @Nullable Scope outer, boolean outermost) {
        var scope = new Scope(outer);
        var out = new ArrayList<Node>();
        int at = nodes.getFirst().is("WITH") ? commonTables(nodes, scope, out) : 0;
        Optional<List<Output>> outputs = Optional.empty();
        boolean first = true;
        while (at < nodes.size()) {
            int end = Parts.find(nodes, at, COMPOUNDS);
            Query arm = arm(nodes.subList(at, end), scope, outermost);
            out.addAll(arm.nodes);
            outputs = first ? arm.outputs : common(outputs, arm.outputs);
            first = false;
            at = end;
            while (at < nodes.size() && nodes.get(at).isAny("UNION", "INTERSECT", "EXCEPT", "ALL", "DISTINCT")) {
                if (!nodes.get(at).is("DISTINCT")) {
                    out.add(nodes.get(at));
                }
                at++;
            }
        }
        return new Query(List.copyOf(out), outputs);
    }

    private static Optional<List<Output>> common(Optional<List<Output>> left, Optional<List<Output>> right) {
        if (left.isEmpty() || right.isEmpty() || left.get().size() != right.get().size()) {
            return left;
        }
        var outputs = new ArrayList<Output>();
        for (int i = 0; i < left.get().size(); i++) {
            Output first = left.get().get(i);
            int type = ExpressionTypes.common(first.type(), right.get().get(i).type());
            outputs.add(new Output(first.label(), type));
        }
        return Optional.of(outputs);
    }

    /** Rewrites {@code WITH [RECURSIVE] name [(columns)] AS (query), ...}. {@return where the query itself begins} */
    private int commonTables(List<Node> nodes, Scope scope, List<Node> out) {
        out.add(nodes.getFirst());
        int at = 1;
        if (nodes.get(at).is("RECURSIVE")) {
            out.add(nodes.get(at++));
        }
        while (at < nodes.size() && nodes.get(at).isIdentifier()) {
            String name = nodes.get(at).identifier();
            out.add(nodes.get(at++));
            var columns = new ArrayList<Output>();
            if (at < nodes.size() && nodes.get(at).isParenthesis()) {
                out.add(nodes.get(at));
                Parts.items(nodes.get(at).inside())
                        .forEach(column -> columns.add(new Output(Parts.last(column), PgTypes.UNKNOWN)));
                at++;
            }
            while (at < nodes.size() && !nodes.get(at).isParenthesis()) {
                out.add(nodes.get(at++)); // AS [NOT] MATERIALIZED
            }
            if (at == nodes.size()) {
                break;
            }
            List<Node> body = nodes.get(at).inside();
            scope.addCommonTable(name, named(columns, arm(firstArm(body), scope, false).outputs));
            Query query = query(body, scope, false);
            scope.addCommonTable(name, named(columns, query.outputs));
            out.add(Node.parenthesis(query.nodes, nodes.get(at).source()));
            at++;
            if (at == nodes.size() || !nodes.get(at).isSign(",")) {
                break;
            }
            out.add(nodes.get(at++));
        }
        return at;
    }

    private static List<Node> firstArm(List<Node> body) {
        return body.subList(0, Parts.find(body, 0, COMPOUNDS));
    }

    static List<Output> named(List<Output> names, Optional<List<Output>> outputs) {
        List<Output> found = outputs.orElse(List.of());
        var columns = new ArrayList<Output>();
        for (int i = 0; i < Math.max(names.size(), found.size()); i++) {
            String label = i < names.size() ? names.get(i).label() : found.get(i).label();
            columns.add(new Output(label, i < found.size() ? found.get(i).type() : PgTypes.UNKNOWN));
        }
        return columns;
    }

    /** Rewrites one SELECT, VALUES, TABLE, or query in parentheses. */
    private Query arm(List<Node> nodes, Scope outer, boolean outermost) {
        if (nodes.isEmpty()) {
            return new Query(nodes, Optional.empty());
        }
        Node first = nodes.getFirst();
        if (first.is("WITH")) {
            return query(nodes, outer, outermost);
        }
        if (first.is("VALUES")) {
            return values(nodes, outer);
        }
        if (first.is("TABLE")) {
            var select = new ArrayList<Node>(selectStarFrom(first.source()));
            select.addAll(nodes.subList(1, nodes.size()));
            return select(select, new Scope(outer), outermost);
        }
        if (first.isParenthesis() && Parts.isQuery(first.inside())) {
            Query inner = query(first.inside(), outer, outermost);
            var out = new ArrayList<Node>(selectStarFrom(first.source()));
            out.add(Node.parenthesis(inner.nodes, first.source()));
            out.addAll(expressions.rewrite(nodes.subList(1, nodes.size()), outer));
            return new Query(out, inner.outputs);
        }
        return first.is("SELECT")
                ? select(nodes, new Scope(outer), outermost)
                : new Query(expressions.rewrite(nodes, outer), Optional.empty());
    }

    private static List<Node> selectStarFrom(int source) {
        return List.of(Node.word("SELECT", source), Node.sign("*", source), Node.word("FROM", source));
    }

    private Query values(List<Node> nodes, Scope outer) {
        var outputs = new ArrayList<Output>();
        if (nodes.size() > 1) {
            for (List<Node> item : Parts.items(nodes.get(1).inside())) {
                outputs.add(new Output("column" + (outputs.size() + 1), expressionTypes.of(item, outer)));
            }
        }
        return new Query(expressions.rewriteAll(nodes, outer), Optional.of(outputs));
    }

    private Query select(List<Node> nodes, Scope scope, boolean outermost) {
        int itemsBegin = 1;
        var out = new ArrayList<Node>();
        out.add(nodes.getFirst());
        if (nodes.size() > 1 && nodes.get(1).isAny("ALL", "DISTINCT")) {
            out.add(nodes.get(1));
            itemsBegin = 2;
        }
        int from = Parts.find(nodes, itemsBegin, CLAUSES);
        List<Node> items = nodes.subList(itemsBegin, from);
        boolean hasFrom = from < nodes.size() && nodes.get(from).is("FROM");
        int rest = hasFrom ? Parts.find(nodes, from + 1, CLAUSES) : from;
        var tables = new FromRewriter(this, scope);
        List<Node> fromNodes = hasFrom ? tables.rewrite(nodes.subList(from + 1, rest)) : List.of();
        var setReturning = new SetReturning(this, scope);
        List<List<Node>> plainItems = new ArrayList<>();
        Parts.items(items).forEach(item -> plainItems.add(setReturning.plain(item)));
        var select = new SelectList(this, scope, outermost);
        out.addAll(select.rewrite(plainItems));
        List<Node> joins = setReturning.joins();
        if (hasFrom || !joins.isEmpty()) {
            out.add(Node.word("FROM", nodes.getFirst().source()));
            out.addAll(fromNodes);
            out.addAll(hasFrom || joins.isEmpty() ? joins : joins.subList(2, joins.size()));
        }
        out.addAll(expressions.rewrite(nodes.subList(rest, nodes.size()), scope));
        return new Query(List.copyOf(out), select.outputs());
    }
}
