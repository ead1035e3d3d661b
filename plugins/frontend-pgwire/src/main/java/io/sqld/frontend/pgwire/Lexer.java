package io.sqld.frontend.pgwire;

/**
 * Cuts SQL into tokens as <a href="https://sqlite.org/lang_expr.html">SQLite</a> does, and knows the strings and
 * brackets that only PostgreSQL has: {@code E'..'}, {@code $$..$$}, {@code ARRAY[..]}, {@code a[1]}. For recognising
 * commands, finding spellings and inferring types: what runs is decided by SQLite.
 */
final class Lexer {
    private final String sql;
    private int at;
    private int brackets;
    private boolean afterArray;

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
        Token token = token();
        afterArray = token.is("ARRAY");
        return token;
    }

    private Token token() {
        int start = at;
        char c = sql.charAt(start);
        return switch (c) {
            case '\'' -> quoted(Token.Kind.STRING, '\'');
            case '"', '`' -> quoted(Token.Kind.NAME, c);
            case '[' -> bracket();
            case ']' -> {
                brackets = Math.max(0, brackets - 1);
                yield sign();
            }
            case '$' -> {
                int body = dollarQuote();
                yield body < 0 ? parameter(c) : dollarQuoted(body);
            }
            case '?', ':', '@' -> parameter(c);
            default -> {
                if ((c == 'x' || c == 'X') && charAt(start + 1) == '\'') {
                    at++;
                    yield quoted(Token.Kind.BLOB, '\'');
                }
                if ((c == 'e' || c == 'E') && charAt(start + 1) == '\'') {
                    at++;
                    yield escaped(start);
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

    /** A name in brackets, as SQLite has it, unless it can only be an array. */
    private Token bracket() {
        boolean array = brackets > 0 || afterArray || subscript();
        if (!array) {
            return quoted(Token.Kind.NAME, ']');
        }
        brackets++;
        return sign();
    }

    /** {@return whether nothing or a number stands in the brackets, right after a word or another bracket} */
    private boolean subscript() {
        char before = at == 0 ? '\0' : sql.charAt(at - 1);
        if (!isWordChar(before) && before != ']' && before != ')' && before != '"') {
            return false;
        }
        int close = at + 1;
        while (isDigit(charAt(close))) {
            close++;
        }
        return charAt(close) == ']';
    }

    /** {@return where the string begins whose opening {@code $tag$} stands here, or -1} */
    private int dollarQuote() {
        int end = at + 1;
        while (isWordChar(charAt(end)) && charAt(end) != '$') {
            end++;
        }
        boolean opens = charAt(end) == '$' && !isDigit(charAt(at + 1));
        return opens && sql.indexOf(sql.substring(at, end + 1), end + 1) >= 0 ? end + 1 : -1;
    }

    private Token dollarQuoted(int body) {
        int start = at;
        int close = sql.indexOf(sql.substring(start, body), body);
        at = close + body - start;
        return new Token(Token.Kind.STRING, sql.substring(body, close), start, at);
    }

    /** {@code E'..'}, whose {@code '} is next. */
    private Token escaped(int start) {
        var text = new StringBuilder();
        at++;
        while (at < sql.length()) {
            char c = sql.charAt(at++);
            if (c == '\\' && at < sql.length()) {
                escape(text);
            } else if (c != '\'') {
                text.append(c);
            } else if (charAt(at) == '\'') {
                text.append(c);
                at++;
            } else {
                break;
            }
        }
        return new Token(Token.Kind.STRING, text.toString(), start, at);
    }

    /**
     * Reads what follows a backslash
     * (<a href="https://www.postgresql.org/docs/15/sql-syntax-lexical.html">String Constants with C-Style Escapes</a>).
     */
    private void escape(StringBuilder text) {
        char c = sql.charAt(at++);
        switch (c) {
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            case 'x' -> code(text, 16, 2, c);
            case 'u' -> code(text, 16, 4, c);
            case 'U' -> code(text, 16, 8, c);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                at--;
                code(text, 8, 3, c);
            }
            default -> text.append(c);
        }
    }

    private void code(StringBuilder text, int radix, int digitsMax, char otherwise) {
        int code = 0;
        int digits = 0;
        while (digits < digitsMax && Character.digit(charAt(at), radix) >= 0) {
            code = code * radix + Character.digit(charAt(at), radix);
            at++;
            digits++;
        }
        if (digits == 0) {
            text.append(otherwise);
        } else if (Character.isValidCodePoint(code)) {
            text.appendCodePoint(code);
        }
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
