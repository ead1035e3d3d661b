package io.sqld.frontend.pgwire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A type as SQL names it
 * (<a href="https://www.postgresql.org/docs/15/datatype.html">Data Types</a>), with its length or precision.
 *
 * @param name in lower case, without the schema, in one of several spellings
 * @param modifiers what stands in parentheses
 * @param array whether it is an array of such
 * @param end the token behind it
 */
record TypeName(String name, List<Integer> modifiers, boolean array, int end) {

    /** {@return the type that begins with token {@code at}} */
    static TypeName read(List<Token> tokens, int at) {
        return new Reader(tokens, at).read();
    }

    /** {@return as CREATE TABLE would have it} */
    String declaration() {
        String length = modifiers.isEmpty() ? "" : modifiers.toString().replace('[', '(').replace(']', ')');
        return name + length + (array ? "[]" : "");
    }

    private static final class Reader {
        private final List<Token> tokens;
        private int at;
        private final List<Integer> modifiers = new ArrayList<>();

        private Reader(List<Token> tokens, int at) {
            this.tokens = tokens;
            this.at = at;
        }

        private TypeName read() {
            if (isSign(".", 1)) {
                at += 2;
            }
            boolean quoted = at < tokens.size() && tokens.get(at).kind() == Token.Kind.NAME;
            boolean named = at < tokens.size() && tokens.get(at).isIdentifier();
            String name = named ? tokens.get(at++).text().toLowerCase(Locale.ROOT) : "";
            if (quoted && name.equals("char")) {
                name = "\"char\"";
            }
            name = switch (name) {
                case "double" -> take("PRECISION") ? "double precision" : name;
                case "national", "character", "char", "nchar", "bit" -> characters(name);
                case "timestamp", "time" -> time(name);
                case "interval" -> interval();
                default -> name;
            };
            length();
            return new TypeName(name, List.copyOf(modifiers), array(), at);
        }

        private String characters(String first) {
            String name = first;
            if (first.equals("national")) {
                name = take("CHARACTER") || take("CHAR") ? "character" : first;
            }
            return take("VARYING") ? name + " varying" : name;
        }

        private String time(String name) {
            length();
            if (is("WITH", 0) && is("TIME", 1) && is("ZONE", 2)) {
                at += 3;
                return name + " with time zone";
            }
            if (is("WITHOUT", 0) && is("TIME", 1) && is("ZONE", 2)) {
                at += 3;
            }
            return name;
        }

        private String interval() {
            while (is("YEAR", 0) || is("MONTH", 0) || is("DAY", 0) || is("HOUR", 0) || is("MINUTE", 0)
                    || is("SECOND", 0) || is("TO", 0)) {
                at++;
            }
            return "interval";
        }

        private void length() {
            if (!modifiers.isEmpty() || !isSign("(", 0) || at + 1 >= tokens.size()
                    || tokens.get(at + 1).kind() != Token.Kind.NUMBER) {
                return;
            }
            int close = at + 1;
            while (close < tokens.size() && !tokens.get(close).isSign(")")) {
                Token token = tokens.get(close++);
                if (token.kind() == Token.Kind.NUMBER && token.text().matches("\\d{1,8}")) {
                    modifiers.add(Integer.parseInt(token.text()));
                }
            }
            at = close + 1;
        }

        private boolean array() {
            boolean array = take("ARRAY");
            while (isSign("[", 0)) {
                array = true;
                at++;
                while (at < tokens.size() && !tokens.get(at++).isSign("]")) {
                    // The bounds mean nothing, in PostgreSQL too.
                }
            }
            return array;
        }

        private boolean take(String word) {
            boolean there = is(word, 0);
            at += there ? 1 : 0;
            return there;
        }

        private boolean is(String word, int ahead) {
            return at + ahead < tokens.size() && tokens.get(at + ahead).is(word);
        }

        private boolean isSign(String sign, int ahead) {
            return at + ahead < tokens.size() && tokens.get(at + ahead).isSign(sign);
        }
    }
}
