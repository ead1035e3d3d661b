package io.sqld.frontend.pgwire;

import io.sqld.frontend.pgwire.Command.Fetch;
import java.util.Locale;
import java.util.Optional;

/** Reads DECLARE, FETCH, MOVE and CLOSE. */
final class CursorParser {
    private final TokenReader in;

    private CursorParser(TokenReader in) {
        this.in = in;
    }

    /** {@return the command, if it is one} */
    static Optional<Command> parse(TokenReader in, String word) {
        in.advance();
        var parser = new CursorParser(in);
        return switch (word) {
            case "DECLARE" -> parser.declare();
            case "CLOSE" -> parser.close();
            default -> parser.fetch(word.equals("MOVE"));
        };
    }

    private Optional<Command> declare() {
        Optional<String> name = in.name();
        boolean binary = false;
        Optional<Boolean> scroll = Optional.empty();
        while (name.isPresent() && !in.is("CURSOR")) {
            if (in.take("BINARY")) {
                binary = true;
            } else if (in.take("SCROLL")) {
                scroll = Optional.of(true);
            } else if (in.take("NO")) {
                if (!in.take("SCROLL")) {
                    return Optional.empty();
                }
                scroll = Optional.of(false);
            } else if (!in.takeAny("INSENSITIVE", "ASENSITIVE")) {
                return Optional.empty();
            }
        }
        if (name.isEmpty() || !in.take("CURSOR")) {
            return Optional.empty();
        }
        boolean hold = in.take("WITH");
        if ((hold || in.take("WITHOUT")) && !in.take("HOLD")) {
            return Optional.empty();
        }
        if (!in.take("FOR")) {
            return Optional.empty();
        }
        int start = in.token().start();
        in.skipStatement();
        return Optional.of(new Command.Declare(name.get(), binary, scroll, hold, in.sql(), start));
    }

    private Optional<Command> close() {
        if (in.take("ALL")) {
            return Optional.of(new Command.CloseCursor(Optional.empty()));
        }
        return in.name().map(name -> new Command.CloseCursor(Optional.of(name)));
    }

    private Optional<Command> fetch(boolean move) {
        Fetch.Direction direction = Fetch.Direction.FORWARD;
        long count = 1;
        Token token = in.token();
        String word = token.kind() == Token.Kind.WORD ? token.text().toUpperCase(Locale.ROOT) : "";
        switch (word) {
            case "NEXT" -> in.advance();
            case "PRIOR" -> {
                in.advance();
                direction = Fetch.Direction.BACKWARD;
            }
            case "FIRST", "LAST" -> {
                in.advance();
                direction = Fetch.Direction.ABSOLUTE;
                count = word.equals("FIRST") ? 1 : -1;
            }
            case "ABSOLUTE", "RELATIVE" -> {
                in.advance();
                direction = word.equals("ABSOLUTE") ? Fetch.Direction.ABSOLUTE : Fetch.Direction.RELATIVE;
                Optional<Long> number = number();
                if (number.isEmpty()) {
                    return Optional.empty();
                }
                count = number.get();
            }
            case "FORWARD", "BACKWARD" -> {
                in.advance();
                direction = word.equals("FORWARD") ? Fetch.Direction.FORWARD : Fetch.Direction.BACKWARD;
                count = countOrAll().orElse(1L);
            }
            default -> count = countOrAll().orElse(1L);
        }
        in.takeAny("FROM", "IN");
        boolean backward = direction == Fetch.Direction.FORWARD && count < 0;
        boolean forward = direction == Fetch.Direction.BACKWARD && count < 0;
        Fetch.Direction way =
                backward ? Fetch.Direction.BACKWARD : forward ? Fetch.Direction.FORWARD : direction;
        long rows = backward || forward ? -count : count;
        return in.name().map(name -> new Fetch(name, way, rows, move));
    }

    private Optional<Long> countOrAll() {
        return in.take("ALL") ? Optional.of(Fetch.ALL) : number();
    }

    private Optional<Long> number() {
        boolean negative = in.takeSign("-");
        if (!negative) {
            in.takeSign("+");
        }
        String digits = in.token().text();
        if (in.token().kind() != Token.Kind.NUMBER || digits.length() > 18
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        in.advance();
        long number = Long.parseLong(digits);
        return Optional.of(negative ? -number : number);
    }
}
