package io.sqld.storage.mvsqlite;

import io.sqld.storage.mvsqlite.kv.Key;
import io.sqld.storage.mvsqlite.kv.KeyRange;
import io.sqld.storage.mvsqlite.kv.Versionstamp;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Where everything is in the store. docs/MVSQLITE.md has the table.
 *
 * <p>A namespace is known by the versionstamp of the commit that made it, so that a name can be used again while what
 * it meant before is being removed.
 */
final class Keys {
    private static final byte NAMES = 'n';
    private static final byte RECORDS = 'i';
    private static final byte DATA = 'd';
    private static final byte HEAD = 'h';
    private static final byte PAGES = 'p';
    private static final byte CHANGELOG = 'l';
    private static final byte STAGED = 's';
    private static final byte REFERENCES = 'r';
    private static final byte LEASES = 't';
    private static final byte CONFLICTS = 'k';

    private final Key prefix;

    /** Everything is below a prefix, so that a store can be shared. */
    Keys(Key prefix) {
        this.prefix = prefix;
    }

    Key name(String namespace) {
        return under(NAMES, namespace.getBytes(StandardCharsets.UTF_8));
    }

    KeyRange names() {
        return KeyRange.prefix(under(NAMES, new byte[0]));
    }

    /** {@return the namespace that the key of a name is of} */
    String namespace(Key nameKey) {
        var bytes = nameKey.bytes();
        int start = prefix.bytes().length + 1;
        return new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
    }

    Key record(Versionstamp namespace) {
        return under(RECORDS, namespace.bytes());
    }

    Key head(Versionstamp namespace) {
        return data(namespace, HEAD, new byte[0]);
    }

    /** Before the versionstamps of a page. */
    Key page(Versionstamp namespace, int page) {
        return data(namespace, PAGES, page(page));
    }

    /** All versions of a page up to one. */
    KeyRange pageVersions(Versionstamp namespace, int page, Versionstamp last) {
        var key = page(namespace, page);
        return new KeyRange(key, join(key, last.bytes()).next());
    }

    /** Before the versionstamps of the changelog; the number of a chunk follows them. */
    Key changelog(Versionstamp namespace) {
        return data(namespace, CHANGELOG, new byte[0]);
    }

    /** The changelog after one version and up to another. */
    KeyRange changelog(Versionstamp namespace, Versionstamp after, Versionstamp last) {
        var key = changelog(namespace);
        return new KeyRange(join(key, after.bytes()).afterPrefix(), join(key, last.bytes()).afterPrefix());
    }

    Key staged(Versionstamp namespace, Key staging, int page) {
        return join(staged(namespace, staging), page(page));
    }

    Key staged(Versionstamp namespace, Key staging) {
        return data(namespace, STAGED, staging.bytes());
    }

    Key reference(Versionstamp namespace, int page) {
        return data(namespace, REFERENCES, page(page));
    }

    KeyRange references(Versionstamp namespace, int page, Versionstamp last) {
        var key = reference(namespace, page);
        return new KeyRange(key, join(key, last.bytes()).next());
    }

    Key lease(Versionstamp namespace, Key staging) {
        return data(namespace, LEASES, staging.bytes());
    }

    KeyRange leases(Versionstamp namespace) {
        return KeyRange.prefix(data(namespace, LEASES, new byte[0]));
    }

    /** Never has a value: what transactions that read or write the page declare. */
    Key conflict(Versionstamp namespace, int page) {
        return data(namespace, CONFLICTS, page(page));
    }

    /** The conflict keys of all pages. */
    KeyRange conflicts(Versionstamp namespace) {
        return KeyRange.prefix(data(namespace, CONFLICTS, new byte[0]));
    }

    /** Everything of a namespace but its name and record. */
    KeyRange all(Versionstamp namespace) {
        return KeyRange.prefix(under(DATA, namespace.bytes()));
    }

    static Key join(Key before, byte[] after) {
        return Key.of(ByteBuffer.allocate(before.bytes().length + after.length).put(before.bytes()).put(after).array());
    }

    private Key data(Versionstamp namespace, byte kind, byte[] rest) {
        return Key.of(ByteBuffer.allocate(prefix.bytes().length + Versionstamp.BYTES + 2 + rest.length)
                .put(prefix.bytes())
                .put(DATA)
                .put(namespace.bytes())
                .put(kind)
                .put(rest)
                .array());
    }

    private Key under(byte kind, byte[] rest) {
        return Key.of(ByteBuffer.allocate(prefix.bytes().length + 1 + rest.length)
                .put(prefix.bytes())
                .put(kind)
                .put(rest)
                .array());
    }

    private static byte[] page(int page) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(page).array();
    }
}
