package io.sqld.host;

import com.typesafe.config.ConfigException;
import io.sqld.host.config.Defaults;
import io.sqld.host.config.EnvironmentNames;
import io.sqld.host.plugin.Factories;
import io.sqld.host.plugin.InstalledPlugin;
import io.sqld.host.plugin.PluginException;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What plugins bring besides classes: defaults in {@code reference.conf} and environment variables in
 * {@code environment.conf}, both at the root of the jar.
 *
 * @param plugins all of them
 * @param factories what they offer
 */
public record PluginResources(List<InstalledPlugin> plugins, Factories factories) {
    /** {@return the defaults of each plugin's sections} */
    public List<Defaults> defaults() throws PluginException {
        var defaults = new ArrayList<Defaults>();
        for (InstalledPlugin plugin : plugins) {
            Set<String> sections = factories.all()
                    .entrySet()
                    .stream()
                    .filter(entry -> entry.getValue().plugin().equals(plugin))
                    .map(entry -> entry.getKey())
                    .collect(Collectors.toSet());
            for (URL url : find(plugin, "reference.conf")) {
                defaults.add(new Defaults(plugin.id(), url, sections));
            }
        }
        return defaults;
    }

    /** {@return the variables of all plugins} */
    public EnvironmentNames environmentNames() throws PluginException {
        var lists = new ArrayList<EnvironmentNames>();
        for (InstalledPlugin plugin : plugins) {
            for (URL url : find(plugin, "environment.conf")) {
                try {
                    lists.add(EnvironmentNames.read(url));
                } catch (ConfigException e) {
                    throw new PluginException(List.of(plugin.place() + ": its environment.conf is malformed ("
                            + e.getMessage() + "); install a version that works"));
                }
            }
        }
        return EnvironmentNames.merge(lists);
    }

    private static List<URL> find(InstalledPlugin plugin, String name) throws PluginException {
        try {
            return Collections.list(plugin.loader().getResources(name));
        } catch (IOException e) {
            throw new PluginException(List.of(plugin.place() + ": cannot be read (" + e + "); copy it again"));
        }
    }
}
