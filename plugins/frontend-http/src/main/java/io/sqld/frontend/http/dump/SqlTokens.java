package io.sqld.frontend.http.dump;

import java.util.ArrayList;
import java.util.List;

/**
 * The tokens of a statement out of the schema, as far as a dump has to know them: where a comment is open at its end,
 * and what follows USING. SQLite has accepted the text already; nothing is decided by this but how to write it.
 */
final class SqlTokens {
    private final String sql;
    private final List<String> tokens = new ArrayList<>();
    private String closing = "";
    private int at;

    private SqlTokens(String sql) {
        this.sql = sql;
    }

    static SqlTokens of(String sql) {
        var scan = new SqlTokens(sql);
        while (scan.at < sql.length()) {
            scan.next();
        }
        return scan;
    }

    /** {@return the tokens, without blanks and comments} */
    List<String> list() {
        return tokens;
    }

    /** {@return what has to follow the text before a semicolon counts} */
    String closing() {
        return closing;
    }

    private void next() {
        char first = sql.charAt(at);
        if (sql.startsWith("--", at)) {
            comment("\n", "\n");
        } else if (sql.startsWith("/*", at)) {
            comment("*/", "*/");
        } else if (first == '\'' || first == '"' || first == '`') {
            quoted(first);
        } else if (first == '[') {
            token(Math.max(sql.indexOf(']', at), at) + 1);
        } else if (isWord(first)) {
            int end = at;
            while (end < sql.length() && isWord(sql.charAt(end))) {
                end++;
            }
            token(end);
        } else if (Character.isWhitespace(first)) {
            at++;
        } else {
            token(at + 1);
        }
    }

    private void comment(String end, String missing) {
        int found = sql.indexOf(end, at + 2);
        closing = found < 0 ? missing : "";
        at = found < 0 ? sql.length() : found + end.length();
    }

    private void quoted(char quote) {
        int end = sql.indexOf(quote, at + 1);
        while (end >= 0 && end + 1 < sql.length() && sql.charAt(end + 1) == quote) {
            end = sql.indexOf(quote, end + 2);
        }
        token(end < 0 ? sql.length() : end + 1);
    }

    private void token(int end) {
        tokens.add(sql.substring(at, end));
        at = end;
    }

    private static boolean isWord(char character) {
        return Character.isLetterOrDigit(character) || character == '_' || character == '$' || character > 127;
    }
}
