package io.sqld.storage.libsql;

import java.nio.ByteBuffer;

/** The running checksum of a write-ahead log (<a
 * href="https://sqlite.org/fileformat2.html#checksum_algorithm">file format</a>). */
final class WalChecksum {
    private int first;
    private int second;

    /** Goes on from another sum. */
    void set(int newFirst, int newSecond) {
        first = newFirst;
        second = newSecond;
    }

    /** Adds so many bytes, a multiple of eight, as words in the order of {@code bytes}. */
    void add(ByteBuffer bytes, int from, int length) {
        int a = first;
        int b = second;
        for (int i = from; i < from + length; i += 2 * Integer.BYTES) {
            a += bytes.getInt(i) + b;
            b += bytes.getInt(i + Integer.BYTES) + a;
        }
        first = a;
        second = b;
    }

    int first() {
        return first;
    }

    int second() {
        return second;
    }
}
