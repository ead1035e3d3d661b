package io.sqld.frontend.pgwire;

import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import io.sqld.frontend.pgwire.Command.Fetch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Carries out DECLARE, FETCH, MOVE and CLOSE. Cursors are portals too, as in PostgreSQL. One for each connection. */
final class CursorCommands {
    private final Conversation conversation;
    private final Map<String, Cursor> cursors = new HashMap<>();

    CursorCommands(Conversation conversation) {
        this.conversation = conversation;
    }

    /** {@return the columns that a FETCH returns; none if it is MOVE, or there is no such cursor} */
    List<ResultColumn> columns(Fetch fetch) {
        return fetch.move() ? List.of()
                : find(fetch.cursor()).map(cursor -> cursor.portal().statement().columns()).orElse(List.of());
    }

    /** A cursor whose portal has ended with its transaction is no more. */
    private Optional<Cursor> find(String name) {
        Cursor cursor = cursors.get(name);
        return cursor != null && conversation.portals().find(name).filter(cursor.portal()::equals).isPresent()
                ? Optional.of(cursor)
                : Optional.empty();
    }

    private Cursor named(String name) {
        return find(name).orElseThrow(() -> PgError
                .error(SqlState.INVALID_CURSOR_NAME, "cursor \"" + name + "\" does not exist")
                .raise());
    }

    /** Makes a cursor. */
    void declare(Command.Declare declare, Statement.Sql query, Portal declaring) {
        if (!declare.hold() && conversation.transaction().block() == Transaction.Block.NONE) {
            throw PgError.error(SqlState.NO_ACTIVE_TRANSACTION,
                    "DECLARE CURSOR can only be used in transaction blocks").raise();
        }
        conversation.portals().checkFree(declare.name());
        cursors.keySet().removeIf(name -> find(name).isEmpty());
        if (declare.hold() || declare.scroll().orElse(false)) {
            conversation.next(new Collect(conversation, query.sql(), declaring.parameters(),
                    conversation.settings().cursorBytesMax(), rows -> keep(declare, query, declaring, rows)));
        } else {
            var portal = new Portal(conversation, query, declaring.parameters(), Formats.TEXT, false);
            add(declare, new Cursor(portal, declare.binary(), null));
        }
    }

    private void keep(Command.Declare declare, Statement.Sql query, Portal declaring, RowStore rows) {
        var portal = new Portal(conversation, query, declaring.parameters(), Formats.TEXT, false);
        if (declare.hold()) {
            portal.hold();
        }
        add(declare, new Cursor(portal, declare.binary(), rows));
    }

    private void add(Command.Declare declare, Cursor cursor) {
        conversation.portals().put(declare.name(), cursor.portal());
        cursors.put(declare.name(), cursor);
        Replies.commandComplete(conversation.out(), "DECLARE CURSOR");
    }

    /** Moves a cursor, and sends the rows. */
    void fetch(Fetch fetch, Portal fetching) {
        Cursor cursor = named(fetch.cursor());
        Formats formats = cursor.binary() ? Formats.BINARY : fetching.formats();
        RowStore rows = cursor.rows();
        Cursor.Run run = rows == null ? cursor.run(fetch) : new Cursor.Run(0, 0);
        if (fetching.simple() && !fetch.move()) {
            ResultColumn.describe(conversation.out(), cursor.portal().statement().columns(), formats);
        }
        if (rows == null) {
            run(cursor, fetch, run, formats);
            return;
        }
        Cursor.Walk walk = cursor.walk(fetch, rows.rows());
        if (fetch.move()) {
            complete(fetch, walk.count());
        } else {
            conversation.next(new Replay(cursor, rows, walk, formats, fetch));
        }
    }

    private void run(Cursor cursor, Fetch fetch, Cursor.Run run, Formats formats) {
        LongConsumer done = count -> {
            cursor.passed(count);
            complete(fetch, count);
        };
        if (run.count() == 0) {
            done.accept(0);
            return;
        }
        Work main = (session, resume) -> {
            cursor.portal().fetch(run.count(), formats, fetch.move(), done);
            conversation.next(cursor.portal());
            return Progress.DONE;
        };
        conversation.next(main);
        if (run.skip() > 0) {
            cursor.portal().fetch(run.skip(), formats, true, cursor::passed);
            conversation.next(cursor.portal());
        }
    }

    private void complete(Fetch fetch, long count) {
        Replies.commandComplete(conversation.out(), fetch.verb(), count);
    }

    /** Ends a cursor, which must exist, or all. */
    void close(Optional<String> name) {
        if (name.isPresent()) {
            named(name.get());
            cursors.remove(name.get());
            conversation.portals().close(name.get());
            Replies.commandComplete(conversation.out(), "CLOSE CURSOR");
        } else {
            closeAll();
            Replies.commandComplete(conversation.out(), "CLOSE CURSOR ALL");
        }
    }

    /** Ends all cursors. */
    void closeAll() {
        List.copyOf(cursors.keySet()).forEach(cursor -> find(cursor).ifPresent(found -> {
            conversation.portals().close(cursor);
        }));
        cursors.clear();
    }

    /** Sends rows that are kept. */
    private final class Replay implements Work {
        private final RowStore rows;
        private final Cursor.Walk walk;
        private final Fetch fetch;
        private final Portal portal;
        private final CellEncoder[] cells;
        private long sent;

        Replay(Cursor cursor, RowStore rows, Cursor.Walk walk, Formats formats, Fetch fetch) {
            this.rows = rows;
            this.walk = walk;
            this.fetch = fetch;
            portal = cursor.portal();
            cells = conversation.cellEncoders().of(portal.statement().columns(), formats);
        }

        @Override
        public Progress advance(Session session, Runnable resume) {
            RowEncoder encoder = conversation.encoder();
            encoder.begin(portal, cells, 0, Long.MAX_VALUE);
            while (sent < walk.count()) {
                long row = walk.back() ? walk.from() - sent : walk.from() + sent;
                boolean room = rows.play((int) row - 1, encoder);
                PgError failure = encoder.failure();
                if (failure != null) {
                    throw failure.raise();
                }
                sent++;
                if (!room) {
                    return conversation.awaitClient(resume);
                }
            }
            complete(fetch, sent);
            return Progress.DONE;
        }
    }
}
