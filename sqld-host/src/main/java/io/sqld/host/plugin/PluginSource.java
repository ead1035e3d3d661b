package io.sqld.host.plugin;

import java.util.List;

/** Where plugins come from. Used by one thread. */
public interface PluginSource extends AutoCloseable {
    /**
     * Loads every plugin. Called once.
     *
     * @throws PluginException if any cannot be loaded; all reasons are listed
     */
    List<InstalledPlugin> load() throws PluginException;

    /** Closes what loaded them. Nothing of them may be used any more. Idempotent. */
    @Override
    void close();
}
