package io.sqld.frontend.pgwire;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How the rows of a COPY are written (<a href="https://www.postgresql.org/docs/15/sql-copy.html">COPY</a>).
 *
 * @param nullText what stands for NULL
 * @param quoteAll whether every value that is not NULL is quoted
 * @param forceQuote columns whose values are always quoted
 * @param forceNotNull columns whose values are never taken for NULL
 * @param forceNull columns whose quoted values may be NULL too
 */
record CopyOptions(
        Format format,
        byte delimiter,
        String nullText,
        Header header,
        byte quote,
        byte escape,
        boolean quoteAll,
        Set<String> forceQuote,
        Set<String> forceNotNull,
        Set<String> forceNull) {

    /** The formats. */
    enum Format {
        TEXT,
        CSV,
        BINARY
    }

    /** What the first line is. */
    enum Header {
        /** A row. */
        NONE,
        /** The names of the columns. */
        NAMES,
        /** The names of the columns, which have to be right. */
        MATCH
    }

    /** {@return the text that stands for NULL, as bytes} */
    byte[] nullBytes() {
        return nullText.getBytes(StandardCharsets.UTF_8);
    }

    /** Collects the options in any order, and checks what does not go together. */
    static final class Builder {
        private final Set<String> forceQuote = new HashSet<>();
        private final Set<String> forceNotNull = new HashSet<>();
        private final Set<String> forceNull = new HashSet<>();
        private Format format = Format.TEXT;
        private Header header = Header.NONE;
        private Optional<String> delimiter = Optional.empty();
        private Optional<String> nullText = Optional.empty();
        private Optional<String> quote = Optional.empty();
        private Optional<String> escape = Optional.empty();
        private boolean quoteAll;

        void format(String name) {
            format = switch (name.toLowerCase(Locale.ROOT)) {
                case "text" -> Format.TEXT;
                case "csv" -> Format.CSV;
                case "binary" -> Format.BINARY;
                default -> throw invalid("COPY format \"" + name + "\" not recognized");
            };
        }

        void header(String value) {
            header = switch (Booleans.parse(value)) {
                case TRUE -> Header.NAMES;
                case FALSE -> Header.NONE;
                case NEITHER -> {
                    if (!value.equalsIgnoreCase("match")) {
                        throw PgError.error(SqlState.SYNTAX_ERROR, "header requires a Boolean value or \"match\"")
                                .raise();
                    }
                    yield Header.MATCH;
                }
            };
        }

        void delimiter(String text) {
            delimiter = Optional.of(text);
        }

        void nullText(String text) {
            nullText = Optional.of(text);
        }

        void quote(String text) {
            quote = Optional.of(text);
        }

        void escape(String text) {
            escape = Optional.of(text);
        }

        void quoteAll() {
            quoteAll = true;
        }

        Set<String> forceQuote() {
            return forceQuote;
        }

        Set<String> forceNotNull() {
            return forceNotNull;
        }

        Set<String> forceNull() {
            return forceNull;
        }

        void encoding(String name) {
            if (!Set.of("UTF8", "UNICODE", "SQLASCII")
                    .contains(name.replaceAll("[^A-Za-z0-9]", "")
                            .toUpperCase(
                                    Locale.ROOT))) {
                throw PgError.error(SqlState.FEATURE_NOT_SUPPORTED, "encoding \"" + name + "\" is not supported")
                        .withHint("Everything is UTF-8 here.")
                        .raise();
            }
        }

        CopyOptions build() {
            boolean csv = format == Format.CSV;
            if (format == Format.BINARY && (delimiter.isPresent() || nullText.isPresent() || header != Header.NONE)) {
                throw PgError.error(SqlState.SYNTAX_ERROR,
                        "cannot specify DELIMITER, NULL or HEADER in BINARY mode").raise();
            }
            boolean csvOnly = quote.isPresent() || escape.isPresent() || quoteAll || !forceQuote.isEmpty()
                    || !forceNotNull.isEmpty() || !forceNull.isEmpty();
            if (csvOnly && !csv) {
                throw unsupported("COPY QUOTE, ESCAPE and FORCE are available only in CSV mode");
            }
            byte separator = single("delimiter", delimiter.orElse(csv ? "," : "\t"));
            byte mark = single("quote", quote.orElse("\""));
            byte guard = single("escape", escape.orElse(quote.orElse("\"")));
            String nothing = nullText.orElse(csv ? "" : "\\N");
            if (nothing.indexOf('\n') >= 0 || nothing.indexOf('\r') >= 0) {
                throw invalid("COPY null representation cannot use newline or carriage return");
            }
            if (separator == '\n' || separator == '\r') {
                throw invalid("COPY delimiter cannot be newline or carriage return");
            }
            if (!csv && "\\.abcdefghijklmnopqrstuvwxyz0123456789".indexOf(separator) >= 0) {
                throw invalid("COPY delimiter cannot be \"" + (char) separator + "\"");
            }
            if (csv && separator == mark) {
                throw invalid("COPY delimiter and quote must be different");
            }
            if (nothing.indexOf(separator) >= 0) {
                throw invalid("COPY delimiter must not appear in the NULL specification");
            }
            return new CopyOptions(format, separator, nothing, header, mark, guard, quoteAll, Set.copyOf(forceQuote),
                    Set.copyOf(forceNotNull), Set.copyOf(forceNull));
        }

        private static byte single(String what, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (bytes.length != 1) {
                throw unsupported("COPY " + what + " must be a single one-byte character");
            }
            return bytes[0];
        }

        private static PgException unsupported(String message) {
            return PgError.error(SqlState.FEATURE_NOT_SUPPORTED, message).raise();
        }

        private static PgException invalid(String message) {
            return PgError.error(SqlState.INVALID_PARAMETER_VALUE, message).raise();
        }
    }
}
