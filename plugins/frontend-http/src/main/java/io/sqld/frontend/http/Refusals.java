package io.sqld.frontend.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.sqld.api.error.SqldException;

/** How a request fails that fails as a whole, before or without Hrana. */
final class Refusals {
    private Refusals() {}

    /** {@return the status of an answer that is nothing but this error} */
    static HttpResponseStatus status(SqldException error) {
        return switch (error.code()) {
            case SQL_ERROR, SQL_EMPTY, SQL_MANY_STATEMENTS, PARAMETERS_INVALID, CONSTRAINT, TYPE_MISMATCH,
                    VALUE_TOO_LARGE, READ_ONLY, NOT_AUTHORIZED, INVALID_REQUEST, UNSUPPORTED, NAMESPACE_INVALID,
                    NAMESPACE_EXISTS, LIMIT_EXCEEDED, INTERRUPTED, TRANSACTION_LOST, SCHEMA_CHANGED ->
                    HttpResponseStatus.BAD_REQUEST;
            case UNAUTHENTICATED -> HttpResponseStatus.UNAUTHORIZED;
            case PERMISSION_DENIED -> HttpResponseStatus.FORBIDDEN;
            case NAMESPACE_NOT_FOUND -> HttpResponseStatus.NOT_FOUND;
            case BUSY, SERIALIZATION_CONFLICT, QUEUE_TIMEOUT, OVERLOADED -> HttpResponseStatus.TOO_MANY_REQUESTS;
            case DEADLINE_EXCEEDED, SHUTTING_DOWN, UNAVAILABLE, OUTCOME_UNKNOWN ->
                    HttpResponseStatus.SERVICE_UNAVAILABLE;
            case OUT_OF_MEMORY, DISK_FULL, IO_ERROR, CANNOT_OPEN, CORRUPT, START_FAILED, INTERNAL ->
                    HttpResponseStatus.INTERNAL_SERVER_ERROR;
        };
    }

    /** {@return the text of such an answer} */
    static String message(SqldException error) {
        return switch (status(error).code()) {
            case 401 -> "Unauthorized: `" + error.message() + "`";
            case 403 -> "Authorization forbidden: " + error.message();
            default -> error.message();
        };
    }

    /** {@return whether the same request may succeed a little later} */
    static boolean retries(HttpResponseStatus status) {
        return status.equals(HttpResponseStatus.TOO_MANY_REQUESTS)
                || status.equals(HttpResponseStatus.SERVICE_UNAVAILABLE);
    }
}
