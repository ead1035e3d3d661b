package io.sqld.host.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import io.sqld.api.service.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The whole configuration, merged: command line over environment over file over the defaults of plugins and host.
 * Sections are read through {@link #section}; {@link #problems} then tells everything that is wrong. Not thread-safe.
 */
public final class Configuration {
    private final Config merged;
    private final Config defaults;
    private final Map<String, SectionState> sections = new LinkedHashMap<>();

    private Configuration(Config merged, Config defaults) {
        this.merged = merged;
        this.defaults = defaults;
    }

    /**
     * {@return the merged configuration}
     *
     * @throws ConfigurationException if a file cannot be read or parsed, or a substitution has no value
     */
    public static Configuration load(
            ConfigurationSources sources, Collection<Defaults> defaults, EnvironmentNames names)
            throws ConfigurationException {
        var problems = new ArrayList<Problem>();
        Config reference = ConfigFactory.empty();
        for (Defaults one : defaults) {
            reference = reference.withFallback(read(problems, one::read));
        }
        Config all = users(sources, names, problems).withFallback(reference);
        Config resolved = problems.isEmpty() ? read(problems, () -> all.resolve(resolving(sources))) : all;
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return new Configuration(resolved, reference.resolveWith(resolved));
    }

    /**
     * {@return what {@code reader} reads in the one section of {@code defaults}, before any plugin is known}
     *
     * @throws ConfigurationException as {@link #load}, and if what was read is wrong
     */
    public static <T> T early(
            ConfigurationSources sources, Defaults defaults, EnvironmentNames names, Function<Settings, T> reader)
            throws ConfigurationException {
        var problems = new ArrayList<Problem>();
        Config reference = defaults.read();
        Config all = users(sources, names, problems).withFallback(reference);
        // Substitutions may refer to the defaults of plugins.
        Config resolved = read(problems, () -> all.resolve(resolving(sources).setAllowUnresolved(true)));
        var configuration = new Configuration(resolved, reference);
        String section = defaults.sections().iterator().next();
        T result = reader.apply(configuration.section(section));
        configuration.sections.values().forEach(state -> problems.addAll(state.problems()));
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return result;
    }

    private static Config users(ConfigurationSources sources, EnvironmentNames names, List<Problem> problems) {
        Config user = ConfigFactory.empty();
        for (KeyOverride override : sources.overrides().reversed()) {
            user = user.withFallback(read(problems, override::read));
        }
        user = user.withFallback(names.apply(sources.environment()));
        if (sources.file().isPresent()) {
            Path file = sources.file().get();
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                problems.add(new Problem(file.toString(), "", Files.exists(file)
                        ? "cannot be read as a file"
                        : "does not exist"));
                return user;
            }
            var options = ConfigParseOptions.defaults().setAllowMissing(false);
            user = user.withFallback(read(problems, () -> ConfigFactory.parseFile(file.toFile(), options)));
        }
        for (KeyOverride preset : sources.presets()) {
            user = user.withFallback(read(problems, preset::read));
        }
        return user;
    }

    private static ConfigResolveOptions resolving(ConfigurationSources sources) {
        return ConfigResolveOptions.noSystem().appendResolver(new EnvironmentResolver(sources.environment()));
    }

    /** {@return the settings in a top-level section, with defaults filled in} */
    public Settings section(String name) {
        SectionState state = sections.computeIfAbsent(name, n -> new SectionState(n, defaults));
        ConfigValue value = merged.root().get(name);
        if (value != null && !(value instanceof ConfigObject)) {
            state.problem(new Problem(Origins.place(value), name, "is a section, written " + name + " { ... }"));
        }
        return new SectionSettings(name, value instanceof ConfigObject object ? object : state.defaults(name), state);
    }

    /**
     * {@return everything wrong with the sections read so far, and with those that nobody reads}
     *
     * @param selected sections whose settings are needed; in others, what the user did not write cannot be wrong
     */
    public List<Problem> problems(Set<String> selected) {
        var problems = new ArrayList<Problem>();
        for (var entry : sections.entrySet()) {
            String name = entry.getKey();
            SectionState state = entry.getValue();
            state.problems()
                    .stream()
                    .filter(p -> selected.contains(name) || isUsers(p.path()))
                    .forEach(problems::add);
            if (merged.root().get(name) instanceof ConfigObject object) {
                problems.addAll(state.unknownKeys(name, object));
            }
        }
        new TreeMap<>(merged.root()).forEach((name, value) -> {
            if (!sections.containsKey(name) && !Paths.isEmptySection(value)) {
                problems.add(
                        new Problem(Origins.place(value), name, "unknown section: no installed plugin has this name"
                                + Suggestions.didYouMean(name, sections.keySet())));
            }
        });
        return problems;
    }

    /** {@return every known key with its value, for people; secrets masked} */
    public List<Entry> entries() {
        var entries = new ArrayList<Entry>();
        for (var section : sections.entrySet()) {
            if (!(merged.root().get(section.getKey()) instanceof ConfigObject object)) {
                continue;
            }
            Set<String> secrets = section.getValue().secrets();
            Set<String> known = section.getValue().values();
            Paths.leaves(section.getKey(), object).forEach((path, value) -> {
                if (known.contains(path)) {
                    entries.add(new Entry(path, printed(value, secrets.contains(path)),
                            Defaults.isDefault(value) ? "default" : Origins.place(value)));
                }
            });
        }
        return entries;
    }

    /**
     * A key as {@code --print-config} shows it.
     *
     * @param path the key
     * @param value in HOCON
     * @param place where it was set
     */
    public record Entry(String path, String value, String place) {}

    private static String printed(ConfigValue value, boolean secret) {
        boolean empty = value.unwrapped() == null || "".equals(value.unwrapped());
        return secret && !empty ? "\"***\"" : value.render(ConfigRenderOptions.concise());
    }

    private boolean isUsers(String path) {
        return merged.hasPathOrNull(path) && find(path).map(value -> !Defaults.isDefault(value)).orElse(false);
    }

    private Optional<ConfigValue> find(String path) {
        return merged.hasPath(path) ? Optional.of(merged.getValue(path)) : Optional.empty();
    }

    private static Config read(List<Problem> problems, Supplier<Config> source) {
        try {
            return source.get();
        } catch (ConfigException e) {
            problems.add(problem(e));
            return ConfigFactory.empty();
        }
    }

    private static Problem problem(ConfigException e) {
        String message = String.valueOf(e.getMessage());
        if (e.origin() == null) {
            return new Problem("", "", message);
        }
        String prefix = e.origin().description() + ": ";
        return new Problem(Origins.place(e.origin()), "",
                message.startsWith(prefix) ? message.substring(prefix.length()) : message);
    }
}
