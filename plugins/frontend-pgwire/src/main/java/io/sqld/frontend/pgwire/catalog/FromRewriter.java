package io.sqld.frontend.pgwire.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rewrites a FROM clause, and tells the scope what it has. */
final class FromRewriter {
    private final QueryRewriter query;
    private final Scope scope;

    FromRewriter(QueryRewriter query, Scope scope) {
        this.query = query;
        this.scope = scope;
    }

    /** {@return the clause, without FROM} */
    List<Node> rewrite(List<Node> nodes) {
        var out = new ArrayList<Node>();
        int at = 0;
        while (at < nodes.size()) {
            Node node = nodes.get(at);
            if (node.isAny("LATERAL", "ONLY")) {
                at++;
            } else if (node.is("ON")) {
                int end = onEnd(nodes, at + 1);
                out.add(node);
                out.addAll(query.expressions().rewrite(nodes.subList(at + 1, end), scope));
                at = end;
            } else if (node.is("USING")) {
                out.addAll(nodes.subList(at, Math.min(at + 2, nodes.size())));
                at += 2;
            } else if (node.isSign(",") || node.isAny(
                    "JOIN", "LEFT", "RIGHT", "INNER", "OUTER", "FULL", "CROSS", "NATURAL")) {
                out.add(node);
                at++;
            } else {
                at = item(nodes, at, out);
            }
        }
        return out;
    }

    private static int onEnd(List<Node> nodes, int from) {
        for (int i = from; i < nodes.size(); i++) {
            boolean call = i + 1 < nodes.size() && nodes.get(i + 1).isParenthesis();
            boolean join = nodes.get(i).isAny("JOIN", "INNER", "FULL", "CROSS", "NATURAL")
                    || (nodes.get(i).isAny("LEFT", "RIGHT") && !call);
            if (nodes.get(i).isSign(",") || join) {
                return i;
            }
        }
        return nodes.size();
    }

    /** An alias with the names of columns, and where it ends. */
    private record Alias(String name, List<Output> columns, int end) {}

    private static Alias alias(List<Node> nodes, int from) {
        int at = from;
        if (at < nodes.size() && nodes.get(at).is("AS")) {
            at++;
        } else if (at >= nodes.size() || !Keywords.canBeAlias(nodes.get(at))) {
            return new Alias("", List.of(), from);
        }
        String name = nodes.get(at++).identifier();
        var columns = new ArrayList<Output>();
        if (at < nodes.size() && nodes.get(at).isParenthesis()) {
            for (List<Node> column : Parts.items(nodes.get(at).inside())) {
                columns.add(new Output(column.getFirst().identifier(), PgTypes.UNKNOWN));
            }
            at++;
        }
        return new Alias(name, columns, at);
    }

    private int item(List<Node> nodes, int at, List<Node> out) {
        Node node = nodes.get(at);
        if (node.isParenthesis() && !Parts.isQuery(node.inside())) {
            out.add(Node.parenthesis(rewrite(node.inside()), node.source()));
            return at + 1;
        }
        if (node.isParenthesis()) {
            return subquery(nodes, at, out);
        }
        int end = Parts.pathEnd(nodes, at);
        if (end == at) {
            out.add(node);
            return at + 1;
        }
        boolean call = end < nodes.size() && nodes.get(end).isParenthesis();
        return call ? function(nodes, at, end, out) : table(nodes, at, end, out);
    }

    private int table(List<Node> nodes, int at, int end, List<Node> out) {
        List<Node> path = nodes.subList(at, end);
        String name = Parts.last(path);
        Alias alias = alias(nodes, end);
        String visible = alias.name.isEmpty() ? name : alias.name;
        Optional<List<Output>> common =
                path.size() == 1 ? scope.commonTable(name) : Optional.empty();
        Optional<Relation> relation =
                common.isPresent() ? Optional.empty() : query.catalog().find(Parts.qualifier(path), name);
        if (common.isPresent()) {
            scope.add(visible, QueryRewriter.named(alias.columns, common));
        } else if (relation.isPresent()) {
            query.uses(relation.get());
            var columns = new ArrayList<Output>();
            relation.get().attributes().forEach(column -> columns.add(new Output(column.name(), column.type())));
            scope.add(visible, columns);
        } else {
            scope.addUnknown();
        }
        out.addAll(path);
        name(alias.name, nodes.get(at).source(), out);
        return alias.end;
    }

    private int subquery(List<Node> nodes, int at, List<Node> out) {
        Node node = nodes.get(at);
        Alias alias = alias(nodes, at + 1);
        int source = node.source();
        List<Node> inside = node.inside();
        boolean row = inside.getFirst().is("SELECT")
                && Parts.find(inside, 1, "FROM", "UNION", "WHERE") == inside.size() && !alias.columns.isEmpty();
        if (row && alias.columns.size() == 1) {
            // (SELECT x) AS alias(name), where x may be of the tables before it: SQLite has no LATERAL for queries
            List<Node> expression = inside.subList(1, inside.size());
            List<Node> json = List.of(Node.word("json_array", source),
                    Node.parenthesis(query.expressions().rewrite(expression, scope), source));
            int type = query.expressionTypes().of(expression, scope);
            return elements(json, new Alias(alias.name, List.of(), alias.end),
                    List.of(new Output(alias.columns.getFirst().label(), type)), false, out, source);
        }
        QueryRewriter.Query inner = query.query(inside, scope, false);
        List<Output> columns = QueryRewriter.named(alias.columns, inner.outputs());
        if (inner.outputs().isPresent()) {
            scope.add(alias.name, columns);
        } else {
            scope.addUnknown();
        }
        if (alias.columns.isEmpty()) {
            out.add(Node.parenthesis(inner.nodes(), source));
        } else {
            out.add(renamed(alias, inner.nodes(), source));
        }
        name(alias.name, source, out);
        return alias.end;
    }

    /** {@code (query) AS alias(names)} as {@code (WITH alias(names) AS (query) SELECT * FROM alias)}. */
    private static Node renamed(Alias alias, List<Node> inner, int source) {
        var names = new ArrayList<Node>();
        for (Output column : alias.columns) {
            if (!names.isEmpty()) {
                names.add(Node.sign(",", source));
            }
            names.add(new Node.Leaf(Node.Kind.NAME, column.label(), source));
        }
        var name = new Node.Leaf(Node.Kind.NAME, alias.name, source);
        return Node.parenthesis(List.of(
                Node.word("WITH", source), name, Node.parenthesis(names, source), Node.word("AS", source),
                Node.parenthesis(inner, source), Node.word("SELECT", source), Node.sign("*", source),
                Node.word("FROM", source), name), source);
    }

    private int function(List<Node> nodes, int at, int call, List<Node> out) {
        String function = nodes.get(call - 1).identifier();
        int source = nodes.get(at).source();
        int end = call + 1;
        boolean ordinality = end + 1 < nodes.size() && nodes.get(end).is("WITH") && nodes.get(end + 1).is("ORDINALITY");
        Alias given = alias(nodes, ordinality ? end + 2 : end);
        Alias alias = given.name.isEmpty() ? new Alias(function, List.of(), given.end) : given;
        Optional<Relation> relation = tableOf(function);
        if (relation.isPresent()) {
            return relation(relation.get(), alias, source, out);
        }
        List<List<Node>> arguments = Parts.items(nodes.get(call).inside());
        if (function.startsWith("json_") || function.startsWith("pragma_")) {
            scope.addUnknown();
            out.add(nodes.get(call - 1));
            out.addAll(query.expressions().rewrite(nodes.subList(call, call + 1), scope));
            name(given.name, source, out);
            return alias.end;
        }
        List<Node> json = elementsOf(function, arguments, nodes.get(call), source);
        return elements(json, alias, columns(function, arguments, alias), ordinality, out, source);
    }

    private Optional<Relation> tableOf(String function) {
        return Optional.ofNullable(switch (function) {
            case "pg_get_keywords" -> "sqld_keywords";
            case "aclexplode" -> "sqld_acl";
            case "pg_options_to_table" -> "sqld_options";
            case "pg_show_all_settings" -> "pg_settings";
            case "pg_stat_get_activity" -> "pg_stat_activity";
            case "pg_timezone_names", "pg_timezone_abbrevs", "pg_cursor", "pg_prepared_statement" -> function + "s";
            default -> null;
        }).flatMap(name -> query.catalog().find(Relations.PG_CATALOG, name));
    }

    private int relation(Relation relation, Alias alias, int source, List<Node> out) {
        query.uses(relation);
        var columns = new ArrayList<Output>();
        relation.attributes().forEach(column -> columns.add(new Output(column.name(), column.type())));
        scope.add(alias.name, columns);
        out.add(Node.word(relation.qualified(), source));
        name(alias.name, source, out);
        return alias.end;
    }

    private List<Node> elementsOf(String function, List<List<Node>> arguments, Node call, int source) {
        List<Node> rewritten = query.expressions().rewrite(call.inside(), scope);
        String name = switch (function) {
            case "unnest" -> arguments.size() > 1 ? "sqld_zip" : "sqld_json";
            case "_pg_expandarray" -> "sqld_json";
            case "generate_series" -> "sqld_series";
            case "generate_subscripts" -> "sqld_subscripts";
            case "pg_partition_ancestors", "pg_partition_tree", "pg_logical_slot_get_changes" -> "sqld_none";
            default -> "";
        };
        if (name.isEmpty()) {
            List<Node> value = List.of(Node.word(function, source), Node.parenthesis(rewritten, source));
            return List.of(Node.word("json_array", source), Node.parenthesis(value, source));
        }
        return List.of(Node.word(name, source), Node.parenthesis(rewritten, source));
    }

    private List<Output> columns(String function, List<List<Node>> arguments, Alias alias) {
        var columns = new ArrayList<Output>();
        switch (function) {
            case "unnest" -> {
                for (List<Node> argument : arguments) {
                    int type = query.types().elementOf(query.expressionTypes().of(argument, scope));
                    columns.add(new Output(arguments.size() == 1 ? alias.name : "unnest", type));
                }
            }
            case "_pg_expandarray" -> {
                columns.add(new Output("x", PgTypes.UNKNOWN));
                columns.add(new Output("n", PgTypes.INT4));
            }
            case "generate_series", "generate_subscripts" -> columns.add(new Output(alias.name, PgTypes.INT4));
            default -> columns.add(new Output(alias.name, PgTypes.UNKNOWN));
        }
        return columns;
    }

    /** Adds {@code json_each(array) AS alias}, and says what stands for its columns. */
    private int elements(List<Node> array, Alias alias, List<Output> columns, boolean ordinality, List<Node> out,
            int source) {
        var named = new ArrayList<Output>();
        boolean pairs = columns.size() == 2 && columns.get(1).label().equals("n");
        int count = columns.size() + (ordinality ? 1 : 0);
        for (int i = 0; i < count; i++) {
            boolean key = i >= columns.size() || (pairs && i == 1);
            String label = i < alias.columns.size() ? alias.columns.get(i).label()
                    : i < columns.size() ? columns.get(i).label() : "ordinality";
            named.add(new Output(label, i < columns.size() ? columns.get(i).type() : PgTypes.INT8));
            boolean one = columns.size() == 1 || pairs;
            scope.substitute(alias.name, label, key ? key(alias.name, source) : value(alias.name, one, i, source));
        }
        scope.add(alias.name, named);
        out.add(Node.word("json_each", source));
        out.add(Node.parenthesis(array, source));
        name(alias.name, source, out);
        return alias.end;
    }

    private static List<Node> key(String alias, int source) {
        return List.of(Node.parenthesis(List.of(
                new Node.Leaf(Node.Kind.NAME, alias, source), Node.sign(".", source), Node.word("key", source),
                Node.sign("+", source), new Node.Leaf(Node.Kind.NUMBER, "1", source)), source));
    }

    private static List<Node> value(String alias, boolean one, int index, int source) {
        List<Node> value = List.of(
                new Node.Leaf(Node.Kind.NAME, alias, source), Node.sign(".", source), Node.word("value", source));
        if (one) {
            return value;
        }
        var element = new ArrayList<Node>(value);
        element.add(Node.sign("->>", source));
        element.add(new Node.Leaf(Node.Kind.NUMBER, Integer.toString(index), source));
        return List.of(Node.parenthesis(element, source));
    }

    private static void name(String alias, int source, List<Node> out) {
        if (!alias.isEmpty()) {
            out.add(Node.word("AS", source));
            out.add(new Node.Leaf(Node.Kind.NAME, alias, source));
        }
    }
}
