package io.sqld.host;

import io.sqld.api.auth.Authenticator;
import io.sqld.api.frontend.Frontend;
import io.sqld.api.frontend.FrontendContext;
import io.sqld.api.replication.ReplicationContext;
import io.sqld.api.replication.ReplicationStrategy;
import io.sqld.api.service.Role;
import io.sqld.api.service.Service;
import io.sqld.api.service.ServiceContext;
import io.sqld.api.service.ServiceFactory;
import io.sqld.api.service.Settings;
import io.sqld.api.storage.StorageBackend;
import io.sqld.host.config.Configuration;
import io.sqld.host.config.ConfigurationException;
import io.sqld.host.config.Problem;
import io.sqld.host.config.Suggestions;
import io.sqld.host.plugin.Factories;
import io.sqld.host.plugin.Factories.Offer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the configuration into a plan. Every installed factory reads its section, so that mistakes in any are found.
 */
final class Planner {
    private static final Logger LOG = LoggerFactory.getLogger(Planner.class);

    private final Configuration configuration;
    private final Settings host;
    private final Set<String> selected = new HashSet<>(Set.of(HostSettings.SECTION));
    private final List<Problem> failures = new ArrayList<>();

    private Planner(Configuration configuration) {
        this.configuration = configuration;
        this.host = configuration.section(HostSettings.SECTION);
    }

    /**
     * {@return the plan}
     *
     * @throws ConfigurationException with everything that is wrong
     */
    static ServerPlan plan(Configuration configuration, Factories factories) throws ConfigurationException {
        return new Planner(configuration).plan(factories);
    }

    private ServerPlan plan(Factories factories) throws ConfigurationException {
        HostSettings settings = HostSettings.from(host);
        Map<String, Selected<StorageBackend, ServiceContext>> backends = configure(factories.storageBackends());
        Map<String, Selected<ReplicationStrategy, ReplicationContext>> strategies = configure(
                factories.replicationStrategies());
        Map<String, Selected<Authenticator, ServiceContext>> authenticators = configure(factories.authenticators());
        Map<String, Selected<Frontend, FrontendContext>> frontends = configure(factories.frontends());

        var storage = select("storage.backend", settings.storageBackend(), backends);
        var replication = settings.role() == Role.STANDALONE
                ? Optional.<Selected<ReplicationStrategy, ReplicationContext>>empty()
                : select("replication.strategy", settings.replicationStrategy(), strategies);
        var authenticator = settings.authenticator().equals("none")
                ? Optional.<Selected<Authenticator, ServiceContext>>empty()
                : select("authenticator", settings.authenticator(), authenticators);
        var chosenFrontends = selectFrontends(settings.frontends(), frontends);

        List<Problem> problems = new ArrayList<>(configuration.problems(selected));
        problems.addAll(failures);
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return new ServerPlan(settings, storage.orElseThrow(), replication, authenticator, chosenFrontends);
    }

    private <F extends ServiceFactory<S, C>, S extends Service,
            C extends ServiceContext> Map<String, Selected<S, C>> configure(
                    Map<String, Offer<F>> offers) {
        var prepared = new TreeMap<String, Selected<S, C>>();
        offers.forEach((name, offer) -> {
            ClassLoader loader = offer.plugin().loader();
            Settings section = configuration.section(name);
            try {
                prepared.put(name, new Selected<>(name, loader,
                        ContextLoader.call(loader, () -> offer.factory().configure(section))));
            } catch (RuntimeException | LinkageError e) {
                LOG.debug("The plugin {} failed to read its configuration", offer.plugin().id(), e);
                failures.add(
                        new Problem(offer.plugin().place(), name, "the plugin failed to read its configuration: " + e
                                + "; remove it or install a version that works"));
            }
        });
        return prepared;
    }

    private List<Selected<Frontend, FrontendContext>> selectFrontends(
            List<String> names, Map<String, Selected<Frontend, FrontendContext>> installed) {
        var chosen = new ArrayList<Selected<Frontend, FrontendContext>>();
        if (names.isEmpty()) {
            host.problem("frontends", "names no front end, so that no client could connect");
        }
        for (String name : names) {
            if (selected.contains(name)) {
                host.problem("frontends", "names " + name + " twice");
            } else {
                select("frontends", name, installed).ifPresent(chosen::add);
            }
        }
        return chosen;
    }

    private <T> Optional<T> select(String key, String name, Map<String, T> installed) {
        selected.add(name);
        T choice = installed.get(name);
        if (choice == null && failures.stream().noneMatch(failure -> failure.path().equals(name))) {
            host.problem(key, "no installed plugin offers \"" + name + "\""
                    + Suggestions.didYouMean(name, installed.keySet())
                    + (installed.isEmpty() ? "" : " (installed: " + String.join(", ", installed.keySet()) + ")"));
        }
        return Optional.ofNullable(choice);
    }
}
