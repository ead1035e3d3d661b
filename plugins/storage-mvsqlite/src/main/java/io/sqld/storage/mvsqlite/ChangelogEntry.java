package io.sqld.storage.mvsqlite;

import io.sqld.storage.mvsqlite.kv.Key;
import io.sqld.storage.mvsqlite.kv.KeyValue;
import io.sqld.storage.mvsqlite.kv.Versionstamp;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;

/**
 * One part of what the changelog says about a commit: a large one has several.
 *
 * @param token of the committer
 * @param version of the commit
 * @param pagesBefore how long the database was
 * @param pagesAfter how long it became
 * @param pages that were written
 */
record ChangelogEntry(Key token, Versionstamp version, int pagesBefore, int pagesAfter, List<Integer> pages) {
    /** Fits into a value of the store, with every page number at its longest. */
    static final int PAGES_MAX = 15_000;
    private static final int HEADER_BYTES = Head.TOKEN_BYTES + 3 * Integer.BYTES;
    private static final int CONTINUES = 0x80;
    private static final int BITS = 7;

    /** {@return the values to store for a commit; each begins with the token} */
    static List<byte[]> encode(Key token, int pagesBefore, int pagesAfter, SortedSet<Integer> pages) {
        var values = new ArrayList<byte[]>();
        var all = List.copyOf(pages);
        for (int from = 0; from < Math.max(1, all.size()); from += PAGES_MAX) {
            var part = all.subList(from, Math.min(all.size(), from + PAGES_MAX));
            var buffer = ByteBuffer.allocate(HEADER_BYTES + part.size() * (Integer.BYTES + 1));
            buffer.put(token.bytes()).putInt(pagesBefore).putInt(pagesAfter).putInt(part.size());
            int last = 0;
            for (int page : part) {
                putVarint(buffer, page - last);
                last = page;
            }
            values.add(Arrays.copyOf(buffer.array(), buffer.position()));
        }
        return values;
    }

    /** {@return the entry at a key of the changelog} */
    static ChangelogEntry decode(KeyValue entry) {
        var buffer = ByteBuffer.wrap(entry.value());
        var token = new byte[Head.TOKEN_BYTES];
        buffer.get(token);
        int before = buffer.getInt();
        int after = buffer.getInt();
        int count = buffer.getInt();
        var pages = new ArrayList<Integer>(count);
        int page = 0;
        for (int i = 0; i < count; i++) {
            page += varint(buffer);
            pages.add(page);
        }
        var key = entry.key().bytes();
        var version = Versionstamp.read(key, key.length - 1 - Versionstamp.BYTES);
        return new ChangelogEntry(Key.of(token), version, before, after, pages);
    }

    private static void putVarint(ByteBuffer buffer, int value) {
        int rest = value;
        while ((rest & ~(CONTINUES - 1)) != 0) {
            buffer.put((byte) (rest | CONTINUES));
            rest >>>= BITS;
        }
        buffer.put((byte) rest);
    }

    private static int varint(ByteBuffer buffer) {
        int value = 0;
        int shift = 0;
        byte next;
        do {
            next = buffer.get();
            value |= (next & (CONTINUES - 1)) << shift;
            shift += BITS;
        } while ((next & CONTINUES) != 0);
        return value;
    }
}
