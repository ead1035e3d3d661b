package io.sqld.frontend.pgwire;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The types of the columns of a SELECT, of VALUES, or of a RETURNING clause: the common types over the arms of a
 * compound.
 */
final class SelectTypes {
    private final List<Token> tokens;
    private final int end;
    private final SqlScope scope;
    private final IntFunction<PgType> parameters;
    private final BitSet casts = new BitSet();
    private int at;

    SelectTypes(List<Token> tokens, int from, int end, SqlScope scope, IntFunction<PgType> parameters) {
        this.tokens = tokens;
        this.at = from;
        this.end = end;
        this.scope = scope;
        this.parameters = parameters;
    }

    /** {@return a type for each of the {@code count} columns, {@code UNKNOWN} where it cannot be told} */
    List<PgType> types(int count) {
        skipToResult();
        var types = new ArrayList<PgType>();
        for (int i = 0; i < count; i++) {
            types.add(PgType.UNKNOWN);
        }
        while (at < end) {
            Token token = tokens.get(at++);
            if (token.is("SELECT")) {
                if (at < end && (tokens.get(at).is("DISTINCT") || tokens.get(at).is("ALL"))) {
                    at++;
                }
                arm(types);
            } else if (token.is("RETURNING")) {
                arm(types);
            } else if (token.is("VALUES")) {
                rows(types);
            }
            skipToNextArm();
        }
        return types;
    }

    /** {@return whether a cast has a say in the type of a column; known once {@link #types} has been asked} */
    boolean isCast(int column) {
        return casts.get(column);
    }

    /** Moves to what gives the rows, past WITH and past what comes before RETURNING. */
    private void skipToResult() {
        int returning = find(at, "RETURNING");
        boolean writes = find(at, "INSERT") < end || find(at, "UPDATE") < end || find(at, "DELETE") < end
                || find(at, "REPLACE") < end;
        at = writes ? returning : Math.min(find(at, "SELECT"), find(at, "VALUES"));
    }

    private int find(int from, String keyword) {
        int depth = 0;
        for (int i = from; i < end; i++) {
            Token token = tokens.get(i);
            depth += token.isSign("(") ? 1 : token.isSign(")") ? -1 : 0;
            if (depth == 0 && token.is(keyword)) {
                return i;
            }
        }
        return end;
    }

    private void skipToNextArm() {
        int next = Math.min(find(at, "UNION"), Math.min(find(at, "INTERSECT"), find(at, "EXCEPT")));
        at = next == end ? end : Math.min(find(next, "SELECT"), find(next, "VALUES"));
    }

    /** Reads the columns of one SELECT. A star stands for as many columns as are missing. */
    private void arm(List<PgType> types) {
        var items = new ArrayList<PgType>();
        var cast = new BitSet();
        int star = -1;
        while (at < end) {
            int itemEnd = itemEnd();
            if (itemEnd > at && tokens.get(itemEnd - 1).isSign("*") && itemEnd - at <= 3) {
                if (star >= 0) {
                    at = itemEnd;
                    return;
                }
                star = items.size();
            } else {
                cast.set(items.size(), hasCast(itemEnd));
                items.add(new ExpressionTypes(tokens, at, itemEnd, scope, parameters).type());
            }
            at = itemEnd;
            if (at >= end || !tokens.get(at).isSign(",")) {
                break;
            }
            at++;
        }
        merge(types, items, cast, star);
    }

    private boolean hasCast(int itemEnd) {
        for (int i = at; i < itemEnd; i++) {
            if (tokens.get(i).isSign("::") || tokens.get(i).is("CAST") || tokens.get(i).is("AT")) {
                return true;
            }
        }
        return false;
    }

    private void merge(List<PgType> types, List<PgType> items, BitSet cast, int star) {
        int missing = types.size() - items.size();
        for (int i = 0; i < items.size(); i++) {
            int column = star >= 0 && i >= star ? i + missing : i;
            if (column >= 0 && column < types.size()) {
                if (cast.get(i)) {
                    casts.set(column);
                }
                types.set(column, ExpressionTypes.common(types.get(column), items.get(i)));
            }
        }
    }

    private void rows(List<PgType> types) {
        while (at < end && tokens.get(at).isSign("(")) {
            int close = Brackets.closing(tokens, at + 1, end);
            at++;
            var row = new ArrayList<PgType>();
            while (at < close) {
                var value = new ExpressionTypes(tokens, at, Math.min(itemEnd(), close), scope, parameters);
                row.add(value.type());
                at = Math.min(itemEnd(), close) + 1;
            }
            merge(types, row, new BitSet(), -1);
            at = close + 1;
            if (at < end && tokens.get(at).isSign(",")) {
                at++;
            }
        }
    }

    /** {@return where the item at {@code at} ends: at a comma, a closing parenthesis or the next clause} */
    private int itemEnd() {
        int depth = 0;
        int cases = 0;
        for (int i = at; i < end; i++) {
            Token token = tokens.get(i);
            if (token.isSign("(")) {
                depth++;
            } else if (token.isSign(")") && --depth < 0) {
                return i;
            }
            cases += token.is("CASE") ? 1 : token.is("END") ? -1 : 0;
            boolean ends = token.isSign(",") || token.is("FROM") || token.is("WHERE") || token.is("GROUP")
                    || token.is("HAVING")
                    || token.is("WINDOW") || token.is("UNION") || token.is("INTERSECT") || token.is("EXCEPT")
                    || token.is("ORDER") || token.is("LIMIT") || token.isSign(";");
            boolean distinctFrom = token.is("FROM") && i > at && tokens.get(i - 1).is("DISTINCT");
            if (depth == 0 && cases == 0 && ends && !distinctFrom) {
                return i;
            }
        }
        return end;
    }
}
