package io.sqld.frontend.http.hrana;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.sqld.frontend.http.json.ChunkedBuffer;
import io.sqld.frontend.http.json.MemoryBudget;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Encoded entries of a cursor that a fetch had no room for: between two rows, a batch can have any number of steps
 * without rows, which run without a stop. Used on the session's thread.
 */
final class EntryBacklog {
    private final MemoryBudget budget;
    private final Deque<Integer> lengths = new ArrayDeque<>();
    private @Nullable CompositeByteBuf bytes;
    private long cost;

    EntryBacklog(MemoryBudget budget) {
        this.budget = budget;
    }

    boolean isEmpty() {
        return lengths.isEmpty();
    }

    /** Takes over what is in {@code entries}, which are {@code more} in number and of these lengths. */
    void add(ChunkedBuffer entries, Deque<Integer> more) {
        for (ByteBuf next = entries.take(); next != null; next = entries.take()) {
            CompositeByteBuf all = bytes;
            if (all == null) {
                all = next.alloc().compositeBuffer(Integer.MAX_VALUE);
                bytes = all;
            }
            cost += ChunkedBuffer.costOf(next);
            all.addComponent(true, next);
        }
        lengths.addAll(more);
    }

    /**
     * Moves entries to the end of {@code target}, the first ones first, until {@code most} are moved or it has grown to
     * {@code bytesMax}.
     *
     * @return how many
     */
    long moveTo(ChunkedBuffer target, long most, long bytesMax) {
        long moved = 0;
        while (moved < most && !lengths.isEmpty() && target.pending() < bytesMax) {
            moveFirst(target);
            moved++;
        }
        return moved;
    }

    private void moveFirst(ChunkedBuffer target) {
        int length = lengths.remove();
        CompositeByteBuf all = bytes;
        if (all == null) {
            throw new IllegalStateException("entries without bytes");
        }
        byte[] entry = new byte[length];
        all.readBytes(entry);
        target.put(MemorySegment.ofArray(entry), 0, length);
        if (lengths.isEmpty()) {
            discard();
        }
    }

    void discard() {
        lengths.clear();
        CompositeByteBuf all = bytes;
        bytes = null;
        if (all != null) {
            all.release();
        }
        budget.release(cost);
        cost = 0;
    }
}
