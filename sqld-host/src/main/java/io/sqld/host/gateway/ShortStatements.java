package io.sqld.host.gateway;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Learns which statements are short, by their texts. Thread-safe, and of fixed size: texts that share a slot displace
 * each other, and counts may be lost between threads; both only cost what is gained by knowing.
 */
final class ShortStatements {
    private static final int SLOTS = 4096;
    /** Longer texts would make the table large, and cost more to compare than a hand-over. */
    private static final int CHARS_MAX = 2048;
    /** Runs that were short, less a penalty for each that was not, within these bounds. */
    private static final int SCORE_MAX = 16;
    private static final int SCORE_SHORT = 4;
    private static final int PENALTY = 6;
    /**
     * So many short runs it takes to try again what had to be begun anew: then a try that fails costs a hundredth of
     * its time for each run. A thread that loses its processor for a moment looks the same, and should not cost more.
     */
    private static final int SCORE_UNFIT = -100;

    private final long shortNanos;
    private final AtomicReferenceArray<Entry> slots = new AtomicReferenceArray<>(SLOTS);

    /** @param shortNanos how long a short run takes at most; 0 if none is short */
    ShortStatements(long shortNanos) {
        this.shortNanos = shortNanos;
    }

    /** {@return whether this statement has nearly always been short} */
    boolean contains(String text) {
        Entry entry = slots.get(slot(text));
        return entry != null && entry.score.getOpaque() >= SCORE_SHORT && entry.text.equals(text);
    }

    /** Notes how long a run took, or a part of one. */
    void ran(String text, long nanos) {
        if (text.length() > CHARS_MAX) {
            return;
        }
        int slot = slot(text);
        Entry entry = slots.get(slot);
        if (entry == null || !entry.text.equals(text)) {
            slots.setRelease(slot, new Entry(text));
            return;
        }
        int score = entry.score.getOpaque();
        if (nanos > shortNanos) {
            entry.score.setOpaque(Math.max(Math.min(score, 0), score - PENALTY));
        } else if (score < SCORE_MAX) {
            entry.score.setOpaque(score + 1);
        }
    }

    /** Notes that a statement, however short it usually is, had to be left to a worker: it writes, or took too long. */
    void unfit(String text) {
        Entry entry = slots.get(slot(text));
        if (entry != null && entry.text.equals(text)) {
            entry.score.setOpaque(SCORE_UNFIT);
        }
    }

    private static int slot(String text) {
        int hash = text.hashCode();
        return (hash ^ hash >>> 16) & SLOTS - 1;
    }

    private static final class Entry {
        final String text;
        final AtomicInteger score = new AtomicInteger();

        Entry(String text) {
            this.text = text;
        }
    }
}
