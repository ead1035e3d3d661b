package io.sqld.frontend.pgwire;

import java.util.List;
import java.util.Optional;

/** A statement that SQLite does not have, or that the front end must know about: it is answered here. */
sealed interface Command {
    /**
     * Begins a transaction.
     *
     * @param sql for SQLite
     * @param tag completes it
     * @param readOnly if it is said
     */
    record Begin(String sql, String tag, Optional<Boolean> readOnly) implements Command {}

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

    /** Transfers rows in bulk, between a table or query and the client. */
    record Copy(Source source, boolean in, CopyOptions options) implements Command {
        /** Where rows come from or go to. */
        sealed interface Source {}

        /**
         * A table.
         *
         * @param columns empty for all
         */
        record Table(TableName name, List<String> columns) implements Source {}

        /**
         * A query.
         *
         * @param at where it begins in the client's text
         */
        record Query(String sql, int at) implements Source {}
    }

    /**
     * Prepares a statement under a name.
     *
     * @param types of its parameters, as written
     * @param text the client's
     * @param at where the statement begins in it
     */
    record Prepare(String name, List<String> types, String text, int at) implements Command {}

    /**
     * Runs a prepared statement.
     *
     * @param arguments expressions with commas between them; may be empty
     */
    record Execute(String name, String arguments) implements Command {}

    /**
     * Makes a cursor.
     *
     * @param scroll whether it must be able to go back; empty if that is not said
     * @param hold whether it outlives its transaction
     * @param text the client's
     * @param at where the query begins in it
     */
    record Declare(String name, boolean binary, Optional<Boolean> scroll, boolean hold, String text, int at)
            implements
                Command {}

    /**
     * Moves a cursor, and returns the rows it passes unless it is MOVE.
     *
     * @param count of rows, or the place for {@link Direction#ABSOLUTE}
     */
    record Fetch(String cursor, Direction direction, long count, boolean move) implements Command {
        /** The count that means all. */
        static final long ALL = Long.MAX_VALUE;

        /** Where to. */
        enum Direction {
            FORWARD,
            BACKWARD,
            ABSOLUTE,
            RELATIVE
        }

        /** {@return the word of the tag} */
        String verb() {
            return move ? "MOVE" : "FETCH";
        }
    }

    /** Ends a cursor, or all. */
    record CloseCursor(Optional<String> name) implements Command {}

    /** Asks for the notifications of a channel. */
    record Listen(String channel) implements Command {}

    /** Asks for no more of them, or of any. */
    record Unlisten(Optional<String> channel) implements Command {}

    /** Notifies those who listen, when the transaction has committed. */
    record Notify(String channel, String payload) implements Command {}

    /** Keeps others from tables: every transaction that writes does that here. */
    record Lock(List<TableName> tables) implements Command {}

    /** Empties tables. */
    record Truncate(List<TableName> tables, boolean restartIdentity) implements Command {}

    /** Rewrites the database file, if {@code rewrite}, and looks at tables, if {@code analyze}. */
    record Vacuum(boolean rewrite, boolean analyze, List<TableName> tables) implements Command {}

    /** Collects what the planner should know, of some tables or of all. */
    record Analyze(List<TableName> tables) implements Command {}

    /**
     * Shows the plan of a statement.
     *
     * @param text the client's
     * @param at where the statement begins in it
     */
    record Explain(String text, int at) implements Command {}

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
