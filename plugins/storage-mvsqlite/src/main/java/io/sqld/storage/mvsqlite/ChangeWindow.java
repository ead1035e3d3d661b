package io.sqld.storage.mvsqlite;

import io.sqld.storage.mvsqlite.kv.Versionstamp;
import java.util.HashMap;
import java.util.Map;

/**
 * When each page was last changed, as far as this node has followed the changelog: everything after {@link #begin} and
 * up to {@link #end}. Guarded by the namespace.
 */
final class ChangeWindow {
    private static final int PAGES_MAX = 200_000;

    private final Map<Integer, Versionstamp> lastChanges = new HashMap<>();
    private Versionstamp begin;
    private Versionstamp end;

    ChangeWindow(Versionstamp at) {
        begin = at;
        end = at;
    }

    Versionstamp begin() {
        return begin;
    }

    Versionstamp end() {
        return end;
    }

    /** The commits up to a version are known. */
    void extend(Iterable<ChangelogEntry> entries, Versionstamp to) {
        for (var entry : entries) {
            for (int page : entry.pages()) {
                lastChanges.put(page, entry.version());
            }
            for (int page = entry.pagesAfter() + 1; page <= entry.pagesBefore(); page++) {
                lastChanges.put(page, entry.version());
            }
        }
        end = to;
        if (lastChanges.size() > PAGES_MAX) {
            reset(to);
        }
    }

    /** Nothing before a version is known any more. */
    void reset(Versionstamp at) {
        lastChanges.clear();
        begin = at;
        end = at;
    }

    /** {@return whether a page is certainly the same at both versions} */
    boolean unchanged(int page, Versionstamp from, Versionstamp to) {
        if (from.equals(to)) {
            return true;
        }
        if (from.compareTo(begin) < 0 || to.compareTo(end) > 0) {
            return false;
        }
        var last = lastChanges.get(page);
        return last == null || last.compareTo(from) <= 0;
    }
}
