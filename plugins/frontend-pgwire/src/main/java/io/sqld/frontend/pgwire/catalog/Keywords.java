package io.sqld.frontend.pgwire.catalog;

import java.util.Locale;
import java.util.Set;

/** What the rewriter has to know of SQL's words. */
final class Keywords {
    private static final Set<String> NO_FUNCTION = Set.of(
            "and", "or", "not", "in", "any", "some", "all", "exists", "select", "from", "where", "when", "then", "else",
            "case", "on", "using", "values", "union", "intersect", "except", "as", "by", "having", "limit", "offset",
            "between", "like", "ilike", "is", "over", "filter", "distinct", "array", "with", "join", "set", "group",
            "order", "lateral", "within", "returning", "regexp", "match", "escape", "similar", "to", "row");

    private static final Set<String> NO_ALIAS = Set.of(
            "on", "using", "join", "left", "right", "inner", "full", "outer", "cross", "natural", "where", "group",
            "having", "order", "limit", "offset", "fetch", "union", "intersect", "except", "lateral", "window", "with",
            "for", "as", "tablesample", "end", "then", "else", "when", "and", "or", "not", "is", "in", "like", "ilike",
            "between", "collate", "from", "over", "filter", "desc", "asc", "isnull", "notnull", "any", "all");

    private Keywords() {}

    /** {@return whether parentheses after this word are not those of a call} */
    static boolean endsOperand(Node word) {
        return word instanceof Node.Leaf leaf && leaf.kind() == Node.Kind.WORD
                && NO_FUNCTION.contains(leaf.text().toLowerCase(Locale.ROOT));
    }

    /** {@return whether this can be an alias without AS} */
    static boolean canBeAlias(Node node) {
        return node.isIdentifier() && !(node instanceof Node.Leaf leaf && leaf.kind() == Node.Kind.WORD
                && NO_ALIAS.contains(leaf.text().toLowerCase(Locale.ROOT)));
    }
}
