package io.sqld.storage.libsql;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of a {@code -wal} file in order, and verifies their checksums. Through a channel of its own: SQLite
 * takes no locks on this file, so that it may be opened and closed beside it. Used by one thread at a time.
 */
final class WalReader implements AutoCloseable {
    private static final int BATCH_FRAMES = 64;

    private final Path wal;
    private final WalChecksum sum = new WalChecksum();
    private @Nullable FileChannel channel;
    private @Nullable WalHeader header;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(0);
    private ByteBuffer words = buffer;
    private MemorySegment memory = MemorySegment.ofBuffer(buffer);
    private final int[] sums = new int[2 * BATCH_FRAMES];
    private int frames;

    WalReader(Path wal) {
        this.wal = wal;
    }

    /** {@return the header that the file has now, if it has one} */
    Optional<WalHeader> header() throws IOException {
        var bytes = ByteBuffer.allocate(WalHeader.BYTES);
        while (bytes.hasRemaining() && channel().read(bytes, bytes.position()) > 0) {
            // all of it
        }
        return WalHeader.parse(bytes.flip());
    }

    /** {@return whether the frames read are those below this header} */
    boolean reads(WalHeader candidate) {
        return candidate.equals(header);
    }

    /** Goes before the first frame below {@code newHeader}. */
    void begin(WalHeader newHeader) {
        header = newHeader;
        frames = 0;
        sum.set(newHeader.sum1(), newHeader.sum2());
        int bytes = BATCH_FRAMES * newHeader.frameBytes();
        if (buffer.capacity() < bytes) {
            buffer = ByteBuffer.allocateDirect(bytes);
            memory = MemorySegment.ofBuffer(buffer);
        }
        words = buffer.clear().duplicate().order(newHeader.order());
    }

    /** Makes the next read begin at the first frame. */
    void reset() {
        header = null;
    }

    /** {@return how many frames have been read and found whole since {@link #begin}} */
    int frames() {
        return frames;
    }

    /**
     * Reads the next frames, at most {@code max}.
     *
     * @return how many there are and are whole; they stay until the next call
     */
    int fill(long max) throws IOException {
        WalHeader own = begun();
        int frameBytes = own.frameBytes();
        buffer.clear().limit((int) Math.min(max, BATCH_FRAMES) * frameBytes);
        long position = WalHeader.BYTES + (long) frames * frameBytes;
        while (buffer.hasRemaining() && channel().read(buffer, position + buffer.position()) > 0) {
            // as much as there is
        }
        int whole = 0;
        while ((whole + 1) * frameBytes <= buffer.position() && verify(own, whole)) {
            whole++;
        }
        frames += whole;
        return whole;
    }

    private boolean verify(WalHeader own, int index) {
        int at = index * own.frameBytes();
        if (buffer.getInt(at) == 0 || buffer.getInt(at + 8) != own.salt1() || buffer.getInt(at + 12) != own.salt2()) {
            return false;
        }
        int sum1 = sum.first();
        int sum2 = sum.second();
        sum.add(words, at, 8);
        sum.add(words, at + WalHeader.FRAME_HEADER_BYTES, own.pageBytes());
        if (sum.first() != buffer.getInt(at + 16) || sum.second() != buffer.getInt(at + 20)) {
            sum.set(sum1, sum2);
            return false;
        }
        sums[2 * index] = sum.first();
        sums[2 * index + 1] = sum.second();
        return true;
    }

    /** {@return the page number of a frame of the last {@link #fill}} */
    int page(int index) {
        return buffer.getInt(index * begun().frameBytes());
    }

    /** {@return the size of the database if that frame commits; otherwise 0} */
    int databaseSizePages(int index) {
        return buffer.getInt(index * begun().frameBytes() + Integer.BYTES);
    }

    /** {@return the first half of the running checksum at that frame} */
    int sum1(int index) {
        return sums[2 * index];
    }

    /** {@return the second half} */
    int sum2(int index) {
        return sums[2 * index + 1];
    }

    /** {@return the page of that frame, until the next {@link #fill}} */
    MemorySegment data(int index) {
        WalHeader own = begun();
        return memory.asSlice((long) index * own.frameBytes() + WalHeader.FRAME_HEADER_BYTES, own.pageBytes());
    }

    private WalHeader begun() {
        WalHeader own = header;
        if (own == null) {
            throw new IllegalStateException("not begun");
        }
        return own;
    }

    private FileChannel channel() throws IOException {
        FileChannel open = channel;
        if (open == null || !open.isOpen()) {
            open = FileChannel.open(wal, StandardOpenOption.READ);
            channel = open;
        }
        return open;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
