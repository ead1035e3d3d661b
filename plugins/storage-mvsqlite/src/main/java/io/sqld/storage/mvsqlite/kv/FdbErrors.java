package io.sqld.storage.mvsqlite.kv;

import com.apple.foundationdb.FDBException;
import io.sqld.storage.mvsqlite.kv.StoreException.Kind;

/**
 * What the <a href="https://apple.github.io/foundationdb/api-error-codes.html">error codes</a> of FoundationDB mean.
 */
final class FdbErrors {
    private FdbErrors() {}

    static StoreException exception(FDBException e) {
        return new StoreException(kind(e.getCode()), "FoundationDB: " + e.getMessage() + " (" + e.getCode() + ")", e);
    }

    static Kind kind(int code) {
        return switch (code) {
            case 1020 -> Kind.CONFLICT; // not_committed
            case 1021, 1039 -> Kind.MAYBE_COMMITTED; // commit_unknown_result, cluster_version_changed
            case 1007, 1009, 1037 -> Kind.RETRY; // transaction_too_old, future_version, process_behind
            // database_locked, memory limits of proxies, throttled by tag or range
            case 1038, 1042, 1051, 1078, 1213, 1223 -> Kind.THROTTLED;
            case 2101, 2102, 2103 -> Kind.TOO_LARGE; // transaction, key, value
            case 1036, 2000, 2017, 2021 -> Kind.MISUSE; // unreadable, invalid operation, used during commit
            default -> Kind.UNAVAILABLE; // timed out, cancelled, and whatever is to come
        };
    }
}
