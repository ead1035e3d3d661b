package io.sqld.frontend.pgwire;

import java.util.Locale;
import java.util.Optional;

/**
 * The commands of native mode: those about the session, and those about rows that have not been fetched. Everything
 * else is SQLite's, whatever it looks like.
 */
final class NativeCommands {
    private final Lexer lexer;
    private Token token;

    private NativeCommands(String text, int offset) {
        lexer = new Lexer(text, offset);
        token = lexer.next();
    }

    /** {@return the command that {@code text} has at {@code offset}, if it is one of these} */
    static Optional<CommandParser.Parsed> parse(String text, int offset) {
        var parser = new NativeCommands(text, offset);
        if (parser.token.kind() != Token.Kind.WORD) {
            return Optional.empty();
        }
        return switch (parser.token.text().toUpperCase(Locale.ROOT)) {
            case "SET", "SHOW", "RESET", "DISCARD", "DEALLOCATE" -> CommandParser.parse(text, offset);
            case "FETCH" -> parser.fetch();
            case "CLOSE" -> parser.close();
            default -> Optional.empty();
        };
    }

    /** {@code FETCH [n] FROM c1}. */
    private Optional<CommandParser.Parsed> fetch() {
        advance();
        int rows = 0;
        if (token.kind() == Token.Kind.NUMBER && token.text().matches("[1-9]\\d{0,8}")) {
            rows = Integer.parseInt(token.text());
            advance();
        }
        if (!token.is("FROM")) {
            return Optional.empty();
        }
        advance();
        String name = token.text();
        advance();
        return ended(new Command.FetchMore(name, rows));
    }

    /** {@code CLOSE c1}, {@code CLOSE ALL}. */
    private Optional<CommandParser.Parsed> close() {
        advance();
        String name = token.is("ALL") ? "" : token.text();
        advance();
        return ended(new Command.FetchNoMore(name));
    }

    private Optional<CommandParser.Parsed> ended(Command command) {
        return token.endsStatement() ? Optional.of(new CommandParser.Parsed(command, token.end())) : Optional.empty();
    }

    private void advance() {
        token = lexer.next();
    }
}
