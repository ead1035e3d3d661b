package io.sqld.storage.libsql;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The header of a write-ahead log (<a href="https://sqlite.org/fileformat2.html#walformat">WAL format</a>). Each time
 * the log starts over it gets other salts, which every frame repeats.
 *
 * @param pageBytes of each frame's page
 * @param bigEndian how checksums take words
 * @param salt1 the first salt
 * @param salt2 the second
 * @param sum1 the first half of the checksum of the header, with which that of the frames begins
 * @param sum2 the second
 */
record WalHeader(int pageBytes, boolean bigEndian, int salt1, int salt2, int sum1, int sum2) {
    /** Bytes of the header of the log. */
    static final int BYTES = 32;
    /** Bytes before the page in each frame. */
    static final int FRAME_HEADER_BYTES = 24;

    private static final int MAGIC = 0x377f0682;
    private static final int VERSION = 3_007_000;
    private static final int SUMMED_BYTES = 24;

    /** {@return the header in the first bytes of a file, if they are one} */
    static Optional<WalHeader> parse(ByteBuffer bytes) {
        if (bytes.remaining() < BYTES || (bytes.getInt(0) & ~1) != MAGIC || bytes.getInt(4) != VERSION) {
            return Optional.empty();
        }
        boolean bigEndian = (bytes.getInt(0) & 1) != 0;
        var sum = new WalChecksum();
        sum.add(bytes.duplicate().order(order(bigEndian)), 0, SUMMED_BYTES);
        var header = new WalHeader(bytes.getInt(8), bigEndian, bytes.getInt(16), bytes.getInt(20), sum.first(),
                sum.second());
        boolean whole = header.sum1 == bytes.getInt(24) && header.sum2 == bytes.getInt(28)
                && header.pageBytes >= 512 && Integer.bitCount(header.pageBytes) == 1;
        return whole ? Optional.of(header) : Optional.empty();
    }

    /** {@return the order of the words that are summed} */
    ByteOrder order() {
        return order(bigEndian);
    }

    int frameBytes() {
        return FRAME_HEADER_BYTES + pageBytes;
    }

    private static ByteOrder order(boolean bigEndian) {
        return bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }
}
