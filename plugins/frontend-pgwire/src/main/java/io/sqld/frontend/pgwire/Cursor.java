package io.sqld.frontend.pgwire;

import io.sqld.frontend.pgwire.Command.Fetch;
import org.jspecify.annotations.Nullable;

/**
 * A cursor that DECLARE has made. Its portal runs as rows are fetched; or all its rows are kept, so that it can go
 * back, or outlive its transaction.
 */
final class Cursor {
    private final Portal portal;
    private final boolean binary;
    private final @Nullable RowStore rows;
    /** The row it stands on, from 1; 0 before the first, one more than there are after the last. */
    private long position;

    /**
     * Makes a cursor before its first row.
     *
     * @param rows all of them, if they are kept
     */
    Cursor(Portal portal, boolean binary, @Nullable RowStore rows) {
        this.portal = portal;
        this.binary = binary;
        this.rows = rows;
    }

    /** A walk over rows that are kept, from row {@code from} on, counted from 1. */
    record Walk(long from, long count, boolean back) {
        static final Walk NONE = new Walk(1, 0, false);
    }

    /** How far to move without rows, and how many rows to return then. */
    record Run(long skip, long count) {}

    Portal portal() {
        return portal;
    }

    boolean binary() {
        return binary;
    }

    /** {@return the rows, if they are kept} */
    @Nullable
    RowStore rows() {
        return rows;
    }

    /** Moves over rows that are kept, as {@code fetch} says. */
    Walk walk(Fetch fetch, long last) {
        return switch (fetch.direction()) {
            case FORWARD -> fetch.count() == 0 ? here(last) : forward(fetch.count(), last);
            case BACKWARD -> fetch.count() == 0 ? here(last) : backward(fetch.count());
            case ABSOLUTE -> to(fetch.count() < 0 ? Math.max(0, last + 1 + fetch.count()) : fetch.count(), last);
            case RELATIVE -> fetch.count() == 0 ? here(last) : to(Math.max(0, position + fetch.count()), last);
        };
    }

    private Walk here(long last) {
        return position >= 1 && position <= last ? new Walk(position, 1, false) : Walk.NONE;
    }

    private Walk forward(long count, long last) {
        long from = position + 1;
        long available = Math.max(0, last - position);
        long taken = Math.min(count, available);
        position = taken < count ? last + 1 : position + taken;
        return new Walk(from, taken, false);
    }

    private Walk backward(long count) {
        long from = position - 1;
        long available = Math.max(0, from);
        long taken = Math.min(count, available);
        position = taken < count ? 0 : position - taken;
        return new Walk(from, taken, true);
    }

    private Walk to(long target, long last) {
        position = Math.min(target, last + 1);
        return here(last);
    }

    /**
     * Plans a move over rows that come only once.
     *
     * @throws PgException with 55000 if it would have to go back
     */
    Run run(Fetch fetch) {
        long count = fetch.count();
        return switch (fetch.direction()) {
            case FORWARD -> count == 0 ? still() : new Run(0, count);
            case BACKWARD -> {
                if (count == 0) {
                    yield still();
                }
                throw forwardOnly();
            }
            case ABSOLUTE -> {
                if (count <= position) {
                    throw forwardOnly();
                }
                yield new Run(count - position - 1, 1);
            }
            case RELATIVE -> {
                if (count < 0) {
                    throw forwardOnly();
                }
                yield count == 0 ? still() : new Run(count - 1, 1);
            }
        };
    }

    private Run still() {
        if (position != 0) {
            throw forwardOnly();
        }
        return new Run(0, 0);
    }

    /** Notes that rows have been passed. */
    void passed(long count) {
        position += count;
    }

    private static PgException forwardOnly() {
        return PgError.error(SqlState.NOT_IN_PREREQUISITE_STATE, "cursor can only scan forward")
                .withHint("Declare it with SCROLL option to enable backward scan.")
                .raise();
    }
}
