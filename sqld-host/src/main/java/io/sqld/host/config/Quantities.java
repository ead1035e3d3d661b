package io.sqld.host.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Parses durations and sizes as HOCON writes them. */
final class Quantities {
    private static final String KEY = "v";

    private Quantities() {}

    /**
     * {@return the duration} A number without a unit is refused, unless it is zero: HOCON would take it for
     * milliseconds, and most people would not.
     */
    static Optional<Duration> duration(String text) {
        if (isNumber(text)) {
            return isZero(text) ? Optional.of(Duration.ZERO) : Optional.empty();
        }
        return parsed(text, c -> c.getDuration(KEY));
    }

    /** {@return the number of bytes} A number without a unit counts bytes. */
    static Optional<Long> bytes(String text) {
        return parsed(text, c -> c.getBytes(KEY)).filter(size -> size >= 0);
    }

    static boolean isNumber(String text) {
        return text.matches("[+-]?[0-9.]+");
    }

    private static boolean isZero(String text) {
        return text.matches("[+-]?0*\\.?0*");
    }

    private static <T> Optional<T> parsed(String text, Function<Config, T> reader) {
        Config config = ConfigFactory.empty().withValue(KEY, ConfigValueFactory.fromAnyRef(text));
        try {
            return Optional.of(reader.apply(config));
        } catch (ConfigException e) {
            return Optional.empty();
        }
    }
}
