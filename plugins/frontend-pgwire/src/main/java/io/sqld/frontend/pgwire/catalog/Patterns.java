package io.sqld.frontend.pgwire.catalog;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** LIKE and regular expressions as PostgreSQL has them. Remembers the last pattern. One for each scratch database. */
final class Patterns {
    private static final int STEPS_MAX = 1_000_000;
    private static final int NO_ESCAPE = -1;

    private String lastText = "";
    private Pattern last = Pattern.compile("");

    void addTo(FunctionList list) {
        list.add("regexp", 2, (call, result) -> {
            if (call.isNull(0) || call.isNull(1)) {
                result.nullValue();
            } else {
                result.integer(matcher(call.text(0), call.text(1)).find() ? 1 : 0);
            }
        });
        list.add("like", 2, (call, result) -> {
            if (call.isNull(0) || call.isNull(1)) {
                result.nullValue();
            } else {
                result.integer(like(call.text(0), call.text(1), '\\') ? 1 : 0);
            }
        });
        list.add("like", 3, (call, result) -> {
            if (call.isNull(0) || call.isNull(1)) {
                result.nullValue();
            } else {
                String escape = call.text(2);
                result.integer(
                        like(call.text(0), call.text(1), escape.isEmpty() ? NO_ESCAPE : escape.charAt(0)) ? 1 : 0);
            }
        });
        list.add("match", 2, (call, result) -> {
            if (call.isNull(0) || call.isNull(1)) {
                result.nullValue();
            } else {
                String pattern = call.text(0).toLowerCase(Locale.ROOT);
                result.integer(like(pattern, call.text(1).toLowerCase(Locale.ROOT), '\\') ? 1 : 0);
            }
        });
        list.text("regexp_replace", -1, call -> {
            Matcher matcher = matcher(call.text(1), call.text(0));
            String with = call.text(2).replace("$", "\\$").replaceAll("\\\\(\\d)", "\\$$1");
            boolean all = call.count() > 3 && call.text(3).contains("g");
            return all ? matcher.replaceAll(with) : matcher.replaceFirst(with);
        });
        list.add("sqld_substring", 2, (call, result) -> {
            Matcher matcher = matcher(call.text(1), call.text(0));
            if (call.isNull(0) || !matcher.find()) {
                result.nullValue();
            } else {
                result.text(matcher.group(Math.min(1, matcher.groupCount())));
            }
        });
    }

    private Matcher matcher(String pattern, String value) {
        if (!pattern.equals(lastText)) {
            try {
                last = Pattern.compile(pattern);
            } catch (PatternSyntaxException e) {
                throw new SqldException(ErrorCode.PARAMETERS_INVALID,
                        "invalid regular expression: " + e.getDescription());
            }
            lastText = pattern;
        }
        return last.matcher(new Budgeted(value, new Budget()));
    }

    /** How often a pattern may look at its text. */
    private static final class Budget {
        private int spent;

        void spend() {
            if (++spent > STEPS_MAX) {
                throw new SqldException(ErrorCode.LIMIT_EXCEEDED, "regular expression is too complex");
            }
        }
    }

    /** Text that can be looked at only so often: a pattern that backtracks for ever ends with an error. */
    private record Budgeted(String text, Budget budget) implements CharSequence {
        @Override
        public char charAt(int index) {
            budget.spend();
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Budgeted(text.substring(start, end), budget);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** {@return whether {@code value} is like {@code pattern}} Looks back to the last {@code %} only. */
    static boolean like(String pattern, String value, int escape) {
        int p = 0;
        int v = 0;
        int percent = -1;
        int restart = 0;
        while (v < value.length()) {
            char c = p < pattern.length() ? pattern.charAt(p) : '\0';
            boolean escaped = p < pattern.length() && c == escape && p + 1 < pattern.length();
            if (escaped) {
                c = pattern.charAt(p + 1);
            }
            if (p < pattern.length() && !escaped && c == '%') {
                percent = p++;
                restart = v;
            } else if (p < pattern.length() && ((!escaped && c == '_') || c == value.charAt(v))) {
                p += escaped ? 2 : 1;
                v++;
            } else if (percent >= 0) {
                p = percent + 1;
                v = ++restart;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '%') {
            p++;
        }
        return p == pattern.length();
    }
}
