package io.sqld.frontend.pgwire;

import java.util.Optional;

/** The tokens of one statement, read one ahead: what the parsers of commands have in common. */
final class TokenReader {
    private final String sql;
    private final Lexer lexer;
    private Token token;

    TokenReader(String sql, int offset) {
        this.sql = sql;
        lexer = new Lexer(sql, offset);
        token = lexer.next();
    }

    /** {@return the token that comes next} */
    Token token() {
        return token;
    }

    /** {@return the whole text} */
    String sql() {
        return sql;
    }

    /** Moves past the next token. */
    void advance() {
        token = lexer.next();
    }

    /** {@return whether the next token is this keyword} */
    boolean is(String keyword) {
        return token.is(keyword);
    }

    /** Moves past this keyword, if it is next. */
    boolean take(String keyword) {
        if (token.is(keyword)) {
            advance();
            return true;
        }
        return false;
    }

    /** Moves past the first of these keywords that is next. */
    boolean takeAny(String first, String second) {
        return take(first) || take(second);
    }

    /** Moves past this sign, if it is next. */
    boolean takeSign(String sign) {
        if (token.isSign(sign)) {
            advance();
            return true;
        }
        return false;
    }

    /** {@return whether the statement ends here} */
    boolean atEnd() {
        return token.endsStatement();
    }

    /** Moves to the end of the statement. */
    void skipStatement() {
        while (!atEnd()) {
            advance();
        }
    }

    /** Takes an identifier: in lower case, unless it is quoted. */
    Optional<String> name() {
        if (!token.isIdentifier()) {
            return Optional.empty();
        }
        String name = token.kind() == Token.Kind.WORD
                ? token.text().toLowerCase(java.util.Locale.ROOT)
                : token.text();
        advance();
        return Optional.of(name);
    }

    /** Takes an identifier as it is written. */
    Optional<String> identifier() {
        if (!token.isIdentifier()) {
            return Optional.empty();
        }
        String name = token.text();
        advance();
        return Optional.of(name);
    }

    /** Takes a table's name, with or without its schema. */
    Optional<TableName> table() {
        Optional<String> first = identifier();
        if (first.isEmpty() || !takeSign(".")) {
            return first.map(name -> new TableName("", name));
        }
        return identifier().map(name -> new TableName(first.get(), name));
    }

    /**
     * Takes a string: {@code 'x'}, {@code E'x'} with its escapes, or {@code $$x$$} as far as the lexer knows it.
     */
    Optional<String> string() {
        boolean escapes = token.is("E") && sql.startsWith("'", token.end());
        if (escapes) {
            advance();
        }
        if (token.kind() != Token.Kind.STRING) {
            return Optional.empty();
        }
        String text = token.text();
        advance();
        return Optional.of(escapes ? unescape(text) : text);
    }

    private static String unescape(String text) {
        var plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                c = switch (text.charAt(++i)) {
                    case 'b' -> '\b';
                    case 'f' -> '\f';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    default -> text.charAt(i);
                };
            }
            plain.append(c);
        }
        return plain.toString();
    }

    /**
     * Takes everything up to the closing parenthesis, which is taken too.
     *
     * @return where it began and ended, or nothing if no parenthesis closes
     */
    Optional<Span> untilClosed() {
        int start = token.start();
        int depth = 1;
        while (!atEnd()) {
            if (token.isSign("(")) {
                depth++;
            } else if (token.isSign(")") && --depth == 0) {
                var span = new Span(start, token.start());
                advance();
                return Optional.of(span);
            }
            advance();
        }
        return Optional.empty();
    }

    /** A part of the text. */
    record Span(int start, int end) {}
}
