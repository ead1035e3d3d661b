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
    private final Lexer lexer;
    private Token token;

    private CommandParser(String sql, int offset) {
        lexer = new Lexer(sql, offset);
        token = lexer.next();
    }

    /**
     * A command and its place.
     *
     * @param end where the next statement begins, in chars
     */
    record Parsed(Command command, int end) {}

    /** {@return the command that {@code sql} has at {@code offset}, if it is one} */
    static Optional<Parsed> parse(String sql, int offset) {
        var parser = new CommandParser(sql, offset);
        Optional<Command> command = parser.command();
        if (command.isEmpty() || !parser.token.endsStatement()) {
            return Optional.empty();
        }
        return command.map(found -> new Parsed(found, parser.token.end()));
    }

    private Optional<Command> command() {
        if (token.kind() != Token.Kind.WORD) {
            return Optional.empty();
        }
        String word = token.text().toUpperCase(Locale.ROOT);
        return switch (word) {
            case "BEGIN", "START" -> begin(word);
            case "COMMIT", "END", "ROLLBACK", "ABORT" -> end(word);
            case "SET" -> set();
            case "RESET" -> reset();
            case "SHOW" -> show();
            case "DEALLOCATE" -> deallocate();
            case "DISCARD" -> discard();
            case "SELECT" -> select();
            case "LISTEN", "UNLISTEN", "CHECKPOINT" -> nothing(word);
            case "NOTIFY" -> unsupported("NOTIFY is not supported", "");
            case "COPY" -> unsupported("COPY is not supported", "Use INSERT and SELECT.");
            case "PREPARE", "EXECUTE" ->
                    unsupported(word + " is not supported as an SQL command",
                            "Use the extended query protocol of your driver.");
            case "DECLARE", "FETCH", "MOVE", "CLOSE" ->
                    unsupported("cursors are not supported as SQL commands", "Use the fetch size of your driver.");
            default -> Optional.empty();
        };
    }

    private Optional<Command> begin(String word) {
        advance();
        if (word.equals("START") && !token.is("TRANSACTION")) {
            return Optional.empty();
        }
        String mode = "";
        if (token.is("DEFERRED") || token.is("IMMEDIATE") || token.is("EXCLUSIVE")) {
            mode = " " + token.text().toUpperCase(Locale.ROOT);
            advance();
        }
        if (token.is("TRANSACTION") || token.is("WORK")) {
            advance();
        }
        String sql = "BEGIN" + mode;
        return transactionModes().map(modes -> new Command.Begin(sql, modes.readOnly()));
    }

    /** The modes of a transaction; empty if neither was said. */
    private record Modes(Optional<Boolean> access) {
        boolean readOnly() {
            return access.orElse(false);
        }
    }

    private Optional<Modes> transactionModes() {
        Optional<Boolean> access = Optional.empty();
        while (!token.endsStatement()) {
            if (take("ISOLATION")) {
                if (!take("LEVEL") || !isolationLevel()) {
                    return Optional.empty();
                }
            } else if (take("READ")) {
                if (!token.is("ONLY") && !token.is("WRITE")) {
                    return Optional.empty();
                }
                access = Optional.of(token.is("ONLY"));
                advance();
            } else if (take("NOT")) {
                if (!take("DEFERRABLE")) {
                    return Optional.empty();
                }
            } else if (!take("DEFERRABLE")) {
                return Optional.empty();
            }
            if (token.isSign(",")) {
                advance();
            }
        }
        return Optional.of(new Modes(access));
    }

    /** Every level is given as the highest, as the standard allows. */
    private boolean isolationLevel() {
        if (take("SERIALIZABLE")) {
            return true;
        }
        if (take("REPEATABLE")) {
            return take("READ");
        }
        return take("READ") && (take("COMMITTED") || take("UNCOMMITTED"));
    }

    private Optional<Command> end(String word) {
        boolean rollback = word.equals("ROLLBACK") || word.equals("ABORT");
        advance();
        if (token.is("TRANSACTION") || token.is("WORK")) {
            advance();
        }
        boolean chain = false;
        if (take("AND")) {
            chain = !take("NO");
            if (!take("CHAIN")) {
                return Optional.empty();
            }
        }
        return Optional.of(rollback ? new Command.Rollback(chain) : new Command.Commit(chain));
    }

    private Optional<Command> set() {
        advance();
        boolean local = take("LOCAL");
        boolean session = !local && take("SESSION");
        if (session && take("CHARACTERISTICS")) {
            return take("AS") && take("TRANSACTION") ? setTransaction(true) : Optional.empty();
        }
        if ((session && take("AUTHORIZATION")) || take("ROLE")) {
            advance();
            return Optional.of(new Command.Nothing("SET"));
        }
        if (!session && take("TRANSACTION")) {
            return setTransaction(false);
        }
        if (take("TIME")) {
            if (!take("ZONE")) {
                return Optional.empty();
            }
            return assignment(Variable.TIME_ZONE.sqlName(), local);
        }
        if (take("NAMES")) {
            return assignment(Variable.CLIENT_ENCODING.sqlName(), local);
        }
        Optional<String> name = variableName();
        if (name.isEmpty() || !(take("TO") || takeSign("="))) {
            return Optional.empty();
        }
        return assignment(name.get(), local);
    }

    private Optional<Command> setTransaction(boolean session) {
        return transactionModes().map(modes -> new Command.SetTransaction(modes.access(), session));
    }

    private Optional<String> variableName() {
        if (!token.isIdentifier()) {
            return Optional.empty();
        }
        var name = new StringBuilder(token.text());
        advance();
        while (takeSign(".")) {
            name.append('.').append(token.text());
            advance();
        }
        return Optional.of(name.toString());
    }

    private Optional<Command> assignment(String name, boolean local) {
        if (take("DEFAULT") || (name.equals(Variable.TIME_ZONE.sqlName()) && take("LOCAL"))) {
            return Optional.of(new Command.Set(name, Optional.empty(), local));
        }
        if (token.endsStatement()) {
            return Optional.empty();
        }
        var value = new StringBuilder();
        boolean more;
        do {
            String sign = takeSign("-") ? "-" : "";
            if (!token.isIdentifier() && token.kind() != Token.Kind.STRING && token.kind() != Token.Kind.NUMBER) {
                return Optional.empty();
            }
            boolean quote = token.kind() == Token.Kind.NAME && name.equalsIgnoreCase("search_path");
            value.append(sign).append(quote ? '"' + token.text() + '"' : token.text());
            advance();
            more = takeSign(",");
            value.append(more ? ", " : "");
        } while (more);
        return Optional.of(new Command.Set(name, Optional.of(value.toString()), local));
    }

    private Optional<Command> reset() {
        advance();
        if (take("ALL")) {
            return Optional.of(new Command.ResetAll());
        }
        if (take("SESSION")) {
            return take("AUTHORIZATION") ? Optional.of(new Command.Nothing("RESET")) : Optional.empty();
        }
        if (take("ROLE")) {
            return Optional.of(new Command.Nothing("RESET"));
        }
        if (take("TIME")) {
            return take("ZONE")
                    ? Optional.of(new Command.Set(Variable.TIME_ZONE.sqlName(), Optional.empty(), false))
                    : Optional.empty();
        }
        return variableName().map(name -> new Command.Set(name, Optional.empty(), false));
    }

    private Optional<Command> show() {
        advance();
        if (take("ALL")) {
            return Optional.of(new Command.ShowAll());
        }
        if (take("TRANSACTION")) {
            return take("ISOLATION") && take("LEVEL") ? Optional.of(new Command.Show("transaction_isolation"))
                    : Optional.empty();
        }
        if (take("TIME")) {
            return take("ZONE") ? Optional.of(new Command.Show("TimeZone")) : Optional.empty();
        }
        if (take("SESSION")) {
            return take("AUTHORIZATION") ? Optional.of(new Command.Show("session_authorization")) : Optional.empty();
        }
        return variableName().map(Command.Show::new);
    }

    private Optional<Command> deallocate() {
        advance();
        take("PREPARE");
        if (take("ALL")) {
            return Optional.of(new Command.Deallocate(Optional.empty()));
        }
        return variableName().map(name -> new Command.Deallocate(Optional.of(name)));
    }

    private Optional<Command> discard() {
        advance();
        if (take("ALL")) {
            return Optional.of(new Command.DiscardAll());
        }
        String what = token.text().toUpperCase(Locale.ROOT);
        return switch (what) {
            case "PLANS", "SEQUENCES", "TEMP", "TEMPORARY" -> {
                advance();
                yield Optional.of(new Command.Nothing("DISCARD " + what));
            }
            default -> Optional.empty();
        };
    }

    private Optional<Command> nothing(String tag) {
        skipStatement();
        return Optional.of(new Command.Nothing(tag));
    }

    private Optional<Command> unsupported(String message, String hint) {
        skipStatement();
        return Optional.of(new Command.Unsupported(message, hint));
    }

    private Optional<Command> select() {
        advance();
        var calls = new ArrayList<SessionFunction.Call>();
        do {
            Optional<SessionFunction.Call> call = call();
            if (call.isEmpty()) {
                return Optional.empty();
            }
            calls.add(call.get());
        } while (takeSign(","));
        return Optional.of(new Command.Ask(List.copyOf(calls)));
    }

    private Optional<SessionFunction.Call> call() {
        if (token.is("pg_catalog")) {
            advance();
            if (!takeSign(".")) {
                return Optional.empty();
            }
        }
        Optional<SessionFunction> function =
                token.kind() == Token.Kind.WORD ? SessionFunction.named(token.text()) : Optional.empty();
        if (function.isEmpty()) {
            return Optional.empty();
        }
        advance();
        boolean parentheses = takeSign("(");
        var arguments = new ArrayList<String>();
        while (parentheses && !takeSign(")")) {
            boolean literal = token.kind() == Token.Kind.STRING || token.is("TRUE") || token.is("FALSE");
            if (!literal) {
                return Optional.empty();
            }
            arguments.add(token.text());
            advance();
            takeSign(",");
        }
        if (!function.get().takes(arguments.size(), parentheses)) {
            return Optional.empty();
        }
        return label(function.get().columnName())
                .map(label -> new SessionFunction.Call(function.get(), List.copyOf(arguments), label));
    }

    private Optional<String> label(String initial) {
        boolean as = take("AS");
        if (as || token.kind() == Token.Kind.NAME || (token.kind() == Token.Kind.WORD && !token.is("FROM"))) {
            if (!token.isIdentifier()) {
                return Optional.empty();
            }
            String label = token.text();
            advance();
            return Optional.of(label);
        }
        return Optional.of(initial);
    }

    private void skipStatement() {
        while (!token.endsStatement()) {
            advance();
        }
    }

    private void advance() {
        token = lexer.next();
    }

    private boolean take(String keyword) {
        if (token.is(keyword)) {
            advance();
            return true;
        }
        return false;
    }

    private boolean takeSign(String sign) {
        if (token.isSign(sign)) {
            advance();
            return true;
        }
        return false;
    }
}
