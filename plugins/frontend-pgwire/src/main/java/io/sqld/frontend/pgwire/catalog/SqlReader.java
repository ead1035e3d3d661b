package io.sqld.frontend.pgwire.catalog;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads one statement into {@link Node}s, by
 * <a href="https://www.postgresql.org/docs/15/sql-syntax-lexical.html">PostgreSQL's lexical rules</a>, or, for the
 * statements that a SQLite schema is made of, by SQLite's.
 */
final class SqlReader {
    private static final String OPERATOR_CHARS = "+-*/<>=~!@#%^&|`?";
    private static final int DEPTH_MAX = 200;

    private final String sql;
    private final boolean sqlite;
    private int at;
    private int depth;

    private SqlReader(String sql, int offset, boolean sqlite) {
        this.sql = sql;
        this.at = offset;
        this.sqlite = sqlite;
    }

    /**
     * A statement.
     *
     * @param end where the next statement begins, in chars
     */
    record Statement(List<Node> nodes, int end) {}

    /** {@return the statement that {@code sql} has at {@code offset}} */
    static Statement read(String sql, int offset) {
        var reader = new SqlReader(sql, offset, false);
        List<Node> nodes = reader.nodes('\0');
        return new Statement(nodes, reader.at);
    }

    /** {@return a statement of a SQLite schema} */
    static List<Node> readSchema(String sql) {
        return new SqlReader(sql, 0, true).nodes('\0');
    }

    /** Reads up to what closes the group, or to the end of the statement. */
    private List<Node> nodes(char close) {
        var nodes = new ArrayList<Node>();
        depth++;
        while (true) {
            skipBlanks();
            if (at >= sql.length()) {
                break;
            }
            char c = sql.charAt(at);
            if (c == close || (c == ';' && depth == 1)) {
                at++;
                break;
            }
            nodes.add((c == '(' || (c == '[' && !sqlite)) && depth < DEPTH_MAX ? group(c) : leaf(c));
        }
        depth--;
        return nodes;
    }

    private Node group(char open) {
        int start = at++;
        List<Node> inside = List.copyOf(nodes(open == '(' ? ')' : ']'));
        return new Node.Group(open, inside, start, at - 1);
    }

    private void skipBlanks() {
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (sql.startsWith("--", at)) {
                int end = sql.indexOf('\n', at);
                at = end < 0 ? sql.length() : end + 1;
            } else if (sql.startsWith("/*", at)) {
                int end = sql.indexOf("*/", at + 2);
                at = end < 0 ? sql.length() : end + 2;
            } else {
                return;
            }
        }
    }

    private Node leaf(char c) {
        int start = at;
        if (c == '\'') {
            return string(start, false);
        }
        if (sqlite && (c == '[' || c == '`')) {
            return new Node.Leaf(Node.Kind.NAME, quoted(c == '[' ? ']' : c), start);
        }
        if (!sqlite && (c == 'E' || c == 'e') && charAt(at + 1) == '\'') {
            at++;
            return string(start, true);
        }
        if (c == '"') {
            return new Node.Leaf(Node.Kind.NAME, quoted('"'), start);
        }
        if (c == '$' && !sqlite) {
            return dollar(start);
        }
        if (isDigit(c) || (c == '.' && isDigit(charAt(at + 1)))) {
            return number(start);
        }
        if (isWordChar(c)) {
            while (isWordChar(charAt(at))) {
                at++;
            }
            return leaf(Node.Kind.WORD, start);
        }
        if (c == ':' && charAt(at + 1) == ':') {
            at += 2;
            return leaf(Node.Kind.SIGN, start);
        }
        return operator(start);
    }

    private Node operator(int start) {
        at++;
        if (OPERATOR_CHARS.indexOf(sql.charAt(start)) >= 0) {
            while (at < sql.length() && OPERATOR_CHARS.indexOf(sql.charAt(at)) >= 0
                    && !sql.startsWith("--", at) && !sql.startsWith("/*", at)) {
                // "a=-1": only operators with a special character may end in a sign.
                boolean sign = sql.charAt(at) == '-' || sql.charAt(at) == '+';
                if (sign && sql.charAt(start) != '-' && sql.charAt(start) != '~') {
                    break;
                }
                at++;
            }
        }
        return leaf(Node.Kind.SIGN, start);
    }

    private Node number(int start) {
        while (at < sql.length()) {
            char c = sql.charAt(at);
            boolean exponentSign = (c == '+' || c == '-') && (sql.charAt(at - 1) | 0x20) == 'e' && at > start;
            if (!isWordChar(c) && c != '.' && !exponentSign) {
                break;
            }
            at++;
        }
        return leaf(Node.Kind.NUMBER, start);
    }

    private Node dollar(int start) {
        int end = at + 1;
        while (isDigit(charAt(end))) {
            end++;
        }
        if (end > at + 1) {
            at = end;
            return new Node.Leaf(Node.Kind.PARAMETER, sql.substring(start + 1, end), start);
        }
        while (isWordChar(charAt(end)) && charAt(end) != '$') {
            end++;
        }
        int close = charAt(end) == '$' ? sql.indexOf(sql.substring(start, end + 1), end + 1) : -1;
        if (close < 0) {
            at++;
            return leaf(Node.Kind.SIGN, start);
        }
        at = close + end + 1 - start;
        return Node.string(sql.substring(end + 1, close), start);
    }

    private Node string(int start, boolean escapes) {
        var text = new StringBuilder();
        at++;
        while (at < sql.length()) {
            char c = sql.charAt(at++);
            if (escapes && c == '\\' && at < sql.length()) {
                text.append(escaped(sql.charAt(at++)));
            } else if (c != '\'') {
                text.append(c);
            } else if (charAt(at) == '\'') {
                text.append(c);
                at++;
            } else {
                break;
            }
        }
        return Node.string(text.toString(), start);
    }

    private static char escaped(char c) {
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> c;
        };
    }

    private String quoted(char quote) {
        var text = new StringBuilder();
        at++;
        while (at < sql.length()) {
            char c = sql.charAt(at++);
            if (c != quote) {
                text.append(c);
            } else if (charAt(at) == quote) {
                text.append(c);
                at++;
            } else {
                break;
            }
        }
        return text.toString();
    }

    private Node leaf(Node.Kind kind, int start) {
        return new Node.Leaf(kind, sql.substring(start, at), start);
    }

    private char charAt(int index) {
        return index < sql.length() ? sql.charAt(index) : '\0';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWordChar(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || c >= 0x80;
    }
}
