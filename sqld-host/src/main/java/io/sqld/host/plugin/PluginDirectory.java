package io.sqld.host.plugin;

import io.sqld.api.ApiVersion;
import io.sqld.api.SqldPlugin;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jars in one directory, each with a class loader of its own. pf4j reads the manifests, checks the version of the
 * contract and makes the loaders; what they hold is found with {@link ServiceLoader}.
 *
 * <p>pf4j leaves out what it cannot load and goes on. Here, every jar is either loaded, or named in
 * {@code disabled.txt}, or a reason not to start.
 */
public final class PluginDirectory implements PluginSource {
    private static final Logger LOG = LoggerFactory.getLogger(PluginDirectory.class);

    private final Path directory;
    private final IsolatedPlugins manager;

    /** @param directory need not be writable */
    public PluginDirectory(Path directory) {
        this.directory = directory;
        this.manager =
                new IsolatedPlugins(directory, new SpiClassLoader(PluginDirectory.class.getClassLoader()));
        manager.setSystemVersion(ApiVersion.CURRENT);
    }

    @Override
    public List<InstalledPlugin> load() throws PluginException {
        var problems = new ArrayList<String>();
        var plugins = new ArrayList<InstalledPlugin>();
        for (Path jar : jars(problems)) {
            try {
                PluginWrapper wrapper = loadJar(jar);
                if (wrapper.getPluginState() == PluginState.DISABLED) {
                    LOG.info("The plugin {} ({}) is disabled by {}", wrapper.getPluginId(), jar.getFileName(),
                            directory.resolve("disabled.txt"));
                } else {
                    plugins.add(entry(jar, wrapper));
                }
            } catch (UnusableJarException e) {
                problems.add(jar + ": " + e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new PluginException(problems);
        }
        return List.copyOf(plugins);
    }

    /** Not with pf4j's {@code stopPlugins}, which skips plugins; the host has stopped their services itself. */
    @Override
    public void close() {
        for (PluginWrapper plugin : List.copyOf(manager.getPlugins())) {
            try {
                manager.unloadPlugin(plugin.getPluginId());
            } catch (RuntimeException e) {
                LOG.warn("The plugin {} cannot be unloaded", plugin.getPluginId(), e);
            }
        }
    }

    private List<Path> jars(List<String> problems) {
        var jars = new TreeSet<Path>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (name.startsWith(".")) {
                    continue;
                }
                if (name.endsWith(".jar") && Files.isRegularFile(entry)) {
                    jars.add(entry);
                } else if (Files.isDirectory(entry) || name.endsWith(".zip")) {
                    problems.add(entry + ": is not a jar; put the plugin's jar into " + directory + " itself");
                }
            }
        } catch (IOException e) {
            problems.add(directory + ": the directory of plugins cannot be read (" + reason(e)
                    + "); set sqld.plugins-dir to the one of the installation");
        }
        return List.copyOf(jars);
    }

    private PluginWrapper loadJar(Path jar) throws UnusableJarException {
        String id = pluginId(jar);
        PluginWrapper twin = manager.getPlugin(id);
        if (twin != null) {
            throw new UnusableJarException("its Plugin-Id is " + id + ", as is that of " + twin.getPluginPath()
                    + "; remove one of the two");
        }
        try {
            PluginWrapper wrapper = manager.getPlugin(manager.loadPlugin(jar));
            String requires = wrapper.getDescriptor().getRequires();
            if (!manager.getVersionManager().checkVersionConstraint(ApiVersion.CURRENT, requires)) {
                throw new UnusableJarException("needs version " + requires + " of the plugin API, and this server has "
                        + ApiVersion.CURRENT + "; install a version of the plugin made for this server");
            }
            if (wrapper.getPluginState() != PluginState.DISABLED
                    && manager.startPlugin(wrapper.getPluginId()) != PluginState.STARTED) {
                throw new UnusableJarException("cannot be started (" + wrapper.getFailedException() + "); remove it");
            }
            return wrapper;
        } catch (RuntimeException | LinkageError e) {
            // Of pf4j, or of the libraries that read its manifest: an id that it refuses, a version that is none.
            throw new UnusableJarException("cannot be loaded (" + reason(e) + "); remove it");
        }
    }

    private static String pluginId(Path jar) throws UnusableJarException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String id = manifest == null ? null : manifest.getMainAttributes().getValue("Plugin-Id");
            if (id == null || id.isBlank()) {
                throw new UnusableJarException(
                        "its manifest has no Plugin-Id, so it is no plugin; remove it, or take the "
                                + "plugin's own jar, which holds its libraries too");
            }
            return id;
        } catch (IOException e) {
            throw new UnusableJarException("is not a readable jar (" + reason(e) + "); remove it, or copy it again");
        }
    }

    private static InstalledPlugin entry(Path jar, PluginWrapper wrapper) throws UnusableJarException {
        ClassLoader loader = wrapper.getPluginClassLoader();
        var entries = new ArrayList<SqldPlugin>();
        try {
            for (var provider : (Iterable<ServiceLoader.Provider<SqldPlugin>>) ServiceLoader
                    .load(SqldPlugin.class, loader)
                    .stream()::iterator) {
                if (loader.equals(provider.type().getClassLoader())) {
                    entries.add(provider.get());
                }
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new UnusableJarException("its entry cannot be made (" + reason(e)
                    + "); remove it, or install a version that works");
        }
        return switch (entries.size()) {
            case 0 -> throw new UnusableJarException(
                    "names no plugin in META-INF/services/" + SqldPlugin.class.getName() + "; remove it");
            case 1 -> new InstalledPlugin(wrapper.getPluginId(), wrapper.getDescriptor().getVersion(), jar.toString(),
                    loader, entries.getFirst());
            default -> throw new UnusableJarException("names " + entries.size() + " plugins in META-INF/services/"
                    + SqldPlugin.class.getName() + ", and may name one; remove it");
        };
    }

    /** {@return the message of {@code e} and of what caused it, in one line} */
    private static String reason(Throwable e) {
        var text = new StringBuilder(
                e instanceof ServiceConfigurationError ? String.valueOf(e.getMessage()) : e.toString());
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            text.append(": ").append(cause);
        }
        return Objects.requireNonNull(text.toString()).replace('\n', ' ');
    }

    private static final class UnusableJarException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableJarException(String message) {
            super(message, null, false, false);
        }
    }
}
