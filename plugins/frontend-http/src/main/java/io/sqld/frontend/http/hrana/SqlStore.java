package io.sqld.frontend.http.hrana;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The SQL texts that a client has stored on a stream. Used by whoever holds the stream. */
final class SqlStore {
    private final Map<Integer, String> texts = new HashMap<>();
    private final StoreLimits limits;

    SqlStore(StoreLimits limits) {
        this.limits = limits;
    }

    /** {@return the text with this number} */
    String text(int id) {
        String text = texts.get(id);
        if (text == null) {
            throw new ProtocolException("SQL text " + id + " not found");
        }
        return text;
    }

    /** Stores a text, or returns why it is refused. */
    Optional<HranaError> store(int id, String sql) {
        if (texts.containsKey(id)) {
            throw new ProtocolException("SQL text " + id + " already exists");
        }
        if (texts.size() >= limits.textsMax()) {
            return Optional.of(HranaError.client(
                    "SQL_STORE_TOO_MANY",
                    "The server already stores " + limits.textsMax()
                            + " SQL texts, it cannot store more (http.limits.stored-sql-max)"));
        }
        if (sql.length() > limits.textCharsMax()) {
            return Optional.of(HranaError.client(
                    "SQL_STORE_TOO_LARGE",
                    "The statement is too large to be stored: " + sql.length() + " of at most " + limits.textCharsMax()
                            + " characters (http.limits.stored-sql-chars-max)"));
        }
        texts.put(id, sql);
        return Optional.empty();
    }

    /** Forgets a text, if there is one. */
    void remove(int id) {
        texts.remove(id);
    }
}
