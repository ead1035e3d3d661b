package io.sqld.storage.mvsqlite.kv;

import java.util.Arrays;
import java.util.HexFormat;

/** A key: bytes, ordered as unsigned. Immutable. */
public final class Key implements Comparable<Key> {
    private final byte[] bytes;

    private Key(byte[] bytes) {
        this.bytes = bytes;
    }

    /** {@return a key of these bytes, which must not change afterwards} */
    public static Key of(byte... bytes) {
        return new Key(bytes);
    }

    /** {@return the bytes, which must not be changed} */
    public byte[] bytes() {
        return bytes;
    }

    /** {@return the smallest key above this one} */
    public Key next() {
        return new Key(Arrays.copyOf(bytes, bytes.length + 1));
    }

    /**
     * {@return the smallest key above all that begin with this one}
     *
     * @throws IllegalArgumentException if there is none
     */
    public Key afterPrefix() {
        int last = bytes.length - 1;
        while (last >= 0 && bytes[last] == (byte) 0xff) {
            last--;
        }
        if (last < 0) {
            throw new IllegalArgumentException("no key follows the prefix " + this);
        }
        var after = Arrays.copyOf(bytes, last + 1);
        after[last]++;
        return new Key(after);
    }

    /** {@return whether this key begins with another} */
    public boolean startsWith(Key prefix) {
        return bytes.length >= prefix.bytes.length
                && Arrays.equals(bytes, 0, prefix.bytes.length, prefix.bytes, 0, prefix.bytes.length);
    }

    @Override
    public int compareTo(Key other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof Key other && Arrays.equals(bytes, other.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
