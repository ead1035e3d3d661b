package io.sqld.host;

import io.sqld.api.service.ServerInfo;
import io.sqld.host.plugin.PluginSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the program runs.
 *
 * @param home holds {@code config/} and {@code plugins/}
 * @param environment variables of the process
 * @param plugins finds plugins in the directory of {@code sqld.plugins-dir}
 * @param info the program
 */
public record Installation(
        Path home, Map<String, String> environment, Function<Path, PluginSource> plugins, ServerInfo info) {
    /** Copies the map. */
    public Installation {
        environment = Map.copyOf(environment);
    }

    /** {@return the configuration file that is read when none is named} */
    Optional<Path> defaultConfig() {
        return Optional.of(home.resolve("config").resolve("sqld.conf")).filter(Files::exists);
    }
}
