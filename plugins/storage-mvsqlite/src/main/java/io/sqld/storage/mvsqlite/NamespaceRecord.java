package io.sqld.storage.mvsqlite;

import io.sqld.storage.mvsqlite.kv.Versionstamp;
import java.nio.ByteBuffer;

/**
 * What all nodes know about a namespace.
 *
 * @param oldest the changelog is complete after this version, and states from it on can be read
 */
record NamespaceRecord(Versionstamp oldest) {
    /** Of the layout of keys and values; a node that does not know it must not touch the namespace. */
    static final byte FORMAT = 1;

    byte[] encode() {
        return ByteBuffer.allocate(1 + Versionstamp.BYTES).put(FORMAT).put(oldest.bytes()).array();
    }

    static NamespaceRecord decode(byte[] value) {
        if (value[0] != FORMAT) {
            throw new FormatException("the database was written in format " + value[0]
                    + ", which this version of sqld does not know; use a newer one");
        }
        return new NamespaceRecord(Versionstamp.read(value, 1));
    }
}
