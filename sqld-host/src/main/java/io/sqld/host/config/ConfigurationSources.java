package io.sqld.host.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the user's settings come from, strongest first.
 *
 * @param overrides from the command line; later ones win
 * @param environment of the process
 * @param file the configuration file, if there is one
 * @param presets weaker than all of these, and stronger than the defaults
 */
public record ConfigurationSources(
        List<KeyOverride> overrides, Map<String, String> environment, Optional<Path> file,
        List<KeyOverride> presets) {
    /** Copies the collections. */
    public ConfigurationSources {
        overrides = List.copyOf(overrides);
        environment = Map.copyOf(environment);
        presets = List.copyOf(presets);
    }
}
