package io.sqld.frontend.http.hrana;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The SQL texts that a client has stored on a stream or a WebSocket. Used by whoever holds it. */
final class SqlStore {
    private final Map<Integer, String> texts = new HashMap<>();
    private final StoreLimits limits;
    private long chars;

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
                    "The server already stores " + limits.textsMax() + " SQL texts, it cannot store more ("
                            + limits.section() + ".stored-sql-max)"));
        }
        long most = Math.min(limits.textCharsMax(), limits.allCharsMax() - chars);
        if (sql.length() > most) {
            return Optional.of(HranaError.client(
                    "SQL_STORE_TOO_LARGE",
                    "The statement is too large to be stored: " + sql.length() + " of at most " + most
                            + " characters (" + limits.section() + ".stored-sql-chars-max)"));
        }
        chars += sql.length();
        texts.put(id, sql);
        return Optional.empty();
    }

    /** Forgets a text, if there is one. */
    void remove(int id) {
        String text = texts.remove(id);
        chars -= text == null ? 0 : text.length();
    }

    boolean isEmpty() {
        return texts.isEmpty();
    }
}
