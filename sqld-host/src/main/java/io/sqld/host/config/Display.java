package io.sqld.host.config;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.time.Duration;

/** Writes values as people would write them. */
final class Display {
    private static final int VALUE_CHARS_MAX = 60;
    private static final String[] SIZE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Display() {}

    static String quote(String text) {
        return ConfigUtil.quoteString(text);
    }

    static String value(ConfigValue value) {
        String text = value.render(ConfigRenderOptions.concise());
        return text.length() <= VALUE_CHARS_MAX ? text : text.substring(0, VALUE_CHARS_MAX) + "...";
    }

    static String bytes(long size) {
        int unit = 0;
        long number = size;
        while (number != 0 && number % 1024 == 0 && unit < SIZE_UNITS.length - 1) {
            number /= 1024;
            unit++;
        }
        return number + SIZE_UNITS[unit];
    }

    static String duration(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        if (duration.toNanosPart() == 0) {
            long seconds = duration.toSeconds();
            if (seconds % 86_400 == 0) {
                return seconds / 86_400 + "d";
            }
            if (seconds % 3_600 == 0) {
                return seconds / 3_600 + "h";
            }
            return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
        }
        return duration.toNanosPart() % 1_000_000 == 0 ? duration.toMillis() + "ms" : duration.toNanos() + "ns";
    }
}
