package io.sqld.frontend.http.json;

import java.util.Arrays;

/** A growing array of bytes. */
final class ByteBuilder {
    private byte[] array;
    private int length;

    ByteBuilder(int capacity) {
        array = new byte[capacity];
    }

    void append(int value) {
        reserve(1);
        array[length++] = (byte) value;
    }

    void append(byte[] source, int offset, int count) {
        reserve(count);
        System.arraycopy(source, offset, array, length, count);
        length += count;
    }

    void appendCodePoint(int codePoint) {
        if (codePoint < 0x80) {
            append(codePoint);
        } else if (codePoint < 0x800) {
            append(0xC0 | codePoint >> 6);
            append(0x80 | (codePoint & 0x3F));
        } else if (codePoint < 0x1_0000) {
            append(0xE0 | codePoint >> 12);
            append(0x80 | (codePoint >> 6 & 0x3F));
            append(0x80 | (codePoint & 0x3F));
        } else {
            append(0xF0 | codePoint >> 18);
            append(0x80 | (codePoint >> 12 & 0x3F));
            append(0x80 | (codePoint >> 6 & 0x3F));
            append(0x80 | (codePoint & 0x3F));
        }
    }

    Bytes bytes() {
        return new Bytes(array, 0, length);
    }

    private void reserve(int count) {
        if (array.length - length < count) {
            array = Arrays.copyOf(array, Math.max(Math.addExact(length, count), Math.min(2 * length, 1 << 30)));
        }
    }
}
