package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Dates and times: SQLite keeps them as <a href="https://sqlite.org/lang_datefunc.html#time_values">ISO text</a>,
 * seconds since 1970 or Julian days; the protocol's binary form counts from 2000-01-01.
 *
 * <p>All points in time here are microseconds since 2000-01-01 00:00 UTC. Reads without making objects.
 */
final class DateTimes {
    /** No date or time. */
    static final long NONE = Long.MIN_VALUE;
    static final long MICROS_PER_SECOND = 1_000_000;
    static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

    private static final long EPOCH_SHIFT_SECONDS = 946_684_800;
    private static final long EPOCH_SHIFT_DAYS = 10_957;
    /** The Julian day of 2000-01-01 00:00. */
    private static final double JULIAN_SHIFT_DAYS = 2_451_544.5;
    private static final double JULIAN_MAX = 5_373_484.5;
    /** Above it, a number counts milliseconds rather than seconds: the year 5138 in seconds. */
    private static final long SECONDS_MAX = 100_000_000_000L;
    private static final int TEXT_MAX = 40;

    private final MemorySegment text;
    private final long end;
    /** Whether a zone counts; where it does not, it may be there all the same. */
    private final boolean zoned;
    private long at;

    private DateTimes(MemorySegment text, long offset, int bytes, boolean zoned) {
        this.zoned = zoned;
        this.text = text;
        this.at = offset;
        this.end = offset + bytes;
    }

    /** {@return the point in time that a number stands for, or {@link #NONE}} */
    static long ofInteger(long value) {
        if (value > -SECONDS_MAX && value < SECONDS_MAX) {
            return (value - EPOCH_SHIFT_SECONDS) * MICROS_PER_SECOND;
        }
        boolean representable = Math.abs(value) < Long.MAX_VALUE / 2000 && value != Long.MIN_VALUE;
        return representable ? value * 1000 - EPOCH_SHIFT_SECONDS * MICROS_PER_SECOND : NONE;
    }

    /** {@return the point in time of a Julian day, or {@link #NONE}} */
    static long ofJulianDay(double day) {
        if (!(day >= 0 && day < JULIAN_MAX)) {
            return NONE;
        }
        // Rounded to milliseconds: a Julian day holds no more.
        return Math.round((day - JULIAN_SHIFT_DAYS) * 86_400_000) * 1000;
    }

    /**
     * {@return the point in time that a text stands for, or {@link #NONE}} Without a zone it is UTC; for {@code TIME}
     * the day is 2000-01-01.
     */
    static long parse(PgType type, MemorySegment text, long offset, int bytes) {
        if (bytes > TEXT_MAX) {
            return NONE;
        }
        var reader = new DateTimes(text, offset, bytes, type != PgType.DATE);
        long micros = type == PgType.TIME ? reader.timeOfDay() : reader.dateTime();
        return reader.at == reader.end ? micros : NONE;
    }

    /**
     * {@return the point in time that a client means by a text} As in PostgreSQL, only {@code TIMESTAMPTZ} takes notice
     * of a zone: drivers send the time on the client's clock, and its zone.
     */
    static long parseLiteral(PgType type, MemorySegment text, long offset, int bytes) {
        if (bytes > TEXT_MAX) {
            return NONE;
        }
        var reader = new DateTimes(text, offset, bytes, type == PgType.TIMESTAMPTZ);
        long micros = type == PgType.TIME ? reader.timeOfDay() : reader.dateTime();
        return reader.at == reader.end ? micros : NONE;
    }

    /** {@return what is stored for a literal; empty if it is none that is understood} */
    static Optional<String> canonical(PgType type, String literal) {
        if (type == PgType.TIMETZ) {
            return ZonedTime.parse(literal).map(ZonedTime::text);
        }
        byte[] ascii = literal.getBytes(StandardCharsets.UTF_8);
        long micros = parseLiteral(type, MemorySegment.ofArray(ascii), 0, ascii.length);
        if (type == PgType.DATE && micros != NONE) {
            micros -= Math.floorMod(micros, MICROS_PER_DAY);
        }
        return micros != NONE && printable(type, micros) ? Optional.of(text(type, micros)) : Optional.empty();
    }

    private long timeOfDay() {
        long time = time();
        return time == NONE || zone() == NONE ? NONE : time;
    }

    private long dateTime() {
        int year = digits(4);
        int month = take('-') ? digits(2) : -1;
        int day = take('-') ? digits(2) : -1;
        if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
            return NONE;
        }
        long date = daysOf(year, month, day) * MICROS_PER_DAY;
        if (at == end) {
            return date;
        }
        boolean separated = take(' ') || take('T');
        long time = separated && at < end && isDigit(peek()) ? time() : 0;
        long zone = time == NONE ? NONE : zone();
        if (zone == NONE) {
            return NONE;
        }
        return date + time - (zoned ? zone : 0);
    }

    private long time() {
        int hour = digits(2);
        int minute = take(':') ? digits(2) : -1;
        if (hour < 0 || hour > 24 || minute < 0 || minute > 59) {
            return NONE;
        }
        long micros = (hour * 3600L + minute * 60L) * MICROS_PER_SECOND;
        if (take(':')) {
            int second = digits(2);
            if (second < 0 || second > 59) {
                return NONE;
            }
            micros += second * MICROS_PER_SECOND;
            if (take('.')) {
                micros += fraction();
            }
        }
        return micros <= MICROS_PER_DAY ? micros : NONE;
    }

    private long fraction() {
        long micros = 0;
        long unit = MICROS_PER_SECOND / 10;
        while (at < end && isDigit(peek())) {
            micros += (peek() - '0') * unit;
            unit /= 10;
            at++;
        }
        return micros;
    }

    /** {@return the offset east of UTC} */
    private long zone() {
        while (take(' ')) {
            // Blanks may stand before the zone.
        }
        if (at == end || take('Z') || take('z')) {
            return 0;
        }
        boolean west = take('-');
        if (!west && !take('+')) {
            return NONE;
        }
        int hours = digits(2);
        int minutes = at == end ? 0 : take(':') ? digits(2) : -1;
        if (hours < 0 || hours > 15 || minutes < 0 || minutes > 59) {
            return NONE;
        }
        long micros = (hours * 3600L + minutes * 60L) * MICROS_PER_SECOND;
        return west ? -micros : micros;
    }

    private int peek() {
        return text.get(ValueLayout.JAVA_BYTE, at);
    }

    private boolean take(char expected) {
        if (at < end && peek() == expected) {
            at++;
            return true;
        }
        return false;
    }

    private int digits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++, at++) {
            if (at >= end || !isDigit(peek())) {
                return -1;
            }
            value = value * 10 + peek() - '0';
        }
        return value;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static int daysIn(int year, int month) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /** {@return the days from 2000-01-01 to a date of the Gregorian calendar} */
    private static long daysOf(int year, int month, int day) {
        // The year begins in March, so that the leap day is its last.
        long y = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(y, 400);
        long yearOfEra = y - era * 400;
        long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097 + dayOfEra - 719_468 - EPOCH_SHIFT_DAYS;
    }

    /** {@return whether it is in the years 1 to 9999, or a time of day: what SQLite's functions understand} */
    static boolean printable(PgType type, long micros) {
        return type == PgType.TIME
                ? micros >= 0 && micros <= MICROS_PER_DAY
                : micros >= daysOf(1, 1, 1) * MICROS_PER_DAY && micros < daysOf(10_000, 1, 1) * MICROS_PER_DAY;
    }

    /** {@return what {@link #append} prints, with a zone that SQLite understands too} */
    static String text(PgType type, long micros) {
        ByteBuf out = Unpooled.buffer(TEXT_MAX);
        append(out, type, micros);
        String text = out.toString(StandardCharsets.US_ASCII);
        return type == PgType.TIMESTAMPTZ ? text + ":00" : text;
    }

    /** Appends a point in time as PostgreSQL prints {@code type} in the ISO style. */
    static void append(ByteBuf out, PgType type, long micros) {
        if (type != PgType.TIME) {
            appendDate(out, Math.floorDiv(micros, MICROS_PER_DAY));
        }
        if (type == PgType.DATE) {
            return;
        }
        if (type != PgType.TIME) {
            out.writeByte(' ');
        }
        appendTime(out, type == PgType.TIME ? micros : Math.floorMod(micros, MICROS_PER_DAY));
        if (type == PgType.TIMESTAMPTZ) {
            Replies.ascii(out, "+00");
        }
    }

    private static void appendDate(ByteBuf out, long days) {
        long shifted = days + EPOCH_SHIFT_DAYS + 719_468;
        long era = Math.floorDiv(shifted, 146_097);
        long dayOfEra = shifted - era * 146_097;
        long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long monthFromMarch = (5 * dayOfYear + 2) / 153;
        long day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        long month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        Digits.appendPadded(out, year, 4);
        out.writeByte('-');
        Digits.appendPadded(out, month, 2);
        out.writeByte('-');
        Digits.appendPadded(out, day, 2);
    }

    private static void appendTime(ByteBuf out, long micros) {
        long seconds = micros / MICROS_PER_SECOND;
        Digits.appendPadded(out, seconds / 3600, 2);
        out.writeByte(':');
        Digits.appendPadded(out, seconds / 60 % 60, 2);
        out.writeByte(':');
        Digits.appendPadded(out, seconds % 60, 2);
        long fraction = micros % MICROS_PER_SECOND;
        if (fraction > 0) {
            int width = 6;
            for (; fraction % 10 == 0; fraction /= 10) {
                width--;
            }
            out.writeByte('.');
            Digits.appendPadded(out, fraction, width);
        }
    }
}
