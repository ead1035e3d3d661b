package io.sqld.host.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.sqld.api.service.HostPort;
import io.sqld.api.service.Secret;
import io.sqld.api.service.Settings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@link Settings} over HOCON. */
final class SectionSettings implements Settings {
    private static final HostPort NO_ADDRESS = new HostPort("", 0);

    private final String prefix;
    private final ConfigObject values;
    private final SectionState state;

    SectionSettings(String prefix, ConfigObject values, SectionState state) {
        this.prefix = prefix;
        this.values = values;
        this.state = state;
    }

    @Override
    public String path(String key) {
        return prefix + "." + key;
    }

    @Override
    public String string(String key) {
        return text(key).orElse("");
    }

    @Override
    public Optional<String> optionalString(String key) {
        return optionalText(key).filter(text -> !text.isEmpty());
    }

    @Override
    public List<String> strings(String key) {
        ConfigValue value = required(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof ConfigList list)) {
            // The environment and --set have no lists: there, commas separate.
            return scalar(value).map(SectionSettings::split).orElseGet(() -> {
                wrong(key, value, "a list of strings, such as [\"a\", \"b\"]");
                return List.of();
            });
        }
        var strings = new ArrayList<String>(list.size());
        for (ConfigValue item : list) {
            scalar(item).ifPresentOrElse(strings::add, () -> wrong(key, value, "a list of strings"));
        }
        return List.copyOf(strings);
    }

    @Override
    public boolean bool(String key) {
        return parsed(key, "true or false", SectionSettings::parseBoolean).orElse(false);
    }

    @Override
    public int integer(String key, int min, int max) {
        return parsed(key, "an integer", SectionSettings::parseLong)
                .map(value -> (int) checkRange(key, value, min, max, Long::toString))
                .orElse(min);
    }

    @Override
    public long bytes(String key, long min, long max) {
        return parsed(key, "a size such as 64KiB or 10MB", Quantities::bytes)
                .map(value -> checkRange(key, value, min, max, Display::bytes))
                .orElse(min);
    }

    @Override
    public Duration duration(String key, Duration min, Duration max) {
        Optional<Duration> value = parsed(key, "a duration with its unit, such as 30s or 500ms", Quantities::duration);
        if (value.isEmpty()) {
            return min;
        }
        if (value.get().compareTo(min) < 0 || value.get().compareTo(max) > 0) {
            outOfRange(key, Display.duration(value.get()), Display.duration(min), Display.duration(max));
            return min;
        }
        return value.get();
    }

    @Override
    public <E extends Enum<E>> E choice(String key, Class<E> type) {
        List<E> constants = Arrays.asList(type.getEnumConstants());
        Optional<String> text = text(key);
        if (text.isPresent()) {
            for (E constant : constants) {
                if (written(constant).equals(text.get())) {
                    return constant;
                }
            }
            List<String> names = constants.stream().map(SectionSettings::written).toList();
            problem(key, Display.quote(text.get()) + " is not one of " + String.join(", ", names)
                    + Suggestions.didYouMean(text.get(), names));
        }
        return constants.getFirst();
    }

    @Override
    public HostPort hostPort(String key) {
        return parsed(key, "an address written host:port, [v6]:port or :port", Addresses::parse).orElse(NO_ADDRESS);
    }

    @Override
    public Path filePath(String key) {
        return parsed(key, "a path", SectionSettings::parsePath).orElse(Path.of(""));
    }

    @Override
    public Optional<Secret> secret(String key) {
        state.askedForSecret(path(key));
        ConfigValue value = asked(key);
        if (value == null) {
            return Optional.empty();
        }
        Optional<String> text = scalar(value);
        if (text.isEmpty()) {
            problem(key, "expected a string");
        }
        return text.filter(t -> !t.isEmpty()).map(Secret::of);
    }

    @Override
    public Settings section(String key) {
        state.askedForSection(path(key));
        ConfigValue value = find(key);
        if (value instanceof ConfigObject object) {
            return new SectionSettings(path(key), object, state);
        }
        if (value != null) {
            problem(key, "is a section, written " + path(key) + " { ... }");
        }
        return new SectionSettings(path(key), state.defaults(path(key)), state);
    }

    @Override
    public void problem(String key, String message) {
        ConfigValue value = find(key);
        state.problem(new Problem(value == null ? "" : Origins.place(value), path(key), message));
    }

    private Optional<String> text(String key) {
        return required(key) == null ? Optional.empty() : optionalText(key);
    }

    private Optional<String> optionalText(String key) {
        ConfigValue value = asked(key);
        if (value == null) {
            return Optional.empty();
        }
        Optional<String> text = scalar(value);
        if (text.isEmpty()) {
            wrong(key, value, "a string");
        }
        return text;
    }

    private <T> Optional<T> parsed(String key, String expected, Function<String, Optional<T>> parser) {
        ConfigValue value = required(key);
        if (value == null) {
            return Optional.empty();
        }
        Optional<T> result = scalar(value).flatMap(text -> parser.apply(text.strip()));
        if (result.isEmpty()) {
            wrong(key, value, expected);
        }
        return result;
    }

    private @Nullable ConfigValue required(String key) {
        ConfigValue value = asked(key);
        if (value == null) {
            state.problem(new Problem("", path(key), "must be set"));
        }
        return value;
    }

    private @Nullable ConfigValue asked(String key) {
        state.askedForValue(path(key));
        return find(key);
    }

    private @Nullable ConfigValue find(String key) {
        ConfigObject object = values;
        List<String> elements = ConfigUtil.splitPath(key);
        for (String element : elements.subList(0, elements.size() - 1)) {
            if (!(object.get(element) instanceof ConfigObject inner)) {
                return null;
            }
            object = inner;
        }
        ConfigValue value = object.get(elements.getLast());
        return value == null || value.valueType() == ConfigValueType.NULL ? null : value;
    }

    private static Optional<String> scalar(ConfigValue value) {
        return switch (value.valueType()) {
            case STRING, NUMBER, BOOLEAN -> Optional.of(value.atKey("v").getString("v"));
            case OBJECT, LIST, NULL -> Optional.empty();
        };
    }

    private void wrong(String key, ConfigValue value, String expected) {
        problem(key, "expected " + expected + ", found " + Display.value(value));
    }

    private void outOfRange(String key, String value, String min, String max) {
        problem(key, value + " is out of range: it may be from " + min + " to " + max);
    }

    private long checkRange(String key, long value, long min, long max, LongFunction<String> display) {
        if (value >= min && value <= max) {
            return value;
        }
        outOfRange(key, display.apply(value), display.apply(min), display.apply(max));
        return min;
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .collect(Collectors.toUnmodifiableList());
    }

    private static Optional<Boolean> parseBoolean(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> Optional.of(true);
            case "false", "no", "off", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<Long> parseLong(String text) {
        try {
            return Optional.of(Long.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> parsePath(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
