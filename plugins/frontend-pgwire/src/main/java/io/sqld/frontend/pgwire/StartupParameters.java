package io.sqld.frontend.pgwire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a StartupMessage asks for.
 *
 * @param user who connects
 * @param database which database; the user's name by default
 * @param settings session variables to set, in order, those of {@code options} first
 * @param unknownOptions options of the protocol ({@code _pq_.}) that this server does not know
 */
record StartupParameters(String user, String database, Map<String, String> settings, List<String> unknownOptions) {

    /**
     * Sorts the names and values of a StartupMessage.
     *
     * @throws PgException if there is no user, or something is asked for that does not exist
     */
    static StartupParameters of(Map<String, String> parameters) {
        String user = parameters.getOrDefault("user", "");
        if (user.isEmpty()) {
            throw PgError.fatal(SqlState.INVALID_AUTHORIZATION, "no PostgreSQL user name specified in startup packet")
                    .raise();
        }
        String replication = parameters.getOrDefault("replication", "false");
        if (Booleans.parse(replication) != Booleans.FALSE) {
            throw PgError
                    .fatal(SqlState.FEATURE_NOT_SUPPORTED,
                            "this server does not speak the streaming replication protocol")
                    .raise();
        }
        var settings = new LinkedHashMap<String, String>();
        options(parameters.getOrDefault("options", ""), settings);
        var unknown = new ArrayList<String>();
        parameters.forEach((name, value) -> {
            switch (name) {
                case "user", "database", "options", "replication" -> {}
                default -> {
                    if (name.startsWith("_pq_.")) {
                        unknown.add(name);
                    } else {
                        settings.put(name, value);
                    }
                }
            }
        });
        String database = parameters.getOrDefault("database", "");
        return new StartupParameters(user, database.isEmpty() ? user : database, settings, unknown);
    }

    /** Reads command line options for a server process: {@code -c name=value} and {@code --name=value}. */
    private static void options(String text, Map<String, String> settings) {
        List<String> words = words(text);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("-c") && i + 1 < words.size()) {
                assignment(words.get(++i), settings);
            } else if (word.startsWith("-c") && word.length() > 2) {
                assignment(word.substring(2), settings);
            } else if (word.startsWith("--")) {
                assignment(word.substring(2), settings);
            } else {
                throw PgError.fatal(SqlState.SYNTAX_ERROR, "invalid command-line argument for server process: " + word)
                        .withHint("Write -c name=value or --name=value.")
                        .raise();
            }
        }
    }

    private static void assignment(String text, Map<String, String> settings) {
        int equals = text.indexOf('=');
        if (equals <= 0) {
            throw PgError.fatal(SqlState.SYNTAX_ERROR, "-c " + text + " requires a value").raise();
        }
        settings.put(text.substring(0, equals).replace('-', '_'), text.substring(equals + 1));
    }

    /** Splits at blanks; a backslash makes the next character ordinary. */
    private static List<String> words(String text) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                inWord = false;
            } else {
                if (c == '\\' && i + 1 < text.length()) {
                    c = text.charAt(++i);
                }
                word.append(c);
                inWord = true;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }
}
