package io.sqld.storage.mvsqlite;

import io.sqld.storage.mvsqlite.kv.Key;
import java.util.Arrays;
import java.util.Optional;

/**
 * What is stored at a version of a page: its content, or where the content of a large transaction was put before it
 * committed.
 */
final class PageImage {
    private static final byte RAW = 0;
    private static final byte REFERENCE = 2;

    private PageImage() {}

    static byte[] raw(byte[] content) {
        return tagged(RAW, content);
    }

    static byte[] reference(Key staging) {
        return tagged(REFERENCE, staging.bytes());
    }

    /** {@return where the content is, if it is not in the value itself} */
    static Optional<Key> reference(byte[] value) {
        return switch (value[0]) {
            case RAW -> Optional.empty();
            case REFERENCE -> Optional.of(Key.of(content(value)));
            default -> throw new FormatException("a page is stored in a form that this version of sqld does not know");
        };
    }

    static byte[] content(byte[] value) {
        return Arrays.copyOfRange(value, 1, value.length);
    }

    private static byte[] tagged(byte tag, byte[] rest) {
        var value = new byte[rest.length + 1];
        value[0] = tag;
        System.arraycopy(rest, 0, value, 1, rest.length);
        return value;
    }
}
