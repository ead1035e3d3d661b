package io.sqld.frontend.pgwire;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;

/** Tells the deadlines that a client has set itself from those of the server. */
final class Timeouts {
    private Timeouts() {}

    /** {@return an error of a statement that had to be done by {@code deadline}, as the client is told} */
    static PgError translate(SqldException failure, Deadline deadline) {
        return isDue(failure, deadline) ? due() : SqlStates.of(failure, "");
    }

    /** {@return the same, with the place of the error in what the client wrote} */
    static PgError translate(SqldException failure, Deadline deadline, SqlText source) {
        if (isDue(failure, deadline)) {
            return due();
        }
        SqldException placed = failure.sqlOffset().isPresent()
                ? failure.at(source.place(failure.sqlOffset().getAsInt()))
                : failure;
        return SqlStates.of(placed, source.text());
    }

    private static boolean isDue(SqldException failure, Deadline deadline) {
        return failure.code() == ErrorCode.DEADLINE_EXCEEDED && deadline.expired();
    }

    private static PgError due() {
        return PgError.error(SqlState.QUERY_CANCELED, "canceling statement due to statement timeout");
    }
}
