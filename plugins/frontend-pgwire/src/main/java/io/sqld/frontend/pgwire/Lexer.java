package io.sqld.frontend.pgwire;

/**
 * Cuts SQL into tokens as <a href="https://sqlite.org/lang_expr.html">SQLite</a> does. For recognising commands and
 * inferring types only: what runs is decided by SQLite.
 */
final class Lexer {
    private final String sql;
    private int at;

    Lexer(String sql, int offset) {
        this.sql = sql;
        this.at = offset;
    }

    /** {@return the next token; at the end, {@link Token.Kind#END} for ever} */
    Token next() {
        skipBlanks();
        if (at >= sql.length()) {
            return new Token(Token.Kind.END, "", sql.length(), sql.length());
        }
        int start = at;
        char c = sql.charAt(start);
        return switch (c) {
            case '\'' -> quoted(Token.Kind.STRING, '\'');
            case '"', '`' -> quoted(Token.Kind.NAME, c);
            case '[' -> quoted(Token.Kind.NAME, ']');
            case '?', '$', ':', '@' -> parameter(c);
            default -> {
                if ((c == 'x' || c == 'X') && charAt(start + 1) == '\'') {
                    at++;
                    yield quoted(Token.Kind.BLOB, '\'');
                }
                if (isDigit(c) || (c == '.' && isDigit(charAt(start + 1)))) {
                    yield number();
                }
                yield isWordChar(c) ? word() : sign();
            }
        };
    }

    /**
     * {@return where the next statement begins, past blanks, comments and semicolons; the length of the text if none
     * does}
     */
    int nextStatementBegins() {
        Token token = next();
        while (token.isSign(";")) {
            token = next();
        }
        return token.start();
    }

    private void skipBlanks() {
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (Character.isWhitespace(c) || c == '\ufeff') {
                at++;
            } else if (c == '-' && charAt(at + 1) == '-') {
                int end = sql.indexOf('\n', at);
                at = end < 0 ? sql.length() : end + 1;
            } else if (c == '/' && charAt(at + 1) == '*') {
                int end = sql.indexOf("*/", at + 2);
                at = end < 0 ? sql.length() : end + 2;
            } else {
                return;
            }
        }
    }

    private Token quoted(Token.Kind kind, char close) {
        int start = at;
        var text = new StringBuilder();
        at++;
        while (at < sql.length()) {
            char c = sql.charAt(at++);
            if (c != close) {
                text.append(c);
            } else if (close != ']' && charAt(at) == close) {
                text.append(c);
                at++;
            } else {
                break;
            }
        }
        return new Token(kind, text.toString(), start, at);
    }

    private Token parameter(char prefix) {
        int start = at++;
        if (prefix == ':' && charAt(at) == ':') {
            at++;
            return token(Token.Kind.SIGN, start);
        }
        while (isWordChar(charAt(at))) {
            at++;
        }
        return token(at == start + 1 && prefix != '?' ? Token.Kind.SIGN : Token.Kind.PARAMETER, start);
    }

    private Token number() {
        int start = at;
        boolean hex = charAt(at) == '0' && (charAt(at + 1) | 0x20) == 'x';
        while (at < sql.length()) {
            char c = sql.charAt(at);
            boolean exponentSign = !hex && (c == '+' || c == '-') && (sql.charAt(at - 1) | 0x20) == 'e' && at > start;
            if (!isWordChar(c) && c != '.' && !exponentSign) {
                break;
            }
            at++;
        }
        return token(Token.Kind.NUMBER, start);
    }

    private Token word() {
        int start = at;
        while (isWordChar(charAt(at))) {
            at++;
        }
        return token(Token.Kind.WORD, start);
    }

    private Token sign() {
        int start = at++;
        char second = charAt(at);
        boolean two = switch (sql.charAt(start)) {
            case '|' -> second == '|';
            case '<' -> second == '=' || second == '>' || second == '<';
            case '>' -> second == '=' || second == '>';
            case '=' -> second == '=';
            case '!' -> second == '=';
            case '-' -> second == '>';
            default -> false;
        };
        if (two) {
            at++;
            if (charAt(start) == '-' && charAt(at) == '>') {
                at++;
            }
        }
        return token(Token.Kind.SIGN, start);
    }

    private Token token(Token.Kind kind, int start) {
        return new Token(kind, sql.substring(start, at), start, at);
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
