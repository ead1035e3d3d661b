package io.sqld.frontend.http.hrana;

import java.util.Optional;
import java.util.OptionalInt;

/** The SQL of a request: the text itself, or the number of a text that was stored. */
public sealed interface SqlText {
    /** The text itself. */
    record Inline(String sql) implements SqlText {}

    /** The number of a stored text. */
    record Stored(int id) implements SqlText {}

    /**
     * {@return the text that a request means}
     *
     * @throws ProtocolException unless it gives exactly one of the two
     */
    static SqlText of(Optional<String> sql, OptionalInt sqlId) {
        if (sql.isPresent() && sqlId.isPresent()) {
            throw new ProtocolException("Either `sql` or `sql_id` are required, but not both");
        }
        if (sqlId.isPresent()) {
            return new Stored(sqlId.getAsInt());
        }
        return new Inline(sql.orElseThrow(() -> new ProtocolException("Either `sql` or `sql_id` are required")));
    }
}
