package io.sqld.frontend.pgwire.catalog;

import java.util.List;
import java.util.Locale;

/** A piece of SQL: a word or sign, or what stands between parentheses or brackets. */
sealed interface Node {
    /** {@return where it stood in the client's text, in chars} */
    int source();

    /** What a leaf is. */
    enum Kind {
        /** A keyword or a plain identifier. */
        WORD,
        /** A quoted identifier, without its quotes. */
        NAME,
        /** A string, without its quotes and escapes. */
        STRING,
        /** A number. */
        NUMBER,
        /** A parameter, by its number. */
        PARAMETER,
        /** An operator or punctuation. */
        SIGN
    }

    /** A word or sign. */
    record Leaf(Kind kind, String text, int source) implements Node {
        /** {@return the text as SQLite reads it} */
        String sql() {
            return switch (kind) {
                case NAME -> '"' + text.replace("\"", "\"\"") + '"';
                case STRING -> '\'' + text.replace("'", "''") + '\'';
                case PARAMETER -> '?' + text;
                case WORD, NUMBER, SIGN -> text;
            };
        }

        /** {@return the identifier as PostgreSQL folds it} */
        String folded() {
            return kind == Kind.WORD ? text.toLowerCase(Locale.ROOT) : text;
        }
    }

    /**
     * Nodes in parentheses or brackets.
     *
     * @param open {@code (} or {@code [}
     * @param end where the closing one stood
     */
    record Group(char open, List<Node> nodes, int source, int end) implements Node {}

    /** {@return whether it is this keyword} */
    default boolean is(String keyword) {
        return this instanceof Leaf leaf && leaf.kind == Kind.WORD && leaf.text.equalsIgnoreCase(keyword);
    }

    /** {@return whether it is one of these keywords} */
    default boolean isAny(String... keywords) {
        for (String keyword : keywords) {
            if (is(keyword)) {
                return true;
            }
        }
        return false;
    }

    /** {@return whether it is this operator or punctuation} */
    default boolean isSign(String sign) {
        return this instanceof Leaf leaf && leaf.kind == Kind.SIGN && leaf.text.equals(sign);
    }

    /** {@return whether it can be an identifier} */
    default boolean isIdentifier() {
        return this instanceof Leaf leaf && (leaf.kind == Kind.WORD || leaf.kind == Kind.NAME);
    }

    /** {@return whether it is of this kind} */
    default boolean isKind(Kind kind) {
        return this instanceof Leaf leaf && leaf.kind == kind;
    }

    /** {@return the folded identifier; empty for everything else} */
    default String identifier() {
        return this instanceof Leaf leaf && isIdentifier() ? leaf.folded() : "";
    }

    /** {@return whether it is a pair of parentheses} */
    default boolean isParenthesis() {
        return this instanceof Group group && group.open == '(';
    }

    /** {@return whether it is a pair of brackets} */
    default boolean isBracket() {
        return this instanceof Group group && group.open == '[';
    }

    /** {@return the nodes inside; none for a leaf} */
    default List<Node> inside() {
        return this instanceof Group group ? group.nodes : List.of();
    }

    /** {@return a word that was not in the text} */
    static Leaf word(String text, int source) {
        return new Leaf(Kind.WORD, text, source);
    }

    /** {@return a sign that was not in the text} */
    static Leaf sign(String text, int source) {
        return new Leaf(Kind.SIGN, text, source);
    }

    /** {@return a string that was not in the text} */
    static Leaf string(String text, int source) {
        return new Leaf(Kind.STRING, text, source);
    }

    /** {@return nodes in parentheses} */
    static Group parenthesis(List<Node> nodes, int source) {
        return new Group('(', List.copyOf(nodes), source, source);
    }
}
