package io.sqld.frontend.pgwire;

import java.util.List;

/** Finds the ends of what stands in parentheses and brackets. */
final class Brackets {
    private Brackets() {}

    /** {@return the index of what closes the parenthesis or bracket before {@code from}, or {@code end}} */
    static int closing(List<Token> tokens, int from, int end) {
        int open = 1;
        for (int i = from; i < end; i++) {
            Token token = tokens.get(i);
            if (token.isSign("(") || token.isSign("[")) {
                open++;
            } else if ((token.isSign(")") || token.isSign("]")) && --open == 0) {
                return i;
            }
        }
        return end;
    }
}
