package io.sqld.frontend.pgwire;

import java.util.Optional;

/** Reads LISTEN, UNLISTEN and NOTIFY. */
final class NotificationParser {
    private NotificationParser() {}

    /** {@return the command, if it is one} */
    static Optional<Command> parse(TokenReader in, String word) {
        in.advance();
        return switch (word) {
            case "LISTEN" -> in.name().map(Command.Listen::new);
            case "UNLISTEN" -> in.takeSign("*")
                    ? Optional.of(new Command.Unlisten(Optional.empty()))
                    : in.name().map(name -> new Command.Unlisten(Optional.of(name)));
            default -> notification(in);
        };
    }

    private static Optional<Command> notification(TokenReader in) {
        Optional<String> channel = in.name();
        if (channel.isEmpty() || !in.takeSign(",")) {
            return channel.map(name -> new Command.Notify(name, ""));
        }
        return in.string().map(payload -> new Command.Notify(channel.get(), payload));
    }
}
