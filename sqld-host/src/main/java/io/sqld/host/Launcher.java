package io.sqld.host;

import io.sqld.api.frontend.Listener;
import io.sqld.api.service.HostPort;
import io.sqld.host.config.Configuration;
import io.sqld.host.config.ConfigurationException;
import io.sqld.host.config.ConfigurationSources;
import io.sqld.host.config.Defaults;
import io.sqld.host.config.EnvironmentNames;
import io.sqld.host.config.KeyOverride;
import io.sqld.host.config.Suggestions;
import io.sqld.host.metric.MetricRegistry;
import io.sqld.host.plugin.Factories;
import io.sqld.host.plugin.InstalledPlugin;
import io.sqld.host.plugin.PluginException;
import io.sqld.host.plugin.PluginSource;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out a command line. */
public final class Launcher {
    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);

    private final Installation installation;
    private final PrintStream out;
    private final PrintStream err;

    /**
     * @param out for what was asked for
     * @param err for what went wrong
     */
    public Launcher(Installation installation, PrintStream out, PrintStream err) {
        this.installation = installation;
        this.out = out;
        this.err = err;
    }

    /** {@return the exit status, after all is done} */
    public int run(List<String> arguments) {
        return launch(arguments).status();
    }

    private ExitCode launch(List<String> arguments) {
        long beganNanos = System.nanoTime();
        try {
            if (!arguments.isEmpty() && PluginCommands.mayBeCommand(arguments.getFirst())) {
                Optional<ExitCode> ended = command(arguments);
                if (ended.isPresent()) {
                    return ended.get();
                }
            }
            CommandLine line = CommandLine.parse(arguments);
            switch (line.action()) {
                case HELP -> help();
                case VERSION -> out
                        .println("sqld " + installation.info().version() + " (" + installation.info().commit() + ")");
                case SERVE, CHECK_CONFIG, PRINT_CONFIG, LIST_PLUGINS -> {
                    return withPlugins(line, beganNanos);
                }
            }
            return ExitCode.OK;
        } catch (UsageException e) {
            err.println("sqld: " + e.getMessage() + " (sqld --help lists the options)");
            return ExitCode.USAGE;
        } catch (ConfigurationException e) {
            explain("the configuration is wrong", e.problems());
            return ExitCode.CONFIGURATION;
        } catch (PluginException e) {
            explain("plugins cannot be used", e.problems());
            return ExitCode.PLUGIN;
        } catch (StartException e) {
            explain("cannot start", e.reasons());
            return ExitCode.START;
        }
    }

    private Optional<ExitCode> command(List<String> arguments)
            throws UsageException, ConfigurationException, PluginException {
        try (PluginSource source = pluginSource(sources(CommandLine.NONE))) {
            return PluginCommands.of(source.load()).run(arguments, new HostTerminal(out, err, System.in));
        }
    }

    private void help() {
        out.print(CommandLine.HELP);
        try (PluginSource source = pluginSource(sources(CommandLine.NONE))) {
            PluginCommands.of(source.load()).list(out);
        } catch (ConfigurationException | PluginException e) {
            LOG.debug("What plugins offer cannot be listed", e);
        }
    }

    private PluginSource pluginSource(ConfigurationSources sources) throws ConfigurationException {
        Path directory = Configuration.early(sources, HostResources.defaults(),
                HostResources.environmentNames(), settings -> settings.filePath("plugins-dir"));
        return installation.plugins().apply(installation.home().resolve(directory));
    }

    private ExitCode withPlugins(CommandLine line, long beganNanos)
            throws ConfigurationException, PluginException, StartException {
        ConfigurationSources sources = sources(line);
        try (PluginSource source = pluginSource(sources)) {
            List<InstalledPlugin> plugins = source.load();
            Factories factories = Factories.of(plugins);
            if (line.action() == CommandLine.Action.LIST_PLUGINS) {
                listPlugins(plugins, factories);
                return ExitCode.OK;
            }
            var resources = new PluginResources(plugins, factories);
            EnvironmentNames names = EnvironmentNames.merge(
                    List.of(HostResources.environmentNames(), resources.environmentNames()));
            var defaults = new ArrayList<Defaults>();
            defaults.add(HostResources.defaults());
            defaults.addAll(resources.defaults());
            Configuration configuration = Configuration.load(sources, defaults, names);
            ServerPlan plan = plan(line, configuration, factories);
            return switch (line.action()) {
                case SERVE -> serve(plan, unknownVariables(names), beganNanos);
                case CHECK_CONFIG -> {
                    out.println("the configuration is fine");
                    yield ExitCode.OK;
                }
                case PRINT_CONFIG, LIST_PLUGINS, VERSION, HELP -> ExitCode.OK;
            };
        }
    }

    private ConfigurationSources sources(CommandLine line) {
        var overrides = new ArrayList<KeyOverride>();
        var presets = new ArrayList<KeyOverride>();
        line.database().ifPresent(file -> {
            overrides.add(KeyOverride.literal("libsql.file", file.toString(), "the command line"));
            // Beside the file, as SQLite's own companions: so two servers of one file meet, wherever they were started.
            presets.add(KeyOverride.literal("sqld.data-dir", resolved(file) + "-sqld", "the command line"));
        });
        overrides.addAll(line.overrides());
        Optional<Path> file = line.config().isPresent() ? line.config() : installation.defaultConfig();
        return new ConfigurationSources(overrides, installation.environment(), file, presets);
    }

    private static Path resolved(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            // It does not exist yet, or its back end will say what is wrong with it.
            return file.toAbsolutePath().normalize();
        }
    }

    private ServerPlan plan(CommandLine line, Configuration configuration, Factories factories)
            throws ConfigurationException {
        try {
            return Planner.plan(configuration, factories);
        } finally {
            if (line.action() == CommandLine.Action.PRINT_CONFIG) {
                configuration.entries()
                        .forEach(
                                entry -> out.println(entry.path() + " = " + entry.value() + "  # " + entry.place()));
            }
        }
    }

    private ExitCode serve(ServerPlan plan, List<String> warnings, long beganNanos) throws StartException {
        HostLogging.level(plan.settings().logLevel());
        warnings.forEach(LOG::warn);
        var signals = new StopSignals();
        signals.install();
        try {
            var server = new Server(plan, new ServerEnvironment(
                    installation.info(), Clock.systemUTC(), new MetricRegistry(), new IncidentIds()));
            server.start();
            server.listeners().forEach(Launcher::announce);
            LOG.info("ready in {} ms", (System.nanoTime() - beganNanos) / 1_000_000);
            signals.await();
            Watchdog.start(plan.settings().drainTimeout().plus(plan.settings().watchdogTimeout()),
                    ExitCode.FAILED.status());
            boolean clean = server.stop();
            LOG.info(clean ? "stopped" : "stopped, not cleanly");
            return clean ? ExitCode.OK : ExitCode.FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        } finally {
            signals.ended();
        }
    }

    private static void announce(Listener listener) {
        // The JDK does not shorten these two.
        String host = switch (listener.address().getHostString()) {
            case "0:0:0:0:0:0:0:0" -> "::";
            case "0:0:0:0:0:0:0:1" -> "::1";
            case String other -> other;
        };
        var address = new HostPort(host, listener.address().getPort());
        LOG.info("{} listens on {}{}", listener.protocol(), address,
                listener.hint().isEmpty() ? "" : " (" + listener.hint() + ")");
    }

    private List<String> unknownVariables(EnvironmentNames names) {
        return new TreeSet<>(installation.environment().keySet()).stream()
                .filter(name -> name.startsWith("SQLD_") && !names.keys().containsKey(name)
                        && !HostResources.LAUNCH_VARIABLES.contains(name))
                .map(name -> "The environment variable " + name + " has no meaning here"
                        + Suggestions.didYouMean(name, names.keys().keySet()))
                .toList();
    }

    private void listPlugins(List<InstalledPlugin> plugins, Factories factories) {
        for (InstalledPlugin plugin : plugins) {
            out.println(plugin.id() + " " + plugin.version() + " (" + plugin.place() + ")");
            list("front end", factories.frontends(), plugin);
            list("storage back end", factories.storageBackends(), plugin);
            list("replication strategy", factories.replicationStrategies(), plugin);
            list("authenticator", factories.authenticators(), plugin);
        }
    }

    private <F> void list(String kind, Map<String, Factories.Offer<F>> offers, InstalledPlugin plugin) {
        offers.forEach((name, offer) -> {
            if (offer.plugin().equals(plugin)) {
                out.println("  " + kind + " " + name);
            }
        });
    }

    private void explain(String headline, List<?> reasons) {
        if (reasons.size() == 1) {
            err.println("sqld: " + headline + ": " + reasons.getFirst());
            return;
        }
        err.println("sqld: " + headline + ", for " + reasons.size() + " reasons:");
        for (int i = 0; i < reasons.size(); i++) {
            err.println("  " + (i + 1) + ". " + reasons.get(i));
        }
    }
}
