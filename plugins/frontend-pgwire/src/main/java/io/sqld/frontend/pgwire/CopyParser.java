package io.sqld.frontend.pgwire;

import io.sqld.frontend.pgwire.Command.Copy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads COPY, in the spelling of today and in both older ones that clients still send
 * (<a href="https://www.postgresql.org/docs/15/sql-copy.html">COPY</a>).
 */
final class CopyParser {
    private final TokenReader in;
    private final CopyOptions.Builder options = new CopyOptions.Builder();

    private CopyParser(TokenReader in) {
        this.in = in;
    }

    /** {@return the command, if it is one} */
    static Optional<Command> parse(TokenReader in) {
        in.advance();
        return new CopyParser(in).copy();
    }

    private Optional<Command> copy() {
        if (in.is("BINARY")) {
            in.advance();
            options.format("binary");
        }
        Optional<Copy.Source> source = source();
        boolean from = in.is("FROM");
        if (source.isEmpty() || !(from || in.is("TO"))) {
            return Optional.empty();
        }
        in.advance();
        if (from && source.get() instanceof Copy.Query) {
            return Optional.empty();
        }
        checkClientSide();
        legacyDelimiters();
        in.take("WITH");
        boolean read = in.takeSign("(") ? listedOptions() : olderOptions();
        if (in.is("WHERE")) {
            throw PgError.error(SqlState.FEATURE_NOT_SUPPORTED, "COPY FROM ... WHERE is not supported")
                    .withHint("Load into a temporary table, and insert from there.")
                    .raise();
        }
        return read ? Optional.of(new Copy(source.get(), from, options.build())) : Optional.empty();
    }

    private Optional<Copy.Source> source() {
        if (in.takeSign("(")) {
            return in.untilClosed()
                    .map(span -> new Copy.Query(in.sql().substring(span.start(), span.end()), span.start()));
        }
        Optional<TableName> table = in.table();
        if (table.isEmpty()) {
            return Optional.empty();
        }
        var columns = new ArrayList<String>();
        if (in.takeSign("(") && !names(columns, true)) {
            return Optional.empty();
        }
        return Optional.of(new Copy.Table(table.get(), List.copyOf(columns)));
    }

    private void checkClientSide() {
        if (!in.takeAny("STDIN", "STDOUT")) {
            throw PgError.error(SqlState.INSUFFICIENT_PRIVILEGE, "COPY to or from a file or program of the server is "
                    + "not supported")
                    .withHint("Use COPY ... FROM STDIN or TO STDOUT; psql's \\copy command does, with a file of "
                            + "yours.")
                    .raise();
        }
    }

    /** {@code [USING] DELIMITERS 'x'}, as before version 7.3. */
    private void legacyDelimiters() {
        in.take("USING");
        if (in.take("DELIMITERS")) {
            options.delimiter(value());
        }
    }

    /** {@code (FORMAT csv, HEADER)}. */
    private boolean listedOptions() {
        do {
            String name = in.name().orElse("");
            switch (name) {
                case "format" -> options.format(value());
                case "delimiter" -> options.delimiter(value());
                case "null" -> options.nullText(value());
                case "header" -> options.header(optionalValue());
                case "quote" -> options.quote(value());
                case "escape" -> options.escape(value());
                case "encoding" -> options.encoding(value());
                case "freeze" -> optionalValue();
                case "force_quote" -> {
                    if (in.takeSign("*")) {
                        options.quoteAll();
                    } else {
                        listed(options.forceQuote());
                    }
                }
                case "force_not_null" -> listed(options.forceNotNull());
                case "force_null" -> listed(options.forceNull());
                default -> throw unknown(name);
            }
        } while (in.takeSign(","));
        return in.takeSign(")");
    }

    /** {@code CSV HEADER DELIMITER AS ';'}, and {@code BINARY}, as before version 9.0. */
    private boolean olderOptions() {
        while (!in.atEnd() && !in.is("WHERE")) {
            String name = in.name().orElse("");
            switch (name) {
                case "binary", "csv" -> options.format(name);
                case "freeze" -> {
                    // Nothing is gained by it here.
                }
                case "header" -> options.header("true");
                case "delimiter" -> options.delimiter(value());
                case "null" -> options.nullText(value());
                case "quote" -> options.quote(value());
                case "escape" -> options.escape(value());
                case "encoding" -> options.encoding(value());
                case "force" -> {
                    if (!force()) {
                        return false;
                    }
                }
                default -> {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean force() {
        if (in.take("QUOTE")) {
            if (in.takeSign("*")) {
                options.quoteAll();
                return true;
            }
            return names(options.forceQuote(), false);
        }
        if (in.take("NOT")) {
            return in.take("NULL") && names(options.forceNotNull(), false);
        }
        return in.take("NULL") && names(options.forceNull(), false);
    }

    private String value() {
        in.take("AS");
        Optional<String> text = in.string();
        if (text.isEmpty()) {
            text = in.name();
        }
        return text.orElseThrow(() -> PgError.error(SqlState.SYNTAX_ERROR, "an option of COPY lacks its value")
                .at(in.token().start() + 1)
                .raise());
    }

    private String optionalValue() {
        if (in.token().isSign(",") || in.token().isSign(")")) {
            return "true";
        }
        if (in.token().kind() == Token.Kind.NUMBER) {
            String number = in.token().text();
            in.advance();
            return number;
        }
        return value();
    }

    private void listed(Collection<String> target) {
        if (!in.takeSign("(") || !names(target, true)) {
            throw PgError.error(SqlState.INVALID_PARAMETER_VALUE, "argument must be a list of column names").raise();
        }
    }

    /** Takes names with commas between them. */
    private boolean names(Collection<String> target, boolean closed) {
        do {
            Optional<String> name = in.identifier();
            if (name.isEmpty()) {
                return false;
            }
            target.add(name.get());
        } while (in.takeSign(","));
        return !closed || in.takeSign(")");
    }

    private static PgException unknown(String name) {
        return PgError
                .error(SqlState.SYNTAX_ERROR, "option \"" + name.toLowerCase(Locale.ROOT) + "\" not recognized")
                .raise();
    }
}
