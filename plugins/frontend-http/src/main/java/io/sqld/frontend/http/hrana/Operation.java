package io.sqld.frontend.http.hrana;

import io.sqld.api.sql.Program;

/** A request on a stream that is ready to run: its stored texts are in place. */
public sealed interface Operation {
    /** Run one statement. */
    record Execute(Program program, long replicationIndex) implements Operation {}

    /** Run a batch. */
    record RunBatch(Program program, long replicationIndex) implements Operation {}

    /** Run all statements of a text until one fails. */
    record Sequence(String sql, long replicationIndex) implements Operation {}

    /** Tell about a statement. */
    record Describe(String sql, long replicationIndex) implements Operation {}

    /** Tell whether no transaction is open. */
    record GetAutocommit() implements Operation {}

    /** Answer only: what there was to do has been done. */
    record Reply(Kind kind) implements Operation {
        /** What was asked for. */
        public enum Kind {
            /** {@code close}. */
            CLOSE,
            /** {@code store_sql}. */
            STORE_SQL,
            /** {@code close_sql}. */
            CLOSE_SQL,
            /** {@code sequence}. */
            SEQUENCE
        }
    }

    /** Answer with an error only. */
    record Refuse(HranaError error) implements Operation {}

    /** {@return whether it takes a session to carry it out} */
    default boolean needsSession() {
        return switch (this) {
            case Execute _,RunBatch _,Sequence _,Describe _,GetAutocommit _ -> true;
            case Reply _,Refuse _ -> false;
        };
    }
}
