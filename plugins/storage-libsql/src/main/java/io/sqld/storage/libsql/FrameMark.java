package io.sqld.storage.libsql;

import java.nio.ByteBuffer;

/**
 * A frame of the log, and its place in the write-ahead log that it came from: what tells, after a crash, whether the
 * one still continues the other.
 *
 * @param number of the frame
 * @param checksum of the log up to it
 * @param salt1 of the write-ahead log
 * @param salt2 likewise
 * @param walFrame the frame's place there, from 1; 0 for its beginning
 * @param sum1 the running checksum of the write-ahead log at that place
 * @param sum2 likewise
 */
record FrameMark(long number, long checksum, int salt1, int salt2, int walFrame, int sum1, int sum2) {
    static final int BYTES = 2 * Long.BYTES + 5 * Integer.BYTES;

    static FrameMark get(ByteBuffer bytes, int at) {
        int place = at + 2 * Long.BYTES;
        return new FrameMark(
                bytes.getLong(at),
                bytes.getLong(at + Long.BYTES),
                bytes.getInt(place),
                bytes.getInt(place + 4),
                bytes.getInt(place + 8),
                bytes.getInt(place + 12),
                bytes.getInt(place + 16));
    }

    void put(ByteBuffer bytes, int at) {
        int place = at + 2 * Long.BYTES;
        bytes.putLong(at, number);
        bytes.putLong(at + Long.BYTES, checksum);
        bytes.putInt(place, salt1);
        bytes.putInt(place + 4, salt2);
        bytes.putInt(place + 8, walFrame);
        bytes.putInt(place + 12, sum1);
        bytes.putInt(place + 16, sum2);
    }

    boolean inLog(int otherSalt1, int otherSalt2) {
        return salt1 == otherSalt1 && salt2 == otherSalt2;
    }
}
