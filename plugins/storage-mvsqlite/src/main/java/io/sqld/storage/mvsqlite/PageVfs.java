package io.sqld.storage.mvsqlite;

import io.sqld.sqlite.FileType;
import io.sqld.sqlite.OpenFlag;
import io.sqld.sqlite.ResultCode;
import io.sqld.sqlite.Vfs;
import io.sqld.sqlite.VfsException;
import io.sqld.sqlite.VfsFile;
import io.sqld.storage.mvsqlite.kv.StoreException;
import io.sqld.storage.mvsqlite.kv.Versionstamp;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What SQLite sees of the store: a database by the name of its namespace; {@code name@version} is its state at a
 * version, to be read only.
 */
final class PageVfs implements Vfs {
    private static final Logger LOG = LoggerFactory.getLogger(PageVfs.class);
    private static final char AT = '@';

    private final PageStore store;
    private final CommitGroups groups;
    private final long transactionBytesMax;
    private final ConcurrentHashMap<String, JournalFile> superJournals = new ConcurrentHashMap<>();

    PageVfs(PageStore store, long transactionBytesMax) {
        this.store = store;
        this.groups = new CommitGroups(store);
        this.transactionBytesMax = transactionBytesMax;
    }

    @Override
    public VfsFile open(String name, FileType type, int flags) {
        return switch (type) {
            case MAIN_DATABASE -> database(name, (flags & OpenFlag.CREATE) != 0);
            case SUPER_JOURNAL -> superJournal(name, (flags & OpenFlag.CREATE) != 0);
            case MAIN_JOURNAL -> new JournalFile(transactionBytesMax);
            case WAL -> throw new VfsException(ResultCode.CANTOPEN, "there is no WAL");
            case TEMPORARY_DATABASE, TRANSIENT_DATABASE, TEMPORARY_JOURNAL, SUBJOURNAL -> {
                throw new IllegalArgumentException(type.toString());
            }
        };
    }

    private DatabaseFile database(String name, boolean create) {
        try {
            int at = name.indexOf(AT);
            var pinned =
                    at < 0 ? Optional.<Versionstamp>empty() : Optional.of(Versionstamp.parse(name.substring(at + 1)));
            var found = create && at < 0 ? Optional.of(store.create(name))
                    : store.find(at < 0 ? name : name.substring(0, at));
            return new DatabaseFile(store,
                    found.orElseThrow(() -> new VfsException(ResultCode.CANTOPEN, "no database " + name)), pinned,
                    transactionBytesMax, groups);
        } catch (StoreException | IllegalArgumentException e) {
            LOG.warn("cannot open {}: {}", name, e.getMessage());
            throw new VfsException(ResultCode.CANTOPEN, "cannot open " + name);
        }
    }

    private JournalFile superJournal(String name, boolean create) {
        var present = create ? superJournals.computeIfAbsent(name, key -> new JournalFile(transactionBytesMax))
                : superJournals.get(name);
        if (present == null) {
            throw new VfsException(ResultCode.CANTOPEN, name);
        }
        return present;
    }

    @Override
    public void delete(String name) {
        if (superJournals.remove(name) != null) {
            groups.commit(name);
        }
    }

    /** There is never a journal of a transaction to roll back: what was not committed is not in the store. */
    @Override
    public boolean exists(String name) {
        return superJournals.containsKey(name);
    }

    @Override
    public String fullName(String name) {
        return name;
    }

    @Override
    public void failed(String operation, Throwable cause) {
        LOG.error("the file system failed in {}", operation, cause);
    }
}
