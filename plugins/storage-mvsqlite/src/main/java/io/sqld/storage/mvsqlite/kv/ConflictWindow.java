package io.sqld.storage.mvsqlite.kv;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What was written lately, to find conflicts. Used by the committing thread only. */
final class ConflictWindow {
    private record Written(long version, KeyRange range) {
        boolean single() {
            return range.equals(KeyRange.of(range.begin()));
        }
    }

    /** The newest version of each single key written, and of each wider range. */
    private final NavigableMap<Key, Long> keys = new TreeMap<>();
    private final Map<KeyRange, Long> ranges = new HashMap<>();
    private final Deque<Written> oldestFirst = new ArrayDeque<>();
    private long beginning;

    ConflictWindow(long beginning) {
        this.beginning = beginning;
    }

    /** Since when it knows all writes. */
    long beginning() {
        return beginning;
    }

    void add(long version, KeyRange range) {
        var written = new Written(version, range);
        oldestFirst.add(written);
        if (written.single()) {
            keys.put(range.begin(), version);
        } else {
            ranges.merge(range, version, Math::max);
        }
    }

    /** Forgets what was written up to a version. */
    void forget(long version) {
        while (!oldestFirst.isEmpty() && oldestFirst.getFirst().version() <= version) {
            var written = oldestFirst.removeFirst();
            if (written.single()) {
                keys.remove(written.range().begin(), written.version());
            } else {
                ranges.remove(written.range(), written.version());
            }
        }
        beginning = Math.max(beginning, version);
    }

    /** {@return whether a key in the range was written after a version} */
    boolean writtenAfter(long version, KeyRange range) {
        for (long written : keys.subMap(range.begin(), range.end()).values()) {
            if (written > version) {
                return true;
            }
        }
        for (var written : ranges.entrySet()) {
            if (written.getValue() > version && !written.getKey().disjoint(range)) {
                return true;
            }
        }
        return false;
    }
}
