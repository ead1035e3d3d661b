package io.sqld.host.plugin;

import io.sqld.api.auth.AuthenticatorFactory;
import io.sqld.api.frontend.FrontendFactory;
import io.sqld.api.replication.ReplicationStrategyFactory;
import io.sqld.api.service.ServiceFactory;
import io.sqld.api.storage.StorageBackendFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Everything that the installed plugins offer, by name.
 *
 * @param frontends front ends
 * @param storageBackends storage back ends
 * @param replicationStrategies replication strategies
 * @param authenticators authenticators
 */
public record Factories(
        Map<String, Offer<FrontendFactory>> frontends,
        Map<String, Offer<StorageBackendFactory>> storageBackends,
        Map<String, Offer<ReplicationStrategyFactory>> replicationStrategies,
        Map<String, Offer<AuthenticatorFactory>> authenticators) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    /** The host's section, and its built-in authenticator. */
    private static final Set<String> RESERVED = Set.of("sqld", "none");

    /**
     * A factory and where it comes from.
     *
     * @param plugin that offers it
     * @param factory itself
     */
    public record Offer<F>(InstalledPlugin plugin, F factory) {}

    /**
     * {@return what {@code plugins} offer}
     *
     * @throws PluginException if one fails to tell, or names are malformed, reserved or taken twice
     */
    public static Factories of(Collection<InstalledPlugin> plugins) throws PluginException {
        var collector = new Collector();
        var frontends = new TreeMap<String, Offer<FrontendFactory>>();
        var storage = new TreeMap<String, Offer<StorageBackendFactory>>();
        var replication = new TreeMap<String, Offer<ReplicationStrategyFactory>>();
        var authenticators = new TreeMap<String, Offer<AuthenticatorFactory>>();
        for (InstalledPlugin plugin : plugins) {
            collector.collect(plugin, plugin.plugin()::frontends, frontends);
            collector.collect(plugin, plugin.plugin()::storageBackends, storage);
            collector.collect(plugin, plugin.plugin()::replicationStrategies, replication);
            collector.collect(plugin, plugin.plugin()::authenticators, authenticators);
        }
        if (!collector.problems.isEmpty()) {
            throw new PluginException(collector.problems);
        }
        return new Factories(frontends, storage, replication, authenticators);
    }

    /** {@return all of them, by name} */
    public Map<String, Offer<? extends ServiceFactory<?, ?>>> all() {
        var all = new TreeMap<String, Offer<? extends ServiceFactory<?, ?>>>();
        all.putAll(frontends);
        all.putAll(storageBackends);
        all.putAll(replicationStrategies);
        all.putAll(authenticators);
        return all;
    }

    private static final class Collector {
        private final List<String> problems = new ArrayList<>();
        private final Map<String, InstalledPlugin> owners = new TreeMap<>();

        <F extends ServiceFactory<?, ?>> void collect(
                InstalledPlugin plugin, Supplier<List<F>> offers, Map<String, Offer<F>> target) {
            try {
                for (F factory : offers.get()) {
                    String name = factory.name();
                    if (checked(name, plugin)) {
                        target.put(name, new Offer<>(plugin, factory));
                    }
                }
            } catch (RuntimeException | LinkageError e) {
                problems.add(plugin.place() + ": plugin " + plugin.id() + " failed to list what it offers: " + e
                        + "; remove it or install a version that works");
            }
        }

        private boolean checked(String name, InstalledPlugin plugin) {
            if (!NAME.matcher(name).matches()) {
                problems.add(plugin.place() + ": plugin " + plugin.id() + " offers \"" + name
                        + "\", which is not a name of lower case letters, digits and dashes; remove the plugin");
                return false;
            }
            if (RESERVED.contains(name)) {
                problems.add(plugin.place() + ": plugin " + plugin.id() + " offers \"" + name
                        + "\", a name that the server keeps for itself; remove the plugin");
                return false;
            }
            InstalledPlugin earlier = owners.putIfAbsent(name, plugin);
            if (earlier != null) {
                problems.add(plugin.place() + ": plugin " + plugin.id() + " offers \"" + name + "\", as does plugin "
                        + earlier.id() + " in " + earlier.place() + "; remove one of the two");
                return false;
            }
            return true;
        }
    }
}
