package io.sqld.storage.mvsqlite;

import io.sqld.sqlite.SqliteException;
import io.sqld.storage.mvsqlite.kv.LocalStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** A process that inserts on two connections and tells what was acknowledged, until it is killed. */
final class KilledWriter {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private KilledWriter() {}

    public static void main(String[] arguments) {
        var store = LocalStore.open(Path.of(arguments[0]), InstantSource.system(), Duration.ofSeconds(5), TIMEOUT);
        var node = new Node("killed", store, ConflictMode.PAGE, 1);
        try (var setUp = node.open("db")) {
            setUp.execute("CREATE TABLE x(n INTEGER PRIMARY KEY, pad); CREATE TABLE y(n INTEGER PRIMARY KEY, pad)");
        }
        for (var table : new String[] {"x", "y"}) {
            Thread.ofPlatform().start(() -> insert(node, table));
        }
    }

    private static void insert(Node node, String table) {
        try (var sqlite = node.open("db")) {
            for (int n = 1;;) {
                try {
                    sqlite.execute("INSERT INTO " + table + " VALUES (" + n + ", randomblob(200))");
                    System.out.println(table + " " + n);
                    n++;
                } catch (SqliteException conflict) {
                    // the other table grew on the same page; again
                }
            }
        }
    }
}
