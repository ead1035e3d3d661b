package io.sqld.frontend.http.json;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Collects one body or message, whose length may be unknown, within limits. Used by one thread at a time; whoever made
 * it {@linkplain #release releases} it.
 */
public final class ByteCollector {
    /** How a part fits. */
    public enum Fit {
        /** It was added. */
        ADDED,
        /** The body is larger than one may be. */
        TOO_LARGE,
        /** All bodies together are larger than they may be. */
        NO_ROOM
    }

    private static final int FIRST_BYTES = 1024;

    private final int bytesMax;
    private final MemoryBudget budget;
    private final long announced;
    private final int bytesFree;
    private byte[] bytes;
    private int length;
    private int reserved;

    /**
     * An empty body.
     *
     * @param announced how long the client says that it is, or -1; not trusted beyond {@code bytesFree}
     * @param bytesFree how many bytes need not be taken from {@code budget}
     */
    public ByteCollector(long announced, int bytesMax, MemoryBudget budget, int bytesFree) {
        this.announced = announced;
        this.bytesMax = bytesMax;
        this.budget = budget;
        this.bytesFree = bytesFree;
        this.bytes = new byte[(int) Math.min(announced < 0 ? FIRST_BYTES : announced, bytesFree)];
    }

    /** Appends {@code part}, if it fits. */
    public Fit add(ByteBuf part) {
        int more = part.readableBytes();
        if (more > bytesMax - length) {
            return Fit.TOO_LARGE;
        }
        if (length + more > bytes.length && !grow(length + more)) {
            return Fit.NO_ROOM;
        }
        part.readBytes(bytes, length, more);
        length += more;
        return Fit.ADDED;
    }

    /**
     * Makes room for {@code needed} bytes: twice as much as before, if that is to be had, and not more than announced.
     */
    private boolean grow(int needed) {
        int most = announced >= needed ? (int) announced : bytesMax;
        int generous = Math.max(needed, Math.min(2 * bytes.length, most));
        if (!reserve(generous)) {
            generous = needed;
            if (!reserve(needed)) {
                return false;
            }
        }
        bytes = Arrays.copyOf(bytes, generous);
        return true;
    }

    private boolean reserve(int capacity) {
        int more = capacity <= bytesFree ? 0 : capacity - reserved;
        if (!budget.tryReserve(more)) {
            return false;
        }
        reserved += more;
        return true;
    }

    /** {@return the array that holds what was added, shared; it is another one after the next {@link #add}} */
    public byte[] array() {
        return bytes;
    }

    /** {@return how many bytes were added} */
    public int length() {
        return length;
    }

    /** Gives back what the body had from the budget. Idempotent. */
    public void release() {
        budget.release(reserved);
        reserved = 0;
    }
}
