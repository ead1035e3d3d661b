package io.sqld.host.plugin;

import io.sqld.api.SqldPlugin;

/**
 * A plugin that has been loaded.
 *
 * @param id unique
 * @param version of the plugin
 * @param place the jar, for messages
 * @param loader that loaded it, and finds its {@code reference.conf}
 * @param plugin its entry
 */
public record InstalledPlugin(String id, String version, String place, ClassLoader loader, SqldPlugin plugin) {}
