package io.sqld.frontend.http.json;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A piece of an array, shared with its owner: the text of a JSON string where it stood in the request, or a copy of its
 * own if it had to be unescaped.
 */
public final class Bytes {
    private final byte[] array;
    private final int offset;
    private final int length;

    /** {@code length} bytes of {@code array}, from {@code offset} on. */
    public Bytes(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /** All of {@code array}. */
    public static Bytes of(byte[] array) {
        return new Bytes(array, 0, array.length);
    }

    /** {@return the array, which is shared} */
    public byte[] array() {
        return array;
    }

    /** {@return where in the array it begins} */
    public int offset() {
        return offset;
    }

    /** {@return how many bytes it has} */
    public int length() {
        return length;
    }

    /** {@return the array as memory, for sinks} */
    public MemorySegment segment() {
        return MemorySegment.ofArray(array);
    }

    /** {@return whether these are the given bytes} */
    public boolean matches(byte[] other) {
        return Arrays.equals(array, offset, offset + length, other, 0, other.length);
    }

    /** {@return the text, which was checked to be UTF-8 when it was read} */
    public String text() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(
                array, offset, offset + length, that.array, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
