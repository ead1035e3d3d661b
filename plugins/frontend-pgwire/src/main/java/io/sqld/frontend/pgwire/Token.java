package io.sqld.frontend.pgwire;

/**
 * A word or sign of SQL.
 *
 * @param kind what it is
 * @param text as written; for {@link Kind#NAME} and {@link Kind#STRING} without the quotes
 * @param start where it begins in the text, in chars
 * @param end where it ends
 */
record Token(Kind kind, String text, int start, int end) {
    /** What a token is. */
    enum Kind {
        /** A keyword or a plain identifier. */
        WORD,
        /** A quoted identifier. */
        NAME,
        /** A string literal. */
        STRING,
        /** A blob literal. */
        BLOB,
        /** A number. */
        NUMBER,
        /** A parameter. */
        PARAMETER,
        /** An operator or punctuation. */
        SIGN,
        /** The end of the text. */
        END
    }

    /** {@return whether it is this keyword, in any case} */
    boolean is(String keyword) {
        return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
    }

    /** {@return whether it is this operator or punctuation} */
    boolean isSign(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    /** {@return whether it can be an identifier} */
    boolean isIdentifier() {
        return kind == Kind.WORD || kind == Kind.NAME;
    }

    /** {@return whether a statement ends before it} */
    boolean endsStatement() {
        return kind == Kind.END || isSign(";");
    }
}
