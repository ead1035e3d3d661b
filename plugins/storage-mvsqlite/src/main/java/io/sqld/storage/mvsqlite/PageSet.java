package io.sqld.storage.mvsqlite;

import java.util.BitSet;
import java.util.function.IntConsumer;

/** A set of page numbers, from 1. Not thread-safe. */
final class PageSet {
    private final BitSet pages = new BitSet();
    private int size;

    void add(int page) {
        if (!pages.get(page)) {
            pages.set(page);
            size++;
        }
    }

    boolean contains(int page) {
        return pages.get(page);
    }

    void clear() {
        pages.clear();
        size = 0;
    }

    int size() {
        return size;
    }

    void forEach(IntConsumer action) {
        for (int page = pages.nextSetBit(0); page >= 0; page = pages.nextSetBit(page + 1)) {
            action.accept(page);
        }
    }
}
