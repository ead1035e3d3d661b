package io.sqld.frontend.pgwire.catalog;

import java.util.List;
import java.util.Set;

/**
 * A type as a cast names it.
 *
 * @param oid 0 if there is no such type
 * @param end the node behind it
 */
record TypeSpelling(int oid, int end) {
    private static final Set<String> SECOND_WORDS = Set.of("precision", "varying", "with", "without", "time", "zone");

    /** {@return the type that is named at {@code at}} */
    static TypeSpelling read(List<Node> nodes, int at, PgTypes types) {
        int i = at;
        if (i + 2 < nodes.size() && nodes.get(i + 1).isSign(".")) {
            i += 2; // pg_catalog.
        }
        if (i >= nodes.size() || !nodes.get(i).isIdentifier()) {
            return new TypeSpelling(0, at);
        }
        boolean quoted = nodes.get(i).isKind(Node.Kind.NAME);
        var name = new StringBuilder(quoted ? '"' + nodes.get(i).identifier() + '"' : nodes.get(i).identifier());
        i++;
        while (i < nodes.size() && SECOND_WORDS.contains(nodes.get(i).identifier())) {
            name.append(' ').append(nodes.get(i).identifier());
            i++;
        }
        if (i < nodes.size() && nodes.get(i).isParenthesis()) {
            i++;
        }
        if (i < nodes.size() && nodes.get(i).isBracket() && isBounds(nodes.get(i))) {
            name.append("[]");
            i++;
        }
        return new TypeSpelling(types.named(name.toString()), i);
    }

    private static boolean isBounds(Node bracket) {
        return bracket.inside().isEmpty();
    }
}
