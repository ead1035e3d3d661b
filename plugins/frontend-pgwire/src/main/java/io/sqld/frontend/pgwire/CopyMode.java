package io.sqld.frontend.pgwire;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Whether rows are being copied in, and the work that waits for their end. */
final class CopyMode {
    private final Deque<Work> waiting = new ArrayDeque<>();
    private @Nullable CopyIn copying;

    /** {@return what takes the rows, if they are copied in} */
    @Nullable
    CopyIn copying() {
        return copying;
    }

    /** From now on, rows are copied in; what is queued waits. */
    void begin(CopyIn rows, Deque<Work> works) {
        copying = rows;
        waiting.addAll(works);
        works.clear();
    }

    /** Takes a message of the client: everything but rows ends the copying or is of no account. */
    void message(CopyIn rows, char type, MessageReader in, Conversation conversation) {
        switch (type) {
            case 'd' -> conversation.then(rows.data(in));
            case 'c' -> conversation.then(rows.completion());
            case 'f' -> throw CopyIn.givenUp(in.readString());
            case 'H', 'S' -> {
                // As in PostgreSQL: clients send them with the Execute, not knowing that it copies.
            }
            case 'X' -> conversation.end();
            default -> conversation.refuse(PgError.fatal(SqlState.PROTOCOL_VIOLATION,
                    "unexpected message type 0x%02X during COPY from stdin".formatted((int) type)));
        }
    }

    /** All rows are there; what waited goes on. */
    void end(Deque<Work> works) {
        copying = null;
        works.addAll(waiting);
        waiting.clear();
    }

    /** The copying has failed; what waited is dropped. */
    void drop() {
        copying = null;
        waiting.clear();
    }
}
