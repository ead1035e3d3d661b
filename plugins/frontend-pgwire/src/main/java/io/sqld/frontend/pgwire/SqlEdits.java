package io.sqld.frontend.pgwire;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** The tokens of one statement, and what is to be written in their place. Places count from its first char. */
final class SqlEdits {
    private static final int TOKENS_MAX = 2_000_000;

    private enum Where {
        BEHIND,
        BEFORE,
        INSTEAD
    }

    private record Change(int begin, int end, Where where, int order, String text) {}

    private final String text;
    private final int begin;
    private final int end;
    private final List<Token> tokens = new ArrayList<>();
    private final NavigableMap<Integer, List<Change>> changes = new TreeMap<>();
    private int order;
    /** The last token of a cast, with the first of its operand. */
    private final Map<Integer, Integer> casts = new HashMap<>();
    private final Set<Integer> done = new HashSet<>();

    private SqlEdits(String text, int begin) {
        this.text = text;
        this.begin = begin;
        this.end = read();
    }

    /** Reads the statement of {@code text} that begins at {@code begin}. */
    static SqlEdits read(String text, int begin) {
        return new SqlEdits(text, begin);
    }

    /** {@return where the statement ends: behind its semicolon} */
    private int read() {
        var lexer = new Lexer(text, begin);
        boolean trigger = false;
        int blocks = 0;
        while (true) {
            Token token = lexer.next();
            if (token.kind() == Token.Kind.END) {
                return text.length();
            }
            if (tokens.size() >= TOKENS_MAX) {
                throw PgError.error(SqlState.STATEMENT_TOO_COMPLEX,
                        "a statement in PostgreSQL's spelling can have at most " + TOKENS_MAX + " words").raise();
            }
            trigger |= tokens.size() <= 3 && token.is("TRIGGER") && tokens.getFirst().is("CREATE");
            if (trigger && (token.is("BEGIN") || token.is("CASE"))) {
                blocks++;
            } else if (trigger && token.is("END")) {
                blocks--;
            }
            if (token.isSign(";") && blocks <= 0) {
                if (tokens.isEmpty()) {
                    continue;
                }
                return token.end();
            }
            tokens.add(new Token(token.kind(), token.text(), token.start() - begin, token.end() - begin));
        }
    }

    /** {@return how many tokens there are} */
    int size() {
        return tokens.size();
    }

    /** {@return where the statement ends in the text: behind its semicolon} */
    int end() {
        return end;
    }

    /** {@return whether there is no statement} */
    boolean isEmpty() {
        return tokens.isEmpty();
    }

    /** {@return the tokens} */
    List<Token> tokens() {
        return tokens;
    }

    /** {@return a token; one that is nothing outside of the statement} */
    Token token(int index) {
        return index >= 0 && index < tokens.size() ? tokens.get(index) : new Token(Token.Kind.END, "", 0, 0);
    }

    /** {@return what the client wrote from one token up to and with another} */
    String written(int first, int last) {
        int from = Math.max(first, 0);
        int to = Math.min(last, tokens.size() - 1);
        return to < from ? "" : text.substring(begin + token(from).start(), begin + token(to).end());
    }

    /** Writes something before a token, and before what has been written there until now. */
    void before(int index, String inserted) {
        int at = token(index).start();
        add(new Change(at, at, Where.BEFORE, -order++, inserted));
    }

    /** Writes something behind a token, and behind what has been written there until now. */
    void behind(int index, String inserted) {
        int at = token(index).end();
        add(new Change(at, at, Where.BEHIND, order++, inserted));
    }

    /** Writes something in place of the tokens from {@code first} to {@code last}, and of what was written there. */
    void replace(int first, int last, String replacement) {
        if (last < first || last >= tokens.size()) {
            return;
        }
        int from = token(first).start();
        int to = token(last).end();
        for (List<Change> there : changes.subMap(from, true, to, true).values()) {
            there.removeIf(change -> change.end <= to && change.begin < change.end);
        }
        // What was written before or behind all of it stays.
        changes.subMap(from, false, to, false).values().forEach(List::clear);
        add(new Change(from, to, Where.INSTEAD, order++, replacement));
        for (int i = first; i <= last; i++) {
            done.add(i);
        }
    }

    private void add(Change change) {
        changes.computeIfAbsent(change.begin, _ -> new ArrayList<>(1)).add(change);
    }

    /** Leaves out the tokens from {@code first} to {@code last}. */
    void remove(int first, int last) {
        replace(first, last, "");
    }

    /** {@return whether something else is written in place of a token already} */
    boolean isDone(int index) {
        return done.contains(index);
    }

    /** {@return whether anything between these tokens changes} */
    boolean changed(int first, int last) {
        int from = token(first).start();
        int to = token(last).end();
        return changes.subMap(from, true, to, true).values().stream().anyMatch(there -> !there.isEmpty());
    }

    /** Notes a cast, which from now on is one operand. */
    void cast(int first, int last) {
        casts.put(last, first);
    }

    /** {@return whether a cast ends with this token} */
    boolean isCastEnd(int index) {
        return casts.containsKey(index);
    }

    /** {@return the first token of the operand that ends with token {@code last}: a value, a name, a call, a cast} */
    int operandStart(int last) {
        Integer cast = casts.get(last);
        if (cast != null) {
            return cast;
        }
        int first = last;
        if (token(last).isSign(")") || token(last).isSign("]")) {
            first = opening(last);
            if (token(last).isSign("]")) {
                return first > 0 ? operandStart(first - 1) : 0;
            }
            if (token(first - 1).is("OVER") || token(first - 1).is("FILTER")) {
                return operandStart(first - 2);
            }
            boolean call = first > 0 && token(first - 1).isIdentifier() && !Keywords.endsBefore(token(first - 1));
            if (!call) {
                return first;
            }
            first--;
        } else if (token(last).is("END")) {
            int depth = 1;
            while (first > 0 && depth > 0) {
                first--;
                depth += token(first).is("END") ? 1 : token(first).is("CASE") ? -1 : 0;
            }
            return first;
        }
        if (token(first - 1).is("OVER") && token(first - 2).isSign(")")) {
            return operandStart(first - 2);
        }
        while (token(first - 1).isSign(".") && token(first - 2).isIdentifier()) {
            first -= 2;
        }
        return first;
    }

    /** {@return the bracket or parenthesis that the one at {@code close} closes} */
    int opening(int close) {
        int depth = 0;
        for (int i = close; i > 0; i--) {
            Token token = token(i);
            if (token.isSign(")") || token.isSign("]")) {
                depth++;
            } else if ((token.isSign("(") || token.isSign("[")) && --depth == 0) {
                return i;
            }
        }
        return 0;
    }

    /** {@return the bracket or parenthesis that closes the one at {@code open}, or the number of tokens} */
    int closing(int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            Token token = token(i);
            if (token.isSign("(") || token.isSign("[")) {
                depth++;
            } else if ((token.isSign(")") || token.isSign("]")) && --depth == 0) {
                return i;
            }
        }
        return tokens.size();
    }

    /** {@return the statement as SQLite gets it} */
    SqlText apply() {
        var sql = new StringBuilder(end - begin + 64);
        var edits = new ArrayList<SqlText.Edit>();
        int copied = 0;
        for (List<Change> there : changes.values()) {
            there.sort(Comparator.comparing(Change::where).thenComparingInt(Change::order));
            for (Change change : there) {
                if (change.begin < copied) {
                    continue; // of two that overlap, which only nonsense does, the first counts
                }
                sql.append(text, begin + copied, begin + change.begin);
                edits.add(new SqlText.Edit(change.begin, change.end, sql.length(), change.text));
                sql.append(change.text);
                copied = change.end;
            }
        }
        sql.append(text, begin + copied, end);
        return SqlText.edited(text, begin, end, sql.toString(), edits);
    }
}
