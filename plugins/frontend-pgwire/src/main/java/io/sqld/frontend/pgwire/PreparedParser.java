package io.sqld.frontend.pgwire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code PREPARE name (types) AS statement} and {@code EXECUTE name (values)}. */
final class PreparedParser {
    private PreparedParser() {}

    /** {@return the command, if it is one} */
    static Optional<Command> parse(TokenReader in, String word) {
        in.advance();
        return word.equals("PREPARE") ? prepare(in) : execute(in);
    }

    private static Optional<Command> prepare(TokenReader in) {
        Optional<String> name = in.name();
        if (name.isEmpty()) {
            return Optional.empty();
        }
        var types = new ArrayList<String>();
        if (in.takeSign("(")) {
            Optional<TokenReader.Span> span = in.untilClosed();
            if (span.isEmpty()) {
                return Optional.empty();
            }
            types.addAll(split(in.sql().substring(span.get().start(), span.get().end())));
        }
        if (!in.take("AS")) {
            return Optional.empty();
        }
        int start = in.token().start();
        in.skipStatement();
        return Optional.of(new Command.Prepare(name.get(), List.copyOf(types), in.sql(), start));
    }

    private static Optional<Command> execute(TokenReader in) {
        Optional<String> name = in.name();
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (!in.takeSign("(")) {
            return Optional.of(new Command.Execute(name.get(), ""));
        }
        return in.untilClosed()
                .map(span -> new Command.Execute(name.get(), in.sql().substring(span.start(), span.end()).strip()));
    }

    /** Splits at the commas that are not within parentheses: {@code numeric(5,2), int}. */
    private static List<String> split(String types) {
        var parts = new ArrayList<String>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < types.length(); i++) {
            char c = types.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(types.substring(from, i).strip());
                from = i + 1;
            }
        }
        parts.add(types.substring(from).strip());
        return parts;
    }
}
