package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.sqld.api.sql.Description;
import io.sqld.api.sql.StatementKind;
import java.util.Locale;

/**
 * The tags of CommandComplete. Drivers read the counts from them.
 */
final class CommandTags {
    private CommandTags() {}

    /**
     * Encodes CommandComplete for a statement that SQLite ran.
     *
     * @param rows returned by this run
     * @param changes rows changed
     */
    static void complete(ByteBuf out, Description description, long rows, long changes) {
        switch (description.kind()) {
            case SELECT -> Replies.commandComplete(out, "SELECT", rows);
            case INSERT -> Replies.commandComplete(out, "INSERT 0", changes);
            case UPDATE -> Replies.commandComplete(out, "UPDATE", changes);
            case DELETE -> Replies.commandComplete(out, "DELETE", changes);
            case CREATE_TABLE, CREATE_VIRTUAL_TABLE, CREATE_INDEX, CREATE_VIEW, CREATE_TRIGGER, DROP_TABLE, DROP_INDEX,
                    DROP_VIEW, DROP_TRIGGER, ALTER_TABLE, BEGIN, COMMIT, ROLLBACK, SAVEPOINT, RELEASE, ROLLBACK_TO,
                    PRAGMA,
                    ATTACH, DETACH, ANALYZE, REINDEX, VACUUM, EXPLAIN, EMPTY, OTHER ->
                    Replies.commandComplete(out, verb(description.kind()));
        }
    }

    /** {@return the words that name the statement, for tags and error messages} */
    static String verb(StatementKind kind) {
        return switch (kind) {
            case CREATE_VIRTUAL_TABLE -> "CREATE TABLE";
            case ROLLBACK_TO -> "ROLLBACK";
            case OTHER, EMPTY -> "OK";
            case SELECT, INSERT, UPDATE, DELETE, CREATE_TABLE, CREATE_INDEX, CREATE_VIEW, CREATE_TRIGGER, DROP_TABLE,
                    DROP_INDEX,
                    DROP_VIEW, DROP_TRIGGER, ALTER_TABLE, BEGIN, COMMIT, ROLLBACK, SAVEPOINT, RELEASE, PRAGMA, ATTACH,
                    DETACH,
                    ANALYZE, REINDEX, VACUUM, EXPLAIN ->
                    kind.name().replace('_', ' ').toUpperCase(Locale.ROOT);
        };
    }
}
