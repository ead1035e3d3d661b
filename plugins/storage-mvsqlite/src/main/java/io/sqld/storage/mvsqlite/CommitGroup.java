package io.sqld.storage.mvsqlite;

import io.sqld.sqlite.ResultCode;
import io.sqld.sqlite.VfsException;
import io.sqld.storage.mvsqlite.kv.StoreException;
import java.util.ArrayList;
import java.util.List;

/**
 * The databases of one connection that commit together (<a
 * href="https://sqlite.org/atomiccommit.html#multi_file_commit">multi-file commit</a>). Used by one thread.
 */
final class CommitGroup {
    private final PageStore store;
    private final List<DatabaseFile> files = new ArrayList<>();
    private boolean abandoned;

    CommitGroup(PageStore store) {
        this.store = store;
    }

    void add(DatabaseFile file) {
        files.add(file);
    }

    /** One of the databases rolls back: none commits. */
    void abandon() {
        abandoned = true;
    }

    /**
     * All commit, or none.
     *
     * @throws VfsException which makes SQLite roll all of them back
     */
    void commit() {
        if (abandoned || files.isEmpty()) {
            return;
        }
        var changes = new ArrayList<Change>();
        files.forEach(file -> file.change().ifPresent(changes::add));
        try {
            if (!changes.isEmpty()) {
                var version = store.commit(changes);
                files.forEach(file -> file.committed(version));
            }
        } catch (ConflictException e) {
            throw doom(new VfsException(ResultCode.BUSY_SNAPSHOT, e.toString()));
        } catch (OutcomeUnknownException e) {
            throw doom(new VfsException(ResultCode.IOERR_FSYNC, "the outcome of the commit is unknown"));
        } catch (StoreException e) {
            throw doom(DatabaseFile.refused(e));
        }
    }

    private VfsException doom(VfsException refusal) {
        files.forEach(DatabaseFile::doom);
        return refusal;
    }
}
