package io.sqld.frontend.pgwire;

/**
 * Looks whether a statement may have a spelling that SQLite does not know, before anything is made of it: most
 * statements have none and must not pay. Says yes too often rather than too rarely.
 */
final class SpellingScan {
    /** Words that need a look, by their first letter; some only with what follows them. */
    private static final String[][] WORDS = byFirstLetter(
            "ALL", "ALTER", "ANY", "ARRAY", "ARRAY_AGG", "AT", "BIGSERIAL", "BOOL", "BOOLEAN", "BOOL_AND", "BOOL_OR",
            "BYTEA", "CAST", "COLLATE", "COMMENT",
            "CREATE", "DATE", "DATE_PART", "DATE_TRUNC", "DEFAULT", "DROP", "E", "EVERY", "EXTRACT", "FETCH", "FOR",
            "GEN_RANDOM_UUID", "GRANT", "IDENTITY",
            "ILIKE", "INTERVAL", "JSON", "JSONB",
            "LASTVAL", "LIMIT", "NOW", "OFFSET", "ONLY", "PUBLIC", "REVOKE", "SOME", "TIME", "TIMESTAMP", "TIMESTAMPTZ",
            "TIMETZ", "UUID");

    private final String sql;
    private final int end;
    private int at;
    private boolean limited;

    private SpellingScan(String sql, int offset) {
        this.sql = sql;
        this.at = offset;
        this.end = sql.length();
    }

    /** {@return whether the statement at {@code offset} may need another spelling} */
    static boolean mayNeed(String sql, int offset) {
        return new SpellingScan(sql, offset).any();
    }

    private static String[][] byFirstLetter(String... words) {
        var letters = new String[26][];
        for (int i = 0; i < letters.length; i++) {
            char letter = (char) ('A' + i);
            letters[i] = java.util.Arrays.stream(words).filter(word -> word.charAt(0) == letter).toArray(String[]::new);
        }
        return letters;
    }

    private boolean any() {
        while (at < end) {
            char c = sql.charAt(at);
            if (isLetter(c)) {
                if (word()) {
                    return true;
                }
                continue;
            }
            if (c <= ' ' || (isWordChar(c) && c != '$')) {
                at++;
                continue;
            }
            switch (c) {
                case ';' -> {
                    return false;
                }
                case '\'', '`' -> skipQuoted(c);
                case '"' -> {
                    if (sql.startsWith("\"public\"", at)) {
                        return true;
                    }
                    skipQuoted(c);
                }
                case '[' -> {
                    if (charAt(at + 1) == ']' || isDigit(charAt(at + 1))) {
                        return true;
                    }
                    skipTo("]");
                }
                case ':' -> {
                    if (charAt(at + 1) == ':') {
                        return true;
                    }
                    at++;
                }
                case '$' -> {
                    if (!isDigit(charAt(at + 1))) {
                        return true;
                    }
                    at++;
                }
                case '-' -> skipComment('-', "\n");
                case '/' -> skipComment('*', "*/");
                default -> at++;
            }
        }
        return false;
    }

    private boolean word() {
        int start = at;
        while (at < end && isWordChar(sql.charAt(at))) {
            at++;
        }
        for (String candidate : WORDS[(sql.charAt(start) | 0x20) - 'a']) {
            if (candidate.length() == at - start && sql.regionMatches(true, start, candidate, 0, at - start)) {
                return counts(candidate);
            }
        }
        return false;
    }

    /** {@return whether this word, which has just been read, is of interest here} */
    private boolean counts(String word) {
        int next = at;
        while (next < end && sql.charAt(next) <= ' ') {
            next++;
        }
        char following = charAt(next);
        return switch (word) {
            case "E" -> charAt(at) == '\'';
            case "ALL", "ANY", "ARRAY_AGG", "BOOL_AND", "BOOL_OR", "CAST", "DATE_PART", "DATE_TRUNC", "EVERY",
                    "EXTRACT", "GEN_RANDOM_UUID", "LASTVAL", "NOW",
                    "SOME" -> following == '(';
            case "BOOL", "BOOLEAN", "BYTEA", "DATE", "JSON", "JSONB", "TIME", "UUID" -> following == '\'';
            case "LIMIT" -> {
                limited = true;
                yield (following | 0x20) == 'a' || (following | 0x20) == 'n';
            }
            case "OFFSET" -> !limited && (isDigit(following) || following == '$' || following == '(');
            case "AT" -> (following | 0x20) == 't';
            case "DEFAULT" -> following == ',' || following == ')';
            case "PUBLIC" -> following == '.';
            default -> true;
        };
    }

    private void skipQuoted(char quote) {
        at++;
        while (at < end && sql.charAt(at) != quote) {
            at++;
        }
        at++;
    }

    private void skipComment(char second, String close) {
        if (charAt(at + 1) == second) {
            at += 2;
            skipTo(close);
        } else {
            at++;
        }
    }

    private void skipTo(String close) {
        int found = sql.indexOf(close, at);
        at = found < 0 ? end : found + close.length();
    }

    private char charAt(int index) {
        return index < end ? sql.charAt(index) : '\0';
    }

    private static boolean isLetter(char c) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWordChar(char c) {
        return isLetter(c) || isDigit(c) || c == '_' || c == '$' || c >= 0x80;
    }
}
