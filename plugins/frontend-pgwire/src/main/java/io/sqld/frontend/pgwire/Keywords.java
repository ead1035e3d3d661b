package io.sqld.frontend.pgwire;

import java.util.Locale;
import java.util.Set;

/** Words that are not names, as far as finding operands and aliases needs it. */
final class Keywords {
    private static final Set<String> BEFORE_OPERANDS = Set.of(
            "ALL", "AND", "AS", "BETWEEN", "BY", "CASE", "DEFAULT", "DISTINCT", "ELSE", "ESCAPE", "EXCEPT", "FROM",
            "GLOB", "GROUP", "HAVING", "ILIKE", "IN", "INTERSECT", "INTO", "IS", "ISNULL", "JOIN", "LIKE", "LIMIT",
            "MATCH", "NOT", "NOTNULL", "OFFSET", "ON", "OR", "ORDER", "REGEXP", "RETURNING", "SELECT", "SET", "THEN",
            "UNION", "UPDATE", "USING", "VALUES", "WHEN", "WHERE", "WITH");

    private static final Set<String> VALUES = Set.of("NULL", "TRUE", "FALSE", "END", "CURRENT_DATE", "CURRENT_TIME",
            "CURRENT_TIMESTAMP", "CURRENT_USER", "SESSION_USER", "USER", "CURRENT_SCHEMA", "CURRENT_CATALOG",
            "CURRENT_ROLE");

    private static final Set<String> AFTER_ITEMS = Set.of("FROM", "WHERE", "GROUP", "HAVING", "WINDOW", "UNION",
            "INTERSECT", "EXCEPT", "ORDER", "LIMIT", "OFFSET", "FETCH", "FOR", "INTO");

    private Keywords() {}

    /** {@return whether an operand may begin after this word, so that it is neither a name nor a function} */
    static boolean endsBefore(Token token) {
        return token.kind() == Token.Kind.WORD && BEFORE_OPERANDS.contains(upper(token));
    }

    /** {@return whether this word is a value by itself} */
    static boolean isValue(Token token) {
        return token.kind() == Token.Kind.WORD && VALUES.contains(upper(token));
    }

    /** {@return whether this word begins the clause after the result columns of a SELECT} */
    static boolean endsItems(Token token) {
        return token.kind() == Token.Kind.WORD && AFTER_ITEMS.contains(upper(token));
    }

    /** {@return whether this word is a name, or may be one} */
    static boolean isName(Token token) {
        return token.kind() == Token.Kind.NAME
                || (token.kind() == Token.Kind.WORD && !endsBefore(token) && !isValue(token) && !endsItems(token));
    }

    private static String upper(Token token) {
        return token.text().toUpperCase(Locale.ROOT);
    }
}
