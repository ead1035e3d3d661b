package io.sqld.storage.mvsqlite.kv;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HexFormat;

/**
 * When a transaction committed, among all of a store: no two have the same.
 *
 * @param version the version of the commit
 * @param order among those that committed at one version
 */
public record Versionstamp(long version, int order) implements Comparable<Versionstamp> {
    /** How long its bytes are. */
    public static final int BYTES = 10;
    /** Before every commit. */
    public static final Versionstamp ZERO = new Versionstamp(0, 0);
    /** Not before any commit. */
    public static final Versionstamp MAX = new Versionstamp(Long.MAX_VALUE, 0xffff);

    private static final Comparator<Versionstamp> ORDER =
            Comparator.comparingLong(Versionstamp::version).thenComparingInt(Versionstamp::order);

    /** {@return what is at the start of, or in the middle of, some bytes} */
    public static Versionstamp read(byte[] bytes, int offset) {
        var buffer = ByteBuffer.wrap(bytes, offset, BYTES);
        return new Versionstamp(buffer.getLong(), Short.toUnsignedInt(buffer.getShort()));
    }

    /**
     * {@return what {@link #toString} printed}
     *
     * @throws IllegalArgumentException if it is not 20 hexadecimal digits
     */
    public static Versionstamp parse(String hex) {
        if (hex.length() != BYTES * 2) {
            throw new IllegalArgumentException("a version has " + BYTES * 2 + " hexadecimal digits: " + hex);
        }
        return read(HexFormat.of().parseHex(hex), 0);
    }

    /** {@return its bytes, which sort as it does} */
    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(version).putShort((short) order).array();
    }

    @Override
    public int compareTo(Versionstamp other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes());
    }
}
