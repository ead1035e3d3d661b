package io.sqld.host.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import java.net.URL;
import java.util.Set;

/**
 * A {@code reference.conf} with the defaults of some sections.
 *
 * @param owner whose it is, for messages
 * @param url where it is
 * @param sections which of its top-level sections count; others are somebody else's
 */
public record Defaults(String owner, URL url, Set<String> sections) {
    private static final String ORIGIN = "reference.conf of ";

    /** Copies the set. */
    public Defaults {
        sections = Set.copyOf(sections);
    }

    /** @throws ConfigException if it cannot be read */
    Config read() {
        var options = ConfigParseOptions.defaults().setAllowMissing(false).setOriginDescription(ORIGIN + owner);
        Config all = ConfigFactory.parseURL(url, options);
        Config wanted = ConfigFactory.empty();
        for (String section : sections) {
            wanted = wanted.withFallback(all.withOnlyPath(section));
        }
        return wanted;
    }

    /** {@return whether {@code value} was not set by the user} */
    static boolean isDefault(ConfigValue value) {
        return value.origin().description().startsWith(ORIGIN);
    }
}
