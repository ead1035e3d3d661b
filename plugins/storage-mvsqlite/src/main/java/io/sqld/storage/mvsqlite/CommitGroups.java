package io.sqld.storage.mvsqlite;

import java.util.concurrent.ConcurrentHashMap;

/** The commit groups of a node, by the name of their super-journal. Thread-safe. */
final class CommitGroups {
    private final PageStore store;
    private final ConcurrentHashMap<String, CommitGroup> groups = new ConcurrentHashMap<>();

    CommitGroups(PageStore store) {
        this.store = store;
    }

    CommitGroup join(String superJournal, DatabaseFile file) {
        var group = groups.computeIfAbsent(superJournal, name -> new CommitGroup(store));
        group.add(file);
        return group;
    }

    /** The super-journal goes: that is the commit of its group. */
    void commit(String superJournal) {
        var group = groups.remove(superJournal);
        if (group != null) {
            group.commit();
        }
    }
}
