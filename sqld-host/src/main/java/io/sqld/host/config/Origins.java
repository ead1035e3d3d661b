package io.sqld.host.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;

/** Tells people where a value was written. */
final class Origins {
    private Origins() {}

    /** {@return the place of {@code value}, for instance {@code sqld.conf:12} or {@code --set}; empty for a default} */
    static String place(ConfigValue value) {
        if (value instanceof ConfigObject section && !section.isEmpty()) {
            // A merged section comes from everywhere; what is in it, from one place.
            return place(section.values().iterator().next());
        }
        return Defaults.isDefault(value) ? "" : place(value.origin());
    }

    static String place(ConfigOrigin origin) {
        String description = origin.description();
        int line = origin.lineNumber();
        String suffix = ": " + line;
        if (line <= 0 || !description.endsWith(suffix)) {
            return description;
        }
        // Only files have lines that people can look at.
        String source = description.substring(0, description.length() - suffix.length());
        return origin.filename() == null ? source : source + ":" + line;
    }
}
