package io.sqld.host;

import io.sqld.api.command.Command;
import io.sqld.api.command.Terminal;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.host.plugin.InstalledPlugin;
import io.sqld.host.plugin.PluginException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The commands that the installed plugins offer, by name. */
final class PluginCommands {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    private final Map<String, Offer> offers;

    private record Offer(InstalledPlugin plugin, Command command) {}

    private PluginCommands(Map<String, Offer> offers) {
        this.offers = offers;
    }

    /** {@return whether a word can be the name of a command, rather than that of a file} */
    static boolean mayBeCommand(String word) {
        return NAME.matcher(word).matches();
    }

    /**
     * {@return what {@code plugins} offer}
     *
     * @throws PluginException if one fails to tell, or a name is malformed or taken twice
     */
    static PluginCommands of(List<InstalledPlugin> plugins) throws PluginException {
        var offers = new TreeMap<String, Offer>();
        var problems = new ArrayList<String>();
        for (InstalledPlugin plugin : plugins) {
            try {
                for (Command command : plugin.plugin().commands()) {
                    if (!mayBeCommand(command.name())
                            || offers.putIfAbsent(command.name(), new Offer(plugin, command)) != null) {
                        problems.add(plugin.place() + ": the command \"" + command.name()
                                + "\" has no valid name, or another plugin has it too; remove one of them");
                    }
                }
            } catch (RuntimeException | LinkageError e) {
                problems.add(plugin.place() + ": plugin " + plugin.id() + " failed to list its commands: " + e
                        + "; remove it or install a version that works");
            }
        }
        if (!problems.isEmpty()) {
            throw new PluginException(problems);
        }
        return new PluginCommands(offers);
    }

    /** Lists them for people. */
    void list(PrintStream out) {
        if (!offers.isEmpty()) {
            out.println();
            out.println("commands, each of which explains itself when called without arguments:");
        }
        offers.values()
                .forEach(offer -> out.println(
                        "  sqld " + offer.command().name()
                                + " ".repeat(Math.max(1, 16 - offer.command().name().length()))
                                + offer.command().summary()));
    }

    /**
     * {@return how it ended; empty if there is no such command}
     *
     * @throws UsageException if its arguments make no sense
     */
    Optional<ExitCode> run(List<String> arguments, Terminal terminal) throws UsageException {
        Offer offer = offers.get(arguments.getFirst());
        if (offer == null) {
            return Optional.empty();
        }
        try {
            ContextLoader.run(offer.plugin().loader(),
                    () -> offer.command().run(arguments.subList(1, arguments.size()), terminal));
            return Optional.of(ExitCode.OK);
        } catch (SqldException e) {
            if (e.code() == ErrorCode.INVALID_REQUEST) {
                throw new UsageException(e.message());
            }
            terminal.err().println("sqld: " + e.message());
            return Optional.of(ExitCode.FAILED);
        }
    }
}
