package io.sqld.host.plugin;

import io.sqld.api.SqldPlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Plugins on a class path, without isolation: for development and tests.
 *
 * @param loader that sees them
 */
public record ClasspathPlugins(ClassLoader loader) implements PluginSource {
    @Override
    public List<InstalledPlugin> load() throws PluginException {
        var plugins = new ArrayList<InstalledPlugin>();
        try {
            for (SqldPlugin plugin : ServiceLoader.load(SqldPlugin.class, loader)) {
                Class<?> type = plugin.getClass();
                String version =
                        Objects.requireNonNullElse(type.getPackage().getImplementationVersion(), "development");
                plugins.add(new InstalledPlugin(type.getName(), version, "the class path", loader, plugin));
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new PluginException(List.of("the class path: " + e));
        }
        return List.copyOf(plugins);
    }

    /** Does nothing: the loader is its owner's. */
    @Override
    public void close() {}
}
