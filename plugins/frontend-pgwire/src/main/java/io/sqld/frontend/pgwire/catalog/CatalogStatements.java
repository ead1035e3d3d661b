package io.sqld.frontend.pgwire.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Recognises statements that ask the catalogs: queries that name one of their relations, and queries without a table
 * that call a function which only they have.
 */
final class CatalogStatements {
    /** What such a statement has somewhere, and few others have, by the char at which it is looked for. */
    private static final Hint[] UNDERSCORES = hints('_', "pg_", "information_schema", "has_", "format_type",
            "current_schema", "current_setting", "set_config", "to_reg", "obj_description", "col_description",
            "quote_ident", "array_to_string", "string_to_array", "generate_series", "inet_", "current_database");

    private static final Hint[] PARENTHESES = hints('(', "version(", "unnest(");
    private static final Hint[] CLOSING = hints(')', "regclass)", "regtype)");
    private static final Hint[] COLONS = hints(':', "::reg");

    private static final Hint[] NONE = {};

    private record Hint(String text, int mark) {}

    private static final Set<String> FUNCTIONS = Set.of(
            "format_type", "current_schema", "current_schemas", "current_setting", "set_config", "quote_ident",
            "quote_literal", "quote_nullable", "to_regclass", "to_regtype", "to_regproc", "to_regnamespace",
            "to_regrole", "obj_description", "col_description", "shobj_description", "array_to_string",
            "string_to_array", "version", "inet_server_addr", "inet_server_port", "inet_client_addr",
            "inet_client_port", "array_upper", "array_lower", "array_length", "generate_series", "unnest",
            "current_database");

    private static final Set<String> OTHERS = Set.of("pg_sleep", "pg_notify", "pg_cancel_backend",
            "pg_terminate_backend");

    private final Relations relations;
    private final Set<String> relationNames;

    CatalogStatements(Relations relations) {
        this.relations = relations;
        this.relationNames = relations.all()
                .stream()
                .filter(relation -> relation.schema().equals(Relations.PG_CATALOG))
                .map(Relation::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** {@return whether the statement that {@code sql} has at {@code offset} may be one; cheap} */
    static boolean mayBe(String sql, int offset) {
        int at = offset;
        while (at < sql.length() && (Character.isWhitespace(sql.charAt(at)) || sql.charAt(at) == '(')) {
            at++;
        }
        char first = at < sql.length() ? sql.charAt(at) : '\0';
        boolean comment = first == '-' || first == '/';
        boolean query = switch (first) {
            case 's', 'S' -> sql.regionMatches(true, at, "SELECT", 0, 6);
            case 'w', 'W' -> sql.regionMatches(true, at, "WITH", 0, 4);
            case 't', 'T' -> sql.regionMatches(true, at, "TABLE", 0, 5);
            case 'v', 'V' -> sql.regionMatches(true, at, "VALUES", 0, 6);
            default -> comment;
        };
        if (!query) {
            return false;
        }
        for (int i = at; i < sql.length(); i++) {
            Hint[] hints = switch (sql.charAt(i)) {
                case '_' -> UNDERSCORES;
                case '(' -> PARENTHESES;
                case ')' -> CLOSING;
                case ':' -> COLONS;
                default -> NONE;
            };
            for (Hint hint : hints) {
                if (sql.regionMatches(true, i - hint.mark, hint.text, 0, hint.text.length())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Hint[] hints(char mark, String... texts) {
        var hints = new Hint[texts.length];
        for (int i = 0; i < texts.length; i++) {
            hints[i] = new Hint(texts[i], texts[i].indexOf(mark));
        }
        return hints;
    }

    /** {@return whether a statement is a catalog query} */
    boolean isCatalogQuery(List<Node> nodes) {
        if (!Parts.isQuery(nodes) && !(nodes.size() == 1 && nodes.getFirst().isParenthesis())) {
            return false;
        }
        return hasRelation(nodes) || (asksFunction(nodes) && !hasTable(nodes));
    }

    private boolean hasRelation(List<Node> nodes) {
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            if (hasRelation(node.inside())) {
                return true;
            }
            boolean qualified = i > 0 && nodes.get(i - 1).isSign(".");
            if (!node.isIdentifier() || qualified) {
                continue;
            }
            int end = Parts.pathEnd(nodes, i);
            boolean call = end < nodes.size() && nodes.get(end).isParenthesis();
            String name = node.identifier();
            boolean schema = name.equals(Relations.INFORMATION_SCHEMA) || name.equals(Relations.PG_CATALOG);
            if (schema && !call && end > i + 2 && relations.find(name, nodes.get(i + 2).identifier()).isPresent()) {
                return true;
            }
            boolean unqualified = end == i + 1 && !call && relationNames.contains(name);
            if (unqualified && i > 0 && (nodes.get(i - 1).isAny("FROM", "JOIN", "TABLE", "ONLY", "LATERAL")
                    || nodes.get(i - 1).isSign(","))) {
                return true;
            }
        }
        return false;
    }

    private static boolean asksFunction(List<Node> nodes) {
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            if (asksFunction(node.inside())) {
                return true;
            }
            boolean call = node.isIdentifier() && i + 1 < nodes.size() && nodes.get(i + 1).isParenthesis();
            String name = node.identifier();
            if (call && (FUNCTIONS.contains(name) || name.startsWith("has_")
                    || (name.startsWith("pg_") && !OTHERS.contains(name) && !name.startsWith("pg_advisory")
                            && !name.startsWith("pg_try_advisory")))) {
                return true;
            }
            boolean cast = node.isSign("::") && i + 1 < nodes.size() && Parts.pathEnd(nodes, i + 1) > i + 1
                    && nodes.get(Parts.pathEnd(nodes, i + 1) - 1).identifier().startsWith("reg");
            if (cast) {
                return true;
            }
        }
        return false;
    }

    /** {@return whether a FROM clause names a table: all that it names otherwise are functions and subqueries} */
    private static boolean hasTable(List<Node> nodes) {
        Set<String> common = commonTables(nodes);
        for (int i = 0; i < nodes.size(); i++) {
            if (hasTable(nodes.get(i).inside())) {
                return true;
            }
            boolean from = nodes.get(i).isAny("FROM", "JOIN")
                    && !(i > 0 && nodes.get(i - 1).is("DISTINCT"));
            int end = from ? Parts.pathEnd(nodes, i + 1) : 0;
            boolean call = end < nodes.size() && nodes.get(end).isParenthesis();
            if (from && end > i + 1 && !call
                    && !common.contains(nodes.get(i + 1).identifier().toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> commonTables(List<Node> nodes) {
        return Stream.iterate(0, i -> i < nodes.size() - 1, i -> i + 1)
                .filter(i -> nodes.get(i + 1).is("AS") && nodes.get(i).isIdentifier())
                .map(i -> nodes.get(i).identifier())
                .collect(Collectors.toSet());
    }
}
