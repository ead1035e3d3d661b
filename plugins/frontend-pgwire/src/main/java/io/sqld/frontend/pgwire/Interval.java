package io.sqld.frontend.pgwire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A span of time as PostgreSQL counts it; in SQLite it is its text.
 *
 * @param months years are twelve of them
 * @param days not so many hours: a day may be shorter or longer
 * @param micros hours, minutes and seconds
 */
record Interval(int months, int days, long micros) {
    private static final long SECOND = 1_000_000;
    private static final int CHARS_MAX = 200;
    private static final Pattern FIELD = Pattern.compile("([+-]?\\d{1,12})(?:\\.(\\d{1,9}))?\\s*([a-z]+)");
    private static final Pattern CLOCK =
            Pattern.compile("([+-]?)(\\d{1,10}):(\\d{1,2})(?::(\\d{1,2})(?:\\.(\\d{1,9}))?)?");
    private static final Pattern ISO = Pattern.compile("([+-]?\\d{1,12})(?:\\.(\\d{1,9}))?([YMWDHS])");

    /**
     * {@return the span that a text means}, in the verbose, the PostgreSQL and the
     * <a href="https://www.postgresql.org/docs/15/datatype-datetime.html#DATATYPE-INTERVAL-INPUT">ISO 8601</a> style
     */
    static Optional<Interval> parse(String text) {
        String stripped = text.strip();
        if (stripped.isEmpty() || stripped.length() > CHARS_MAX) {
            return Optional.empty();
        }
        try {
            return stripped.charAt(0) == 'P' ? iso(stripped) : words(stripped.toLowerCase(Locale.ROOT));
        } catch (ArithmeticException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Optional<Interval> words(String text) {
        boolean ago = text.endsWith(" ago");
        String rest = (text.startsWith("@") ? text.substring(1) : text).strip();
        rest = ago ? rest.substring(0, rest.length() - 4) : rest;
        var sum = new Sum();
        int at = 0;
        Matcher field = FIELD.matcher(rest);
        Matcher clock = CLOCK.matcher(rest);
        while (at < rest.length()) {
            if (rest.charAt(at) == ' ' || rest.charAt(at) == ',') {
                at++;
            } else if (clock.find(at) && clock.start() == at) {
                sum.clock(clock);
                at = clock.end();
            } else if (field.find(at) && field.start() == at && sum.add(field.group(1), field.group(2),
                    field.group(3))) {
                at = field.end();
            } else if (rest.substring(at).matches("[+-]?\\d{1,9}")) {
                sum.add(rest.substring(at), null, "s");
                at = rest.length();
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(sum.interval(ago));
    }

    private static Optional<Interval> iso(String text) {
        var sum = new Sum();
        int at = 1;
        boolean time = false;
        Matcher field = ISO.matcher(text);
        while (at < text.length()) {
            if (text.charAt(at) == 'T') {
                time = true;
                at++;
            } else if (field.find(at) && field.start() == at) {
                String unit = field.group(3).equals("M") && time ? "min"
                        : field.group(3).equals("M") ? "mon" : field.group(3).toLowerCase(Locale.ROOT);
                if (!sum.add(field.group(1), field.group(2), unit)) {
                    return Optional.empty();
                }
                at = field.end();
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(sum.interval(false));
    }

    /** Adds up the fields of a text. */
    private static final class Sum {
        private long months;
        private long days;
        private long micros;

        private boolean add(String whole, @org.jspecify.annotations.Nullable String fraction, String unit) {
            long number = Long.parseLong(whole);
            double exact = fraction == null ? number : Double.parseDouble(whole + '.' + fraction);
            switch (unit) {
                case "y", "yr", "yrs", "year", "years" -> months += Math.round(exact * 12);
                case "decade", "decades" -> months += Math.round(exact * 120);
                case "century", "centuries" -> months += Math.round(exact * 1200);
                case "mon", "mons", "month", "months" -> {
                    months += number;
                    days += Math.round((exact - number) * 30);
                }
                case "w", "week", "weeks" -> days(exact * 7);
                case "d", "day", "days" -> days(exact);
                case "h", "hr", "hrs", "hour", "hours" -> micros += Math.round(exact * 3600 * SECOND);
                case "m", "min", "mins", "minute", "minutes" -> micros += Math.round(exact * 60 * SECOND);
                case "s", "sec", "secs", "second", "seconds" ->
                        micros = Math.addExact(micros, Math.round(exact * SECOND));
                case "ms", "msec", "msecs", "millisecond", "milliseconds" -> micros += Math.round(exact * 1000);
                case "us", "usec", "usecs", "microsecond", "microseconds" -> micros += number;
                default -> {
                    return false;
                }
            }
            return true;
        }

        private void days(double exact) {
            long whole = (long) exact;
            days += whole;
            micros += Math.round((exact - whole) * 86_400 * SECOND);
        }

        private void clock(Matcher clock) {
            long time = Long.parseLong(clock.group(2)) * 3600 + Long.parseLong(clock.group(3)) * 60;
            time = Math.multiplyExact(time, SECOND);
            if (clock.group(4) != null) {
                String fraction = clock.group(5) == null ? "0" : clock.group(5);
                time += Math.round(Double.parseDouble(clock.group(4) + '.' + fraction) * SECOND);
            }
            micros += clock.group(1).equals("-") ? -time : time;
        }

        private Interval interval(boolean ago) {
            int sign = ago ? -1 : 1;
            return new Interval(Math.toIntExact(sign * months), Math.toIntExact(sign * days), sign * micros);
        }
    }

    /** {@return the text in the PostgreSQL style, as {@code IntervalStyle = postgres} has it} */
    String text() {
        var parts = new ArrayList<String>();
        unit(parts, months / 12, "year");
        unit(parts, months % 12, "mon");
        unit(parts, days, "day");
        if (micros != 0 || parts.isEmpty()) {
            boolean plus = micros > 0 && (months < 0 || days < 0);
            parts.add((micros < 0 ? "-" : plus ? "+" : "") + clock(Math.abs(micros)));
        }
        return String.join(" ", parts);
    }

    private static void unit(List<String> parts, int count, String name) {
        if (count != 0) {
            boolean plus = count > 0 && !parts.isEmpty() && parts.getLast().startsWith("-");
            parts.add((plus ? "+" : "") + count + ' ' + name + (count == 1 ? "" : "s"));
        }
    }

    private static String clock(long micros) {
        long seconds = micros / SECOND;
        long fraction = micros % SECOND;
        String time = two(seconds / 3600) + ':' + two(seconds / 60 % 60) + ':' + two(seconds % 60);
        return fraction == 0 ? time : time + '.' + "%06d".formatted(fraction).replaceAll("0+$", "");
    }

    private static String two(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }

    /** {@return the <a href="https://sqlite.org/lang_datefunc.html#modifiers">modifiers</a> that add this span} */
    String modifiers(boolean subtract) {
        int sign = subtract ? -1 : 1;
        var modifiers = new StringBuilder();
        modifier(modifiers, (long) sign * months, "months");
        modifier(modifiers, (long) sign * days, "days");
        if (micros % SECOND == 0) {
            modifier(modifiers, sign * (micros / SECOND), "seconds");
        } else {
            modifiers.append(", '").append("%+f".formatted(sign * (micros / 1e6))).append(" seconds', 'subsec'");
        }
        return modifiers.toString();
    }

    private static void modifier(StringBuilder modifiers, long count, String unit) {
        if (count != 0) {
            modifiers.append(", '").append(count > 0 ? "+" : "").append(count).append(' ').append(unit).append('\'');
        }
    }
}
