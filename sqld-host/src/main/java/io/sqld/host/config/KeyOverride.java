package io.sqld.host.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;

/**
 * A key set on the command line.
 *
 * @param path the key
 * @param value a list in brackets, a section in braces, a string in quotes, or just text
 * @param place how messages call it
 */
public record KeyOverride(String path, String value, String place) {
    /**
     * {@return the override in {@code key=value}}
     *
     * @throws IllegalArgumentException if it is not written so
     */
    public static KeyOverride parse(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals <= 0) {
            throw new IllegalArgumentException("--set needs key=value, found " + Display.quote(assignment));
        }
        String path = assignment.substring(0, equals).strip();
        try {
            ConfigUtil.splitPath(path);
        } catch (ConfigException e) {
            throw new IllegalArgumentException("--set: " + Display.quote(path) + " is not a key", e);
        }
        return new KeyOverride(path, assignment.substring(equals + 1), "--set");
    }

    /** {@return an override with just this text} */
    public static KeyOverride literal(String path, String text, String place) {
        return new KeyOverride(path, ConfigUtil.quoteString(text), place);
    }

    /**
     * {@return a configuration with this one key} Text is not read as HOCON, where {@code //} and {@code #} begin
     * comments and {@code :} is forbidden: paths and addresses need no quoting.
     *
     * @throws ConfigException if a list, section or quoted string is malformed
     */
    Config read() {
        String text = value.strip();
        if (text.startsWith("[") || text.startsWith("{") || text.startsWith("\"")) {
            return ConfigFactory.parseString(path + " = " + text,
                    ConfigParseOptions.defaults().setOriginDescription(place));
        }
        return ConfigFactory.empty().withValue(path, ConfigValueFactory.fromAnyRef(value, place));
    }
}
