package io.sqld.frontend.pgwire;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time of day with a zone.
 *
 * @param micros since midnight there
 * @param offsetSeconds east of UTC
 */
record ZonedTime(long micros, int offsetSeconds) {
    /** No text of one is longer. */
    static final int CHARS_MAX = 40;

    private static final long SECOND = 1_000_000;
    private static final Pattern TEXT = Pattern.compile(
            "(\\d\\d):(\\d\\d)(?::(\\d\\d)(?:\\.(\\d{1,9}))?)?\\s*(Z|z|[+-]\\d\\d(?::?\\d\\d)?(?::?\\d\\d)?)?");

    /** {@return the time that a text means; without a zone it is UTC} */
    static Optional<ZonedTime> parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (text.length() > CHARS_MAX || !matcher.matches()) {
            return Optional.empty();
        }
        long seconds = number(matcher, 1) * 3600 + number(matcher, 2) * 60 + number(matcher, 3);
        String fraction = matcher.group(4) == null ? "" : matcher.group(4);
        long micros = seconds * SECOND + Long.parseLong((fraction + "000000").substring(0, 6));
        boolean valid = micros <= 86_400 * SECOND && number(matcher, 2) < 60 && number(matcher, 3) < 60;
        String zone = matcher.group(5) == null ? "Z" : matcher.group(5).replace(":", "");
        int offset = 0;
        if (zone.length() > 1) {
            String digits = (zone.substring(1) + "0000").substring(0, 6);
            offset = Integer.parseInt(digits, 0, 2, 10) * 3600 + Integer.parseInt(digits, 2, 4, 10) * 60
                    + Integer.parseInt(digits, 4, 6, 10);
        }
        return valid && offset < 16 * 3600
                ? Optional.of(new ZonedTime(micros, zone.startsWith("-") ? -offset : offset))
                : Optional.empty();
    }

    private static long number(Matcher matcher, int group) {
        return matcher.group(group) == null ? 0 : Long.parseLong(matcher.group(group));
    }

    /** {@return as PostgreSQL prints it} */
    String text() {
        int zone = Math.abs(offsetSeconds);
        String sign = offsetSeconds < 0 ? "-" : "+";
        return DateTimes.text(PgType.TIME, micros) + sign + two(zone / 3600)
                + (zone % 3600 == 0 ? "" : ":" + two(zone / 60 % 60)) + (zone % 60 == 0 ? "" : ":" + two(zone % 60));
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }
}
