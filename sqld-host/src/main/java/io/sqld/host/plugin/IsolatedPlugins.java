package io.sqld.host.plugin;

import java.nio.file.Path;
import org.pf4j.ClassLoadingStrategy;
import org.pf4j.JarPluginLoader;
import org.pf4j.JarPluginManager;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginLoader;

/** pf4j for jars only, whose plugins see the platform and the contract, and nothing else of the host. */
final class IsolatedPlugins extends JarPluginManager {
    private final ClassLoader parent;

    IsolatedPlugins(Path directory, ClassLoader parent) {
        super(directory);
        this.parent = parent;
    }

    /** Parent first, which is safe because the parent shows so little. */
    @Override
    protected PluginLoader createPluginLoader() {
        return new JarPluginLoader(this) {
            @Override
            public ClassLoader loadPlugin(Path jar, PluginDescriptor descriptor) {
                var loader = new PluginClassLoader(
                        pluginManager, descriptor, IsolatedPlugins.this.parent, ClassLoadingStrategy.APD);
                loader.addFile(jar.toFile());
                return loader;
            }
        };
    }
}
