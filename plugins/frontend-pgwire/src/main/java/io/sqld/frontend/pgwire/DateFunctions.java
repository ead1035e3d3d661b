package io.sqld.frontend.pgwire;

import java.util.Locale;

/**
 * {@code EXTRACT(field FROM t)}, {@code date_part('field', t)} and {@code date_trunc('unit', t)} by
 * <a href="https://sqlite.org/lang_datefunc.html">strftime</a>.
 */
final class DateFunctions {
    private final SqlEdits sql;

    DateFunctions(SqlEdits sql) {
        this.sql = sql;
    }

    /** Notes them all. */
    void apply() {
        for (int i = 0; i < sql.size(); i++) {
            if (sql.token(i).kind() == Token.Kind.WORD && sql.token(i + 1).isSign("(")) {
                call(i);
            }
        }
    }

    private void call(int name) {
        Token field = sql.token(name + 2);
        Token separator = sql.token(name + 3);
        int close = sql.closing(name + 1);
        String word = sql.token(name).text().toLowerCase(Locale.ROOT);
        boolean extract = word.equals("extract") && separator.is("FROM");
        boolean literal = field.kind() == Token.Kind.STRING && separator.isSign(",") && !hasMore(name + 4, close);
        if (close >= sql.size()) {
            return;
        }
        String unit = field.text().toLowerCase(Locale.ROOT);
        if (extract || (literal && word.equals("date_part"))) {
            part(name, close, unit);
        } else if (literal && word.equals("date_trunc")) {
            truncate(name, close, unit);
        }
    }

    /** {@return whether another argument follows} */
    private boolean hasMore(int from, int close) {
        int at = from;
        while (at < close) {
            if (sql.token(at).isSign(",")) {
                return true;
            }
            at = sql.token(at).isSign("(") ? sql.closing(at) + 1 : at + 1;
        }
        return false;
    }

    private void part(int name, int close, String field) {
        switch (field) {
            case "year" -> wrap(name, close, "CAST(strftime('%Y', ", ", 'auto') AS INTEGER)");
            case "month" -> wrap(name, close, "CAST(strftime('%m', ", ", 'auto') AS INTEGER)");
            case "day" -> wrap(name, close, "CAST(strftime('%d', ", ", 'auto') AS INTEGER)");
            case "hour" -> wrap(name, close, "CAST(strftime('%H', ", ", 'auto') AS INTEGER)");
            case "minute" -> wrap(name, close, "CAST(strftime('%M', ", ", 'auto') AS INTEGER)");
            case "second" -> wrap(name, close, "CAST(strftime('%f', ", ", 'auto') AS REAL)");
            case "dow" -> wrap(name, close, "CAST(strftime('%w', ", ", 'auto') AS INTEGER)");
            case "doy" -> wrap(name, close, "CAST(strftime('%j', ", ", 'auto') AS INTEGER)");
            case "week" -> wrap(name, close, "CAST(strftime('%V', ", ", 'auto') AS INTEGER)");
            case "isoyear" -> wrap(name, close, "CAST(strftime('%G', ", ", 'auto') AS INTEGER)");
            case "isodow" -> wrap(name, close, "((CAST(strftime('%w', ", ", 'auto') AS INTEGER) + 6) % 7 + 1)");
            case "quarter" -> wrap(name, close, "((CAST(strftime('%m', ", ", 'auto') AS INTEGER) + 2) / 3)");
            case "epoch" -> wrap(name, close, "unixepoch(", ", 'auto', 'subsec')");
            default -> {
                // SQLite refuses the function.
            }
        }
    }

    private void truncate(int name, int close, String unit) {
        switch (unit) {
            case "year" -> wrap(name, close, "strftime('%Y-01-01 00:00:00', ", ", 'auto')");
            case "month" -> wrap(name, close, "strftime('%Y-%m-01 00:00:00', ", ", 'auto')");
            case "week" -> wrap(name, close, "datetime(", ", 'auto', 'start of day', '-6 days', 'weekday 1')");
            case "day" -> wrap(name, close, "strftime('%Y-%m-%d 00:00:00', ", ", 'auto')");
            case "hour" -> wrap(name, close, "strftime('%Y-%m-%d %H:00:00', ", ", 'auto')");
            case "minute" -> wrap(name, close, "strftime('%Y-%m-%d %H:%M:00', ", ", 'auto')");
            case "second" -> wrap(name, close, "strftime('%Y-%m-%d %H:%M:%S', ", ", 'auto')");
            default -> {
                // Likewise.
            }
        }
    }

    private void wrap(int name, int close, String prefix, String suffix) {
        sql.replace(name, name + 3, prefix);
        sql.replace(close, close, suffix);
    }
}
