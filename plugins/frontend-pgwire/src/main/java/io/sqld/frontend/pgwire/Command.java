package io.sqld.frontend.pgwire;

import java.util.List;
import java.util.Optional;

/** A statement that SQLite does not have, or that the front end must know about: it is answered here. */
sealed interface Command {
    /**
     * Begins a transaction.
     *
     * @param sql for SQLite
     */
    record Begin(String sql, boolean readOnly) implements Command {}

    /** Ends a transaction, keeping its work; {@code chain} begins the next one. */
    record Commit(boolean chain) implements Command {}

    /** Ends a transaction, dropping its work; {@code chain} begins the next one. */
    record Rollback(boolean chain) implements Command {}

    /** Changes the open transaction, or those to come. Only {@code READ ONLY} and {@code READ WRITE} have an effect. */
    record SetTransaction(Optional<Boolean> readOnly, boolean session) implements Command {}

    /** Changes a variable; an empty value resets it. */
    record Set(String name, Optional<String> value, boolean local) implements Command {}

    /** Resets all variables. */
    record ResetAll() implements Command {}

    /** Shows a variable. */
    record Show(String name) implements Command {}

    /** Shows all variables. */
    record ShowAll() implements Command {}

    /** Forgets a prepared statement, or all of them. */
    record Deallocate(Optional<String> name) implements Command {}

    /** Forgets everything. */
    record DiscardAll() implements Command {}

    /** SELECT without FROM whose every column is a question about the session. */
    record Ask(List<SessionFunction.Call> calls) implements Command {}

    /** Needs nothing done; {@code tag} completes it. */
    record Nothing(String tag) implements Command {}

    /** Needs nothing done, which the client is told. */
    record Noted(String tag, String notice) implements Command {}

    /** Is several statements in SQLite, which succeed or fail together. */
    record Sequence(List<String> statements, String tag) implements Command {}

    /** Goes on with a statement in native mode; {@code rows} at most, 0 for as many as the session wants. */
    record FetchMore(String name, int rows) implements Command {}

    /** Ends a statement in native mode, or all for an empty name. */
    record FetchNoMore(String name) implements Command {}

    /** Is understood and not offered. */
    record Unsupported(String message, String hint) implements Command {}

    /** {@return whether it ends a transaction, and so may run in a failed one} */
    default boolean endsTransaction() {
        return this instanceof Commit || this instanceof Rollback;
    }
}
