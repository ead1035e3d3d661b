package io.sqld.host;

import io.sqld.host.config.KeyOverride;
import io.sqld.host.config.Suggestions;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What the user asked for.
 *
 * @param action what to do
 * @param config the file named with {@code --config}
 * @param database the file to serve
 * @param overrides {@code --set}, in order
 */
record CommandLine(Action action, Optional<Path> config, Optional<Path> database, List<KeyOverride> overrides) {
    /** What to do. */
    enum Action {
        SERVE, CHECK_CONFIG, PRINT_CONFIG, LIST_PLUGINS, VERSION, HELP
    }

    private static final List<String> OPTIONS = List.of(
            "--check-config", "--config", "--help", "--list-plugins", "--print-config", "--set", "--version");

    /** A command line without arguments. */
    static final CommandLine NONE = new CommandLine(Action.SERVE, Optional.empty(), Optional.empty(), List.of());

    static final String HELP = """
            usage: sqld [FILE] [options]
                   sqld COMMAND ...

            Serves SQLite databases to PostgreSQL and HTTP clients.

              FILE                 serve this SQLite database file as the default database;
                                   without it, databases live in the data directory
              --config FILE        read this configuration, not config/sqld.conf of the installation
              --set KEY=VALUE      set one key, for instance --set http.listen=0.0.0.0:8080
              --check-config       check the configuration and the plugins, and exit
              --print-config       print every key with its value and where it was set, and exit
              --list-plugins       print the installed plugins and what they offer, and exit
              --version            print the version, and exit
              --help               print this, and exit

            A key on the command line wins over the environment, that over the configuration file,
            that over the defaults. config/sqld.conf explains every key and environment variable.

            exit status: 0 done, or stopped as asked; 1 failed while running, or did not stop cleanly;
                         2 wrong usage; 3 wrong configuration; 4 unusable plugin;
                         5 cannot start (port taken, database unreadable, directory locked, ...)
            A JVM that runs out of memory says so and exits with 3; a second signal with 128 + its number.
            """;

    CommandLine {
        overrides = List.copyOf(overrides);
    }

    /** @throws UsageException with one line for the user */
    static CommandLine parse(List<String> arguments) throws UsageException {
        Action action = Action.SERVE;
        Optional<Path> config = Optional.empty();
        Optional<Path> database = Optional.empty();
        var overrides = new ArrayList<KeyOverride>();
        boolean onlyFiles = false;
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext();) {
            String argument = rest.next();
            int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
            String option = equals < 0 ? argument : argument.substring(0, equals);
            Optional<String> value = equals < 0 ? Optional.empty() : Optional.of(argument.substring(equals + 1));
            if (onlyFiles || !argument.startsWith("-")) {
                if (database.isPresent()) {
                    throw new UsageException("one file can be served, and " + argument + " is the second");
                }
                database = Optional.of(path(argument));
                continue;
            }
            switch (option) {
                case "--" -> onlyFiles = true;
                case "--config" -> config = Optional.of(path(value(option, value, rest)));
                case "--set" -> overrides.add(override(value(option, value, rest)));
                case "--check-config" -> action = flag(option, value, Action.CHECK_CONFIG);
                case "--print-config" -> action = flag(option, value, Action.PRINT_CONFIG);
                case "--list-plugins" -> action = flag(option, value, Action.LIST_PLUGINS);
                case "--version" -> action = flag(option, value, Action.VERSION);
                case "--help", "-h" -> action = flag(option, value, Action.HELP);
                default -> throw new UsageException(
                        "unknown option " + option + Suggestions.didYouMean(option, OPTIONS));
            }
        }
        return new CommandLine(action, config, database, overrides);
    }

    private static Action flag(String option, Optional<String> value, Action action) throws UsageException {
        if (value.isPresent()) {
            throw new UsageException(option + " takes no value");
        }
        return action;
    }

    private static String value(String option, Optional<String> inline, Iterator<String> rest) throws UsageException {
        if (inline.isPresent()) {
            return inline.get();
        }
        if (!rest.hasNext()) {
            throw new UsageException(option + " needs a value");
        }
        return rest.next();
    }

    private static KeyOverride override(String assignment) throws UsageException {
        try {
            return KeyOverride.parse(assignment);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static Path path(String text) throws UsageException {
        try {
            if (text.isEmpty()) {
                throw new UsageException("a file name is empty");
            }
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new UsageException(text + " is not the name of a file");
        }
    }
}
