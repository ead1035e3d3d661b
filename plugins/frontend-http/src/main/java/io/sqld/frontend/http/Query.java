package io.sqld.frontend.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The query of a URI: what follows the question mark. Unknown fields are ignored. */
final class Query {
    private final Map<String, List<String>> fields;

    private Query(Map<String, List<String>> fields) {
        this.fields = fields;
    }

    /**
     * {@return the query of {@code uri}}
     *
     * @throws InvalidQueryException if it is not percent-encoded UTF-8
     */
    static Query of(String uri) {
        try {
            return new Query(new QueryStringDecoder(uri).parameters());
        } catch (IllegalArgumentException e) {
            throw new InvalidQueryException(String.valueOf(e.getMessage()));
        }
    }

    /** {@return the value of a field; of several with that name, the last} */
    Optional<String> field(String name) {
        List<String> values = all(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
    }

    /** {@return all values of a field, in order} */
    List<String> all(String name) {
        return fields.getOrDefault(name, List.of());
    }

    /** {@return whether a field is {@code true}; not if it is absent} */
    boolean flag(String name) {
        return switch (field(name).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidQueryException("provided string was not `true` or `false`");
        };
    }

    /** What is wrong with a query. Carries no stack trace. */
    static final class InvalidQueryException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InvalidQueryException(String message) {
            super("Failed to deserialize query string: " + message, null, false, false);
        }

        /** {@return what to tell the client} */
        String message() {
            return String.valueOf(getMessage());
        }
    }
}
