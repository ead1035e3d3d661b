package io.sqld.testkit;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.sqld.api.service.HostPort;
import io.sqld.api.service.Secret;
import io.sqld.api.service.Service;
import io.sqld.api.service.ServiceContext;
import io.sqld.api.service.ServiceFactory;
import io.sqld.api.service.Settings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A section of configuration, with the {@code reference.conf} files of the class path as defaults. Notes the same
 * problems as the host's, in words of its own; {@link #problems()} hands them out.
 */
public final class TestSettings implements Settings {
    private final String section;
    private final Config config;
    private final Set<String> asked;
    private final List<String> problems;

    private TestSettings(String section, Config config, Set<String> asked, List<String> problems) {
        this.section = section;
        this.config = config;
        this.asked = asked;
        this.problems = problems;
    }

    /**
     * {@return the settings of the factory {@code name}; {@code overrides} is HOCON within its section, possibly empty}
     */
    public static TestSettings of(String name, String overrides) {
        ClassLoader loader = TestSettings.class.getClassLoader();
        Config config = ConfigFactory.parseString(overrides)
                .atPath(name)
                .withFallback(ConfigFactory.parseResources(loader, "reference.conf"))
                .resolve();
        return new TestSettings(name, config, new HashSet<>(), new ArrayList<>());
    }

    /** {@return the problems of a configuration that the factory should refuse, each beginning with a key's path} */
    public static List<String> problems(ServiceFactory<?, ?> factory, String overrides) {
        TestSettings settings = of(factory.name(), overrides);
        factory.configure(settings);
        return settings.problems();
    }

    /** {@return a service of the factory, not started; {@code overrides} must be accepted} */
    public static <S extends Service, C extends ServiceContext> S create(ServiceFactory<S, C> factory, C context,
            String overrides) {
        TestSettings settings = of(factory.name(), overrides);
        ServiceFactory.Prepared<S, C> prepared = factory.configure(settings);
        if (!settings.problems().isEmpty()) {
            throw new AssertionError("problems in the configuration: " + settings.problems());
        }
        return prepared.create(context);
    }

    /** {@return what was noted, and the keys that nobody asked for} */
    public List<String> problems() {
        var all = new ArrayList<>(problems);
        if (config.hasPath(section)) {
            config.getConfig(section)
                    .entrySet()
                    .stream()
                    .map(entry -> path(entry.getKey()))
                    .filter(key -> !asked.contains(key))
                    .sorted()
                    .forEach(key -> all.add(key + ": unknown key"));
        }
        return all;
    }

    @Override
    public String path(String key) {
        return section + "." + key;
    }

    @Override
    public String string(String key) {
        return read(key, "", () -> config.getString(path(key)));
    }

    @Override
    public Optional<String> optionalString(String key) {
        asked.add(path(key));
        return config.hasPath(path(key)) ? Optional.of(string(key)).filter(text -> !text.isEmpty()) : Optional.empty();
    }

    @Override
    public List<String> strings(String key) {
        return read(key, List.of(), () -> config.getStringList(path(key)));
    }

    @Override
    public boolean bool(String key) {
        return read(key, false, () -> config.getBoolean(path(key)));
    }

    @Override
    public int integer(String key, int min, int max) {
        return within(key, min, max, read(key, min, () -> config.getInt(path(key))));
    }

    @Override
    public long bytes(String key, long min, long max) {
        return within(key, min, max, read(key, min, () -> config.getBytes(path(key))));
    }

    @Override
    public Duration duration(String key, Duration min, Duration max) {
        return within(key, min, max, read(key, min, () -> config.getDuration(path(key))));
    }

    @Override
    public <E extends Enum<E>> E choice(String key, Class<E> type) {
        E[] constants = type.getEnumConstants();
        String text = string(key);
        for (E constant : constants) {
            if (constant.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text)) {
                return constant;
            }
        }
        problem(key, "'" + text + "' is not one of " + List.of(constants));
        return constants[0];
    }

    @Override
    public HostPort hostPort(String key) {
        String text = string(key);
        int colon = text.lastIndexOf(':');
        try {
            String host = text.substring(0, Math.max(0, colon)).replaceAll("^\\[|]$", "");
            return new HostPort(host, Integer.parseInt(text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            problem(key, "'" + text + "' is no address, write host:port");
            return new HostPort("127.0.0.1", 0);
        }
    }

    @Override
    public Path filePath(String key) {
        String text = string(key);
        try {
            return Path.of(text).toAbsolutePath();
        } catch (InvalidPathException e) {
            problem(key, "'" + text + "' is no path");
            return Path.of("").toAbsolutePath();
        }
    }

    @Override
    public Optional<Secret> secret(String key) {
        return optionalString(key).map(Secret::of);
    }

    @Override
    public Settings section(String key) {
        return new TestSettings(path(key), config, asked, problems);
    }

    @Override
    public void problem(String key, String message) {
        problems.add(path(key) + ": " + message);
    }

    private <T> T read(String key, T harmless, Supplier<T> value) {
        asked.add(path(key));
        try {
            return value.get();
        } catch (ConfigException e) {
            problem(key, String.valueOf(e.getMessage()));
            return harmless;
        }
    }

    private <T extends Comparable<T>> T within(String key, T min, T max, T value) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            problem(key, value + " is not between " + min + " and " + max);
            return min;
        }
        return value;
    }
}
