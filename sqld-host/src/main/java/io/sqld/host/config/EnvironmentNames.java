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
 * SQLD_HTTP_AUTH { key = password.http-auth, sets { sqld.authenticator = password } }   # and means another key too
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
     * @param implied values of other keys that it also sets
     */
    public record Key(String path, String unit, Map<String, String> implied) {
        /** Copies the map. */
        public Key {
            implied = Map.copyOf(implied);
        }

        /** A variable that sets one key. */
        public Key(String path, String unit) {
            this(path, unit, Map.of());
        }
    }

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
                    ? key(object.toConfig())
                    : new Key(root.toConfig().getString(name), ""));
        }
        return new EnvironmentNames(keys);
    }

    private static Key key(Config object) {
        var implied = new TreeMap<String, String>();
        if (object.hasPath("sets")) {
            object.getConfig("sets")
                    .entrySet()
                    .forEach(
                            entry -> implied.put(entry.getKey(), String.valueOf(entry.getValue().unwrapped())));
        }
        return new Key(object.getString("key"), object.hasPath("unit") ? object.getString("unit") : "", implied);
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
                String origin = "environment variable " + entry.getKey();
                config = config.withValue(key.path, ConfigValueFactory.fromAnyRef(text, origin));
                for (var also : key.implied.entrySet()) {
                    config = config.withValue(also.getKey(), ConfigValueFactory.fromAnyRef(also.getValue(), origin));
                }
            }
        }
        return config;
    }

    /** {@return the names} */
    public Set<String> names() {
        return keys.keySet();
    }
}
