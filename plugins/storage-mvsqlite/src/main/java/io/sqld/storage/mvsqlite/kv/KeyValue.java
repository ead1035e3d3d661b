package io.sqld.storage.mvsqlite.kv;

import java.util.HexFormat;

/** A key and its value. */
public final class KeyValue {
    private final Key key;
    private final byte[] value;

    /** Creates one; {@code value} must not change afterwards. */
    public KeyValue(Key key, byte[] value) {
        this.key = key;
        this.value = value;
    }

    /** {@return the key} */
    public Key key() {
        return key;
    }

    /** {@return the value, which must not be changed} */
    public byte[] value() {
        return value;
    }

    @Override
    public String toString() {
        return key + "=" + HexFormat.of().formatHex(value);
    }
}
