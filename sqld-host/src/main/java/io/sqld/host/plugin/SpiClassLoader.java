package io.sqld.host.plugin;

import java.util.List;

/**
 * The parent of every plugin's class loader: the platform, and of the host only the contract. So a plugin brings its
 * own libraries in any version, never sees the host's, and shares the contract's classes even if its jar holds a copy
 * of them.
 */
final class SpiClassLoader extends ClassLoader {
    private static final List<String> SHARED = List.of(
            "io.sqld.api.", "org.slf4j.", "com.typesafe.config.", "org.pf4j.", "org.jspecify.");

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader host;

    SpiClassLoader(ClassLoader host) {
        super("sqld-plugin-api", ClassLoader.getPlatformClassLoader());
        this.host = host;
    }

    /** Called when the platform does not have the class. Resources are the platform's only. */
    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        for (String prefix : SHARED) {
            if (name.startsWith(prefix)) {
                return host.loadClass(name);
            }
        }
        throw new ClassNotFoundException(name);
    }
}
