package io.sqld.storage.mvsqlite.kv;

import com.apple.foundationdb.Database;
import com.apple.foundationdb.FDB;
import com.apple.foundationdb.FDBException;
import io.sqld.storage.mvsqlite.kv.StoreException.Kind;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A FoundationDB cluster (<a href="https://apple.github.io/foundationdb/api-general.html">API</a>).
 *
 * <p>The client library has one network thread for the process, which starts with the first store and ends with the
 * process.
 */
public final class FdbStore implements KeyValueStore {
    /** What clients of 7.3 and later speak. */
    private static final int API_VERSION = 730;

    private final Database database;
    private final Duration timeout;

    /** Takes a database of the client library; closes it in the end. */
    FdbStore(Database database, Duration timeout) {
        this.database = database;
        this.timeout = timeout;
    }

    /**
     * Connects. Does not wait for the cluster: the first call that it does not answer within {@code timeout} fails.
     *
     * @param clusterFile says where the cluster is; the client library rewrites it when that changes
     * @throws StoreException {@code UNAVAILABLE} if the client library is missing or refuses the file
     */
    public static FdbStore open(Path clusterFile, Duration timeout) {
        try {
            return new FdbStore(FDB.selectAPIVersion(API_VERSION).open(clusterFile.toString()), timeout);
        } catch (LinkageError e) {
            throw new StoreException(Kind.UNAVAILABLE, "the FoundationDB client library libfdb_c.so is missing: install"
                    + " the package foundationdb-clients of the cluster's version, or name the file with"
                    + " -DFDB_LIBRARY_PATH_FDB_C=/path/to/libfdb_c.so", e);
        } catch (FDBException e) {
            throw new StoreException(Kind.UNAVAILABLE, "FoundationDB refuses the cluster file " + clusterFile + ": "
                    + e.getMessage(), e);
        }
    }

    @Override
    public KeyValueTransaction begin() {
        var transaction = database.createTransaction();
        transaction.options().setReadYourWritesDisable();
        return new FdbTransaction(transaction, timeout);
    }

    @Override
    public void close() {
        database.close();
    }
}
