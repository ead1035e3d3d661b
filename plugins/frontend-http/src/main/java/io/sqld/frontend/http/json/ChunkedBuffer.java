package io.sqld.frontend.http.json;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * A growing sequence of bytes in pooled direct buffers, whose end can be withdrawn: a result is encoded into it before
 * it is known whether it succeeds. Grows by chunks and never copies what it holds. Used by one thread at a time;
 * whoever made it takes or {@linkplain #discard() discards} what is in it.
 */
public final class ChunkedBuffer {
    /** The size of every chunk but the first. */
    public static final int CHUNK_BYTES = 64 * 1024;
    private static final int FIRST_BYTES = 2 * 1024;
    /** Room for the length of what may be up to 32 GiB. */
    private static final int LENGTH_BYTES = 5;
    /** What is longer is not moved to save the rest of that room. */
    private static final int MOVED_BYTES_MAX = 4 * 1024;
    private static final int VARINT_BYTES_MAX = 10;

    private final ByteBufAllocator allocator;
    private final MemoryBudget budget;
    private final Deque<ByteBuf> full = new ArrayDeque<>();
    private @Nullable ByteBuf chunk;
    private long address;
    private int at;
    private int capacity;
    /** How many bytes stand before the current chunk, since the beginning. */
    private long before;
    private long taken;
    private boolean overdraws;
    private long limit = Long.MAX_VALUE;

    /** An empty buffer; chunks beyond the small first one are taken from {@code budget}. */
    public ChunkedBuffer(ByteBufAllocator allocator, MemoryBudget budget) {
        this.allocator = allocator;
        this.budget = budget;
    }

    /** {@return how many bytes have been appended since the beginning, also those taken, less those withdrawn} */
    public long position() {
        return before + at;
    }

    /**
     * From now on, chunks are taken from the budget also when it is used up: for a stream, which never holds more than
     * a chunk and a row, and waits for its client instead.
     */
    public void overdraw() {
        overdraws = true;
    }

    /** {@return how many bytes wait to be taken} */
    public long pending() {
        return position() - taken;
    }

    /** From now on, the position must not pass {@code limit}. */
    public void limit(long limit) {
        this.limit = limit;
    }

    /**
     * Checks the limit to the byte; while bytes are appended it is only seen when a chunk is full.
     *
     * @throws BufferLimitException if it is passed
     */
    public void checkLimit() {
        if (position() > limit) {
            throw new BufferLimitException(false);
        }
    }

    /** Withdraws everything after {@code position}, which must not have been taken. */
    public void withdraw(long position) {
        while (before > position) {
            drop(chunk());
            ByteBuf last = full.removeLast();
            before -= last.readableBytes();
            use(last);
            at = last.readableBytes();
        }
        at = (int) (position - before);
    }

    /** Appends one byte. */
    public void put(int value) {
        require(1);
        Memory.ALL.set(ValueLayout.JAVA_BYTE, address + at++, (byte) value);
    }

    /** Appends four bytes. */
    void put4(byte first, byte second, byte third, byte fourth) {
        require(4);
        long to = address + at;
        Memory.ALL.set(ValueLayout.JAVA_BYTE, to, first);
        Memory.ALL.set(ValueLayout.JAVA_BYTE, to + 1, second);
        Memory.ALL.set(ValueLayout.JAVA_BYTE, to + 2, third);
        Memory.ALL.set(ValueLayout.JAVA_BYTE, to + 3, fourth);
        at += 4;
    }

    /** Appends a short constant, at most {@value #FIRST_BYTES} bytes. */
    public void put(byte[] constant) {
        require(constant.length);
        MemorySegment.copy(constant, 0, Memory.ALL, ValueLayout.JAVA_BYTE, address + at, constant.length);
        at += constant.length;
    }

    /** Appends bytes of any number. */
    public void put(MemorySegment source, long offset, long bytes) {
        long from = offset;
        long left = bytes;
        while (left > 0) {
            require(1);
            int part = (int) Math.min(left, capacity - at);
            MemorySegment.copy(source, from, Memory.ALL, address + at, part);
            at += part;
            from += part;
            left -= part;
        }
    }

    /** Appends a number in base 128, the lowest digits first, as Protocol Buffers have it. */
    public void varint(long value) {
        require(VARINT_BYTES_MAX);
        at += setVarint(address + at, value, varintBytes(value));
    }

    /** {@return how many bytes {@link #varint} takes for {@code value}} */
    public static int varintBytes(long value) {
        return (Long.SIZE - Long.numberOfLeadingZeros(value | 1) + 6) / 7;
    }

    /** Appends eight bytes, the lowest first. */
    public void fixed64(long bits) {
        require(Long.BYTES);
        Memory.ALL.set(Memory.WORD, address + at, bits);
        at += Long.BYTES;
    }

    /** Leaves room for the length of what follows. {@return where, for {@link #closeLength}} */
    public long openLength() {
        require(LENGTH_BYTES);
        long mark = position();
        at += LENGTH_BYTES;
        return mark;
    }

    /**
     * Writes the length of everything since {@code mark} in front of it, as a {@link #varint}. If that is little, it
     * moves up to leave no gap; if not, the number is written with leading zeros.
     */
    public void closeLength(long mark) {
        long length = position() - mark - LENGTH_BYTES;
        if (mark < before || length > MOVED_BYTES_MAX) {
            setVarint(addressOf(mark), length, LENGTH_BYTES);
            return;
        }
        int bytes = varintBytes(length);
        long start = address + (mark - before);
        MemorySegment.copy(Memory.ALL, start + LENGTH_BYTES, Memory.ALL, start + bytes, length);
        setVarint(start, length, bytes);
        at -= LENGTH_BYTES - bytes;
    }

    /** Where a byte that has been appended and not taken stands. */
    private long addressOf(long position) {
        long chunkBegins = before;
        if (position >= chunkBegins) {
            return address + (position - chunkBegins);
        }
        Iterator<ByteBuf> backwards = full.descendingIterator();
        while (true) {
            ByteBuf earlier = backwards.next();
            chunkBegins -= earlier.readableBytes();
            if (position >= chunkBegins) {
                long begin = MemorySegment.ofBuffer(earlier.nioBuffer(0, 1)).address();
                return begin + (position - chunkBegins);
            }
        }
    }

    private static int setVarint(long to, long value, int bytes) {
        long rest = value;
        for (int i = 0; i < bytes - 1; i++) {
            Memory.ALL.set(ValueLayout.JAVA_BYTE, to + i, (byte) (rest | 0x80));
            rest >>>= 7;
        }
        Memory.ALL.set(ValueLayout.JAVA_BYTE, to + bytes - 1, (byte) rest);
        return bytes;
    }

    /** Makes sure that {@code bytes} more bytes, at most {@value #FIRST_BYTES}, fit into the current chunk. */
    void require(int bytes) {
        if (capacity - at < bytes) {
            nextChunk();
        }
    }

    /** Appends the {@code count} digits of {@code value}, for which there is room, two at a time. */
    void digits(long value, int count, byte[] pairs) {
        long rest = value;
        long end = address + at + count;
        at += count;
        while (rest >= 100) {
            int pair = 2 * (int) (rest % 100);
            rest /= 100;
            end -= 2;
            Memory.ALL.set(ValueLayout.JAVA_BYTE, end, pairs[pair]);
            Memory.ALL.set(ValueLayout.JAVA_BYTE, end + 1, pairs[pair + 1]);
        }
        int pair = 2 * (int) rest;
        if (rest >= 10) {
            Memory.ALL.set(ValueLayout.JAVA_BYTE, end - 2, pairs[pair]);
            Memory.ALL.set(ValueLayout.JAVA_BYTE, end - 1, pairs[pair + 1]);
        } else {
            Memory.ALL.set(ValueLayout.JAVA_BYTE, end - 1, pairs[pair + 1]);
        }
    }

    /**
     * {@return the next chunk to send, in order, or null if there is none} It and its
     * {@linkplain #costOf cost} belong to the caller. Nothing that may still be withdrawn must be in this buffer.
     */
    public @Nullable ByteBuf take() {
        ByteBuf first = full.pollFirst();
        if (first != null) {
            taken += first.readableBytes();
        }
        if (first != null || chunk == null) {
            return first;
        }
        taken += at;
        ByteBuf last = chunk.writerIndex(at);
        before += at;
        chunk = null;
        at = 0;
        capacity = 0;
        return last;
    }

    /** {@return what a chunk that was taken has from the budget; the caller gives it back when the chunk has left} */
    public static long costOf(ByteBuf taken) {
        return taken.capacity() > FIRST_BYTES ? CHUNK_BYTES : 0;
    }

    /** Forgets what is in this buffer. */
    public void discard() {
        for (ByteBuf left = take(); left != null; left = take()) {
            budget.release(costOf(left));
            left.release();
        }
    }

    private ByteBuf chunk() {
        ByteBuf current = chunk;
        if (current == null) {
            throw new IllegalStateException("nothing to withdraw");
        }
        return current;
    }

    private void nextChunk() {
        checkLimit();
        boolean first = chunk == null && before == 0;
        if (!first) {
            reserveChunk();
        }
        ByteBuf current = chunk;
        if (current != null) {
            before += at;
            full.addLast(current.writerIndex(at));
        }
        use(allocator.directBuffer(first ? FIRST_BYTES : CHUNK_BYTES));
        at = 0;
    }

    private void reserveChunk() {
        if (overdraws) {
            budget.reserve(CHUNK_BYTES);
        } else if (!budget.tryReserve(CHUNK_BYTES)) {
            throw new BufferLimitException(true);
        }
    }

    private void use(ByteBuf buffer) {
        chunk = buffer;
        capacity = buffer.capacity();
        address = MemorySegment.ofBuffer(buffer.nioBuffer(0, capacity)).address();
    }

    private void drop(ByteBuf unused) {
        budget.release(costOf(unused));
        unused.release();
    }
}
