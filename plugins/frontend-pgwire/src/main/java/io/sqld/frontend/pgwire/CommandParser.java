package io.sqld.frontend.pgwire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Recognises the commands of {@link Command} at the beginning of a text. What it does not recognise entirely is left to
 * SQLite.
 */
final class CommandParser {
    private final TokenReader in;

    private CommandParser(TokenReader in) {
        this.in = in;
    }

    /**
     * A command and its place.
     *
     * @param end where the next statement begins, in chars
     */
    record Parsed(Command command, int end) {}

    /** {@return the command that {@code sql} has at {@code offset}, if it is one} */
    static Optional<Parsed> parse(String sql, int offset) {
        var in = new TokenReader(sql, offset);
        Optional<Command> command = new CommandParser(in).command();
        if (command.isEmpty() || !in.atEnd()) {
            return Optional.empty();
        }
        return command.map(found -> new Parsed(found, in.token().end()));
    }

    private Optional<Command> command() {
        if (in.token().kind() != Token.Kind.WORD) {
            return Optional.empty();
        }
        String word = in.token().text().toUpperCase(Locale.ROOT);
        return switch (word) {
            case "BEGIN", "START" -> begin(word);
            case "COMMIT", "END", "ROLLBACK", "ABORT" -> end(word);
            case "SET" -> set();
            case "RESET" -> reset();
            case "SHOW" -> show();
            case "DEALLOCATE" -> deallocate();
            case "DISCARD" -> discard();
            case "SELECT" -> select();
            case "COPY" -> CopyParser.parse(in);
            case "PREPARE", "EXECUTE" -> PreparedParser.parse(in, word);
            case "DECLARE", "FETCH", "MOVE", "CLOSE" -> CursorParser.parse(in, word);
            case "LISTEN", "UNLISTEN", "NOTIFY" -> NotificationParser.parse(in, word);
            case "LOCK", "TRUNCATE", "VACUUM", "ANALYZE", "EXPLAIN", "CHECKPOINT", "DO" ->
                    MaintenanceParser.parse(in, word);
            default -> Optional.empty();
        };
    }

    private Optional<Command> begin(String word) {
        in.advance();
        if (word.equals("START") && !in.is("TRANSACTION")) {
            return Optional.empty();
        }
        String mode = "";
        if (in.is("DEFERRED") || in.is("IMMEDIATE") || in.is("EXCLUSIVE")) {
            mode = " " + in.token().text().toUpperCase(Locale.ROOT);
            in.advance();
        }
        if (in.is("TRANSACTION") || in.is("WORK")) {
            in.advance();
        }
        String sql = "BEGIN" + mode;
        String tag = word.equals("START") ? "START TRANSACTION" : "BEGIN";
        return transactionModes().map(modes -> new Command.Begin(sql, tag, modes.access()));
    }

    /** The modes of a transaction; empty if neither was said. */
    private record Modes(Optional<Boolean> access) {}

    private Optional<Modes> transactionModes() {
        Optional<Boolean> access = Optional.empty();
        while (!in.atEnd()) {
            if (in.take("ISOLATION")) {
                if (!in.take("LEVEL") || !isolationLevel()) {
                    return Optional.empty();
                }
            } else if (in.take("READ")) {
                if (!in.is("ONLY") && !in.is("WRITE")) {
                    return Optional.empty();
                }
                access = Optional.of(in.is("ONLY"));
                in.advance();
            } else if (in.take("NOT")) {
                if (!in.take("DEFERRABLE")) {
                    return Optional.empty();
                }
            } else if (!in.take("DEFERRABLE")) {
                return Optional.empty();
            }
            if (in.token().isSign(",")) {
                in.advance();
            }
        }
        return Optional.of(new Modes(access));
    }

    /** Every level is given as the highest, as the standard allows. */
    private boolean isolationLevel() {
        if (in.take("SERIALIZABLE")) {
            return true;
        }
        if (in.take("REPEATABLE")) {
            return in.take("READ");
        }
        return in.take("READ") && (in.take("COMMITTED") || in.take("UNCOMMITTED"));
    }

    private Optional<Command> end(String word) {
        boolean rollback = word.equals("ROLLBACK") || word.equals("ABORT");
        in.advance();
        if (in.is("TRANSACTION") || in.is("WORK")) {
            in.advance();
        }
        boolean chain = false;
        if (in.take("AND")) {
            chain = !in.take("NO");
            if (!in.take("CHAIN")) {
                return Optional.empty();
            }
        }
        return Optional.of(rollback ? new Command.Rollback(chain) : new Command.Commit(chain));
    }

    private Optional<Command> set() {
        in.advance();
        boolean local = in.take("LOCAL");
        boolean session = !local && in.take("SESSION");
        if (session && in.take("CHARACTERISTICS")) {
            return in.take("AS") && in.take("TRANSACTION") ? setTransaction(true) : Optional.empty();
        }
        if ((session && in.take("AUTHORIZATION")) || in.take("ROLE")) {
            in.advance();
            return Optional.of(new Command.Nothing("SET"));
        }
        if (!session && in.take("TRANSACTION")) {
            return setTransaction(false);
        }
        if (in.take("TIME")) {
            if (!in.take("ZONE")) {
                return Optional.empty();
            }
            return assignment(Variable.TIME_ZONE.sqlName(), local);
        }
        if (in.take("NAMES")) {
            return assignment(Variable.CLIENT_ENCODING.sqlName(), local);
        }
        Optional<String> name = variableName();
        if (name.isEmpty() || !(in.take("TO") || in.takeSign("="))) {
            return Optional.empty();
        }
        return assignment(name.get(), local);
    }

    private Optional<Command> setTransaction(boolean session) {
        return transactionModes().map(modes -> new Command.SetTransaction(modes.access(), session));
    }

    private Optional<String> variableName() {
        if (!in.token().isIdentifier()) {
            return Optional.empty();
        }
        var name = new StringBuilder(in.token().text());
        in.advance();
        while (in.takeSign(".")) {
            name.append('.').append(in.token().text());
            in.advance();
        }
        return Optional.of(name.toString());
    }

    private Optional<Command> assignment(String name, boolean local) {
        if (in.take("DEFAULT") || (name.equals(Variable.TIME_ZONE.sqlName()) && in.take("LOCAL"))) {
            return Optional.of(new Command.Set(name, Optional.empty(), local));
        }
        if (in.atEnd()) {
            return Optional.empty();
        }
        var value = new StringBuilder();
        boolean more;
        do {
            String sign = in.takeSign("-") ? "-" : "";
            if (!in.token().isIdentifier() && in.token().kind() != Token.Kind.STRING
                    && in.token().kind() != Token.Kind.NUMBER) {
                return Optional.empty();
            }
            boolean quote = in.token().kind() == Token.Kind.NAME && name.equalsIgnoreCase("search_path");
            value.append(sign).append(quote ? '"' + in.token().text() + '"' : in.token().text());
            in.advance();
            more = in.takeSign(",");
            value.append(more ? ", " : "");
        } while (more);
        return Optional.of(new Command.Set(name, Optional.of(value.toString()), local));
    }

    private Optional<Command> reset() {
        in.advance();
        if (in.take("ALL")) {
            return Optional.of(new Command.ResetAll());
        }
        if (in.take("SESSION")) {
            return in.take("AUTHORIZATION") ? Optional.of(new Command.Nothing("RESET")) : Optional.empty();
        }
        if (in.take("ROLE")) {
            return Optional.of(new Command.Nothing("RESET"));
        }
        if (in.take("TIME")) {
            return in.take("ZONE")
                    ? Optional.of(new Command.Set(Variable.TIME_ZONE.sqlName(), Optional.empty(), false))
                    : Optional.empty();
        }
        return variableName().map(name -> new Command.Set(name, Optional.empty(), false));
    }

    private Optional<Command> show() {
        in.advance();
        if (in.take("ALL")) {
            return Optional.of(new Command.ShowAll());
        }
        if (in.take("TRANSACTION")) {
            return in.take("ISOLATION") && in.take("LEVEL") ? Optional.of(new Command.Show("transaction_isolation"))
                    : Optional.empty();
        }
        if (in.take("TIME")) {
            return in.take("ZONE") ? Optional.of(new Command.Show("TimeZone")) : Optional.empty();
        }
        if (in.take("SESSION")) {
            return in.take("AUTHORIZATION") ? Optional.of(new Command.Show("session_authorization")) : Optional.empty();
        }
        return variableName().map(Command.Show::new);
    }

    private Optional<Command> deallocate() {
        in.advance();
        in.take("PREPARE");
        if (in.take("ALL")) {
            return Optional.of(new Command.Deallocate(Optional.empty()));
        }
        return variableName().map(name -> new Command.Deallocate(Optional.of(name)));
    }

    private Optional<Command> discard() {
        in.advance();
        if (in.take("ALL")) {
            return Optional.of(new Command.DiscardAll());
        }
        String what = in.token().text().toUpperCase(Locale.ROOT);
        return switch (what) {
            case "PLANS", "SEQUENCES", "TEMP", "TEMPORARY" -> {
                in.advance();
                yield Optional.of(new Command.Nothing("DISCARD " + what));
            }
            default -> Optional.empty();
        };
    }

    private Optional<Command> select() {
        in.advance();
        var calls = new ArrayList<SessionFunction.Call>();
        do {
            Optional<SessionFunction.Call> call = call();
            if (call.isEmpty()) {
                return Optional.empty();
            }
            calls.add(call.get());
        } while (in.takeSign(","));
        return Optional.of(new Command.Ask(List.copyOf(calls)));
    }

    private Optional<SessionFunction.Call> call() {
        if (in.is("pg_catalog")) {
            in.advance();
            if (!in.takeSign(".")) {
                return Optional.empty();
            }
        }
        Optional<SessionFunction> function =
                in.token().kind() == Token.Kind.WORD ? SessionFunction.named(in.token().text()) : Optional.empty();
        if (function.isEmpty()) {
            return Optional.empty();
        }
        in.advance();
        boolean parentheses = in.takeSign("(");
        var arguments = new ArrayList<SessionFunction.Argument>();
        while (parentheses && !in.takeSign(")")) {
            Optional<SessionFunction.Argument> argument = argument();
            if (argument.isEmpty()) {
                return Optional.empty();
            }
            arguments.add(argument.get());
            in.takeSign(",");
        }
        if (!function.get().takes(arguments.size(), parentheses)) {
            return Optional.empty();
        }
        return label(function.get().columnName())
                .map(label -> new SessionFunction.Call(function.get(), List.copyOf(arguments), label));
    }

    /** A literal or a parameter, perhaps with a cast, which changes nothing. */
    private Optional<SessionFunction.Argument> argument() {
        String sign = in.takeSign("-") ? "-" : "";
        Token token = in.token();
        boolean parameter = token.kind() == Token.Kind.PARAMETER && token.text().matches("\\$[1-9]\\d{0,4}");
        boolean literal = token.kind() == Token.Kind.STRING || token.kind() == Token.Kind.NUMBER || token.is("TRUE")
                || token.is("FALSE");
        if (!parameter && !literal) {
            return Optional.empty();
        }
        in.advance();
        if (in.takeSign("::") && in.identifier().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(parameter
                ? new SessionFunction.Argument("", Integer.parseInt(token.text().substring(1)))
                : new SessionFunction.Argument(sign + token.text(), 0));
    }

    private Optional<String> label(String initial) {
        boolean as = in.take("AS");
        if (as || in.token().kind() == Token.Kind.NAME || (in.token().kind() == Token.Kind.WORD && !in.is("FROM"))) {
            if (!in.token().isIdentifier()) {
                return Optional.empty();
            }
            String label = in.token().text();
            in.advance();
            return Optional.of(label);
        }
        return Optional.of(initial);
    }
}
