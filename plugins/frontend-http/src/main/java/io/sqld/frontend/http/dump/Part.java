package io.sqld.frontend.http.dump;

import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.Program;

/**
 * A statement of a dump.
 *
 * @param sink what takes its rows
 * @param done what to do when it has succeeded
 */
record Part(Program program, StatementSink sink, Runnable done) {
    static Part of(String sql, StatementSink sink, Runnable done) {
        return new Part(Program.of(sql, ParameterSource.NONE), sink, done);
    }

    /** A statement with one text as its parameter. */
    static Part of(String sql, String parameter, StatementSink sink, Runnable done) {
        return new Part(Program.of(sql, (_, target) -> target.text(parameter)), sink, done);
    }
}
