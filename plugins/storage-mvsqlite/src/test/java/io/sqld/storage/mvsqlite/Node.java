package io.sqld.storage.mvsqlite;

import io.sqld.sqlite.OpenFlag;
import io.sqld.sqlite.SqliteConnection;
import io.sqld.sqlite.SqliteLibrary;
import io.sqld.sqlite.VfsRegistration;
import io.sqld.storage.mvsqlite.kv.Key;
import io.sqld.storage.mvsqlite.kv.KeyValueStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One server on a store, for tests: what a process would have. */
final class Node implements AutoCloseable {
    private static final long TRANSACTION_BYTES_MAX = 64L << 20;

    final PageStore pages;
    final GarbageCollector collector;
    private final SqliteLibrary library = SqliteLibrary.bundled();
    private final VfsRegistration vfs;

    Node(String name, KeyValueStore store, ConflictMode mode, long seed) {
        var keys = new Keys(Key.of((byte) 'q'));
        var retry = new Retry(Duration.ofSeconds(20), () -> new SplittableRandom(seed));
        pages = new PageStore(store, keys, new PageCache(16L << 20), retry, mode, new SplittableRandom(seed));
        collector = new GarbageCollector(store, keys, retry);
        vfs = library.register("mv-" + name, new PageVfs(pages, TRANSACTION_BYTES_MAX));
    }

    SqliteConnection open(String database) {
        return library.open(database, OpenFlag.READWRITE | OpenFlag.CREATE, vfs.name());
    }

    static String value(SqliteConnection sqlite, String sql) {
        return query(sqlite, sql).getFirst();
    }

    /** {@return the rows of a query, their columns joined} */
    static List<String> query(SqliteConnection sqlite, String sql) {
        var rows = new ArrayList<String>();
        try (var statement = sqlite.prepare(sql, 0, false).statement().orElseThrow()) {
            while (statement.step()) {
                var row = new ArrayList<String>();
                for (int i = 0; i < statement.columnCount(); i++) {
                    row.add(statement.columnText(i));
                }
                rows.add(String.join("|", row));
            }
        }
        return rows;
    }

    @Override
    public void close() {
        vfs.close();
    }
}
