package io.sqld.host.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValueFactory;
import java.net.URL;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Environment variables that set keys. The host and each plugin list theirs in an {@code environment.conf}:
 * <pre>
 * SQLD_DB_PATH = sqld.data-dir
 * SQLD_SHUTDOWN_TIMEOUT { key = sqld.drain-timeout, unit = s }   # the variable holds a bare number
 * </pre>
 *
 * @param keys by the variable's name
 */
public record EnvironmentNames(Map<String, Key> keys) {
    /** No variables. */
    public static final EnvironmentNames NONE = new EnvironmentNames(Map.of());

    /**
     * What a variable sets.
     *
     * @param path the key
     * @param unit appended to a value that is a bare number; may be empty
     */
    public record Key(String path, String unit) {}

    /** Copies the map. */
    public EnvironmentNames {
        keys = Map.copyOf(keys);
    }

    /**
     * {@return the list at {@code url}}
     *
     * @throws ConfigException if it cannot be read
     */
    public static EnvironmentNames read(URL url) {
        ConfigObject root = ConfigFactory.parseURL(url, ConfigParseOptions.defaults().setAllowMissing(false)).root();
        var keys = new TreeMap<String, Key>();
        for (String name : root.keySet()) {
            keys.put(name, root.get(name) instanceof ConfigObject object
                    ? new Key(object.toConfig().getString("key"), object.toConfig().getString("unit"))
                    : new Key(root.toConfig().getString(name), ""));
        }
        return new EnvironmentNames(keys);
    }

    /** {@return all variables of all lists} */
    public static EnvironmentNames merge(Collection<EnvironmentNames> lists) {
        var keys = new TreeMap<String, Key>();
        lists.forEach(list -> keys.putAll(list.keys));
        return new EnvironmentNames(keys);
    }

    /** {@return what the variables that are set, and not empty, say} */
    Config apply(Map<String, String> environment) {
        Config config = ConfigFactory.empty();
        for (var entry : new TreeMap<>(keys).entrySet()) {
            String value = environment.get(entry.getKey());
            if (value != null && !value.isBlank()) {
                Key key = entry.getValue();
                String text = Quantities.isNumber(value.strip()) ? value.strip() + key.unit : value;
                config = config.withValue(key.path,
                        ConfigValueFactory.fromAnyRef(text, "environment variable " + entry.getKey()));
            }
        }
        return config;
    }

    /** {@return the names} */
    public Set<String> names() {
        return keys.keySet();
    }
}
