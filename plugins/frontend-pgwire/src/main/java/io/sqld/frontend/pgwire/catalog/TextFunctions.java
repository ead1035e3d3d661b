package io.sqld.frontend.pgwire.catalog;

import io.sqld.api.sql.SqlFunction.Arguments;
import io.sqld.api.sql.ValueSink;
import java.util.regex.Pattern;

/** PostgreSQL's string functions that catalog queries use and SQLite lacks. */
final class TextFunctions {
    private TextFunctions() {}

    static void addTo(FunctionList list) {
        list.text("quote_ident", 1, call -> TableRows.quoted(call.text(0)));
        list.text("quote_literal", 1, call -> literal(call.text(0)));
        list.add("quote_nullable", 1, (call, result) -> result.text(call.isNull(0) ? "NULL" : literal(call.text(0))));
        list.text("sqld_format", -1, TextFunctions::format);
        list.text("sqld_truth", 1, call -> call.integer(0) == 0 ? "false" : "true");
        list.text("left", 2, call -> {
            String text = call.text(0);
            long n = call.integer(1);
            long end = n < 0 ? Math.max(0, text.length() + n) : Math.min(n, text.length());
            return text.substring(0, (int) end);
        });
        list.text("right", 2, call -> {
            String text = call.text(0);
            long n = call.integer(1);
            long begin = n < 0 ? Math.min(-n, text.length()) : Math.max(0, text.length() - n);
            return text.substring((int) begin);
        });
        list.text("split_part", 3, call -> {
            String[] parts = call.text(0).split(Pattern.quote(call.text(1)), -1);
            long n = call.integer(2);
            long index = n < 0 ? parts.length + n : n - 1;
            return index < 0 || index >= parts.length ? "" : parts[(int) index];
        });
        list.number("starts_with", 2, call -> call.text(0).startsWith(call.text(1)) ? 1 : 0);
        list.text("text", 1, call -> call.text(0));
        list.number("int2", 1, call -> call.integer(0));
        list.number("int4", 1, call -> call.integer(0));
        list.number("int8", 1, call -> call.integer(0));
        list.number("oid", 1, call -> call.integer(0));
        list.add("sqld_greatest", -1, (call, result) -> extreme(call, result, 1));
        list.add("sqld_least", -1, (call, result) -> extreme(call, result, -1));
    }

    private static String literal(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }

    /** {@code format('%I.%I', a, b)}. */
    private static String format(Arguments call) {
        String pattern = call.text(0);
        var text = new StringBuilder();
        int argument = 1;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c != '%' || i + 1 == pattern.length()) {
                text.append(c);
                continue;
            }
            char kind = pattern.charAt(++i);
            if (kind == '%') {
                text.append('%');
            } else if (argument < call.count()) {
                String value = call.text(argument);
                text.append(switch (kind) {
                    case 'I' -> TableRows.quoted(value);
                    case 'L' -> call.isNull(argument) ? "NULL" : literal(value);
                    default -> value;
                });
                argument++;
            }
        }
        return text.toString();
    }

    /** The largest or smallest argument; NULLs do not count. */
    private static void extreme(Arguments call, ValueSink result, int sign) {
        int best = -1;
        for (int i = 0; i < call.count(); i++) {
            if (!call.isNull(i) && (best < 0 || sign * compare(call, i, best) > 0)) {
                best = i;
            }
        }
        if (best < 0) {
            result.nullValue();
        } else {
            call.pass(best, result);
        }
    }

    private static int compare(Arguments call, int left, int right) {
        return call.isNumber(left) && call.isNumber(right)
                ? Long.compare(call.integer(left), call.integer(right))
                : call.text(left).compareTo(call.text(right));
    }
}
