package io.sqld.host;

import java.util.function.Supplier;

/** Calls plugins under their own class loader, for libraries that look things up through the thread's. */
final class ContextLoader {
    private ContextLoader() {}

    static <T> T call(ClassLoader loader, Supplier<T> plugin) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return plugin.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    static void run(ClassLoader loader, Runnable plugin) {
        call(loader, () -> {
            plugin.run();
            return true;
        });
    }
}
