package io.sqld.host.config;

import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;

/** Tells people where a value was written. */
final class Origins {
    private Origins() {}

    /** {@return the place of {@code value}, for instance {@code sqld.conf:12} or {@code --set http.listen}} */
    static String place(ConfigValue value) {
        return place(value.origin());
    }

    static String place(ConfigOrigin origin) {
        String description = origin.description();
        int line = origin.lineNumber();
        String suffix = ": " + line;
        return line > 0 && description.endsWith(suffix)
                ? description.substring(0, description.length() - suffix.length()) + ":" + line
                : description;
    }
}
