package io.sqld.storage.libsql;

import java.util.List;

/** Adds the key of a limit to what SQLite says when it is exceeded: SQLite does not know who has set it. */
final class LimitKeys {
    private record Saying(String part, String key) {}

    private static final List<Saying> SAYINGS = List.of(
            new Saying("too many SQL variables", "parameters"),
            new Saying("variable number must be between", "parameters"),
            new Saying("string or blob too big", "value"),
            new Saying("statement too long", "sql"),
            new Saying("too many columns", "columns"),
            new Saying("LIKE or GLOB pattern too complex", "like-pattern"),
            new Saying("too many attached databases", "attached"));

    private final LimitSettings limits;

    LimitKeys(LimitSettings limits) {
        this.limits = limits;
    }

    int sqlBytes() {
        return limits.sqlBytes();
    }

    /** {@return {@code message}, which is SQLite's, and the key if a limit is its reason} */
    String explain(String message) {
        for (Saying saying : SAYINGS) {
            if (message.contains(saying.part())) {
                return message + " (" + limits.path() + "." + saying.key() + " = " + value(saying.key()) + ")";
            }
        }
        return message;
    }

    private int value(String key) {
        return switch (key) {
            case "parameters" -> limits.parameters();
            case "value" -> limits.valueBytes();
            case "sql" -> limits.sqlBytes();
            case "columns" -> limits.columns();
            case "like-pattern" -> limits.likePatternBytes();
            default -> limits.attached();
        };
    }
}
