package io.sqld.storage.mvsqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.sqlite.OpenFlag;
import io.sqld.sqlite.SqliteConnection;
import io.sqld.sqlite.SqliteException;
import io.sqld.sqlite.SqliteLibrary;
import io.sqld.storage.mvsqlite.kv.Faults;
import io.sqld.storage.mvsqlite.kv.FaultyStore;
import io.sqld.storage.mvsqlite.kv.LocalStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same statements on the store and on SQLite's own memory, with small caches, so that pages are written early. */
class DifferentialTest {
    private static final int STATEMENTS = 1500;
    /** The store may fail, as long as it does not tell a lone client of it. */
    private static final Faults FAULTS = new Faults(0.02, 0.02, 0.02, 0.02, 0.02);

    private final long seed = Long.getLong("test.seed", System.nanoTime());

    @ParameterizedTest
    @EnumSource
    void theResultsAreThoseOfStockSqlite(ConflictMode mode) {
        System.out.println("test.seed=" + seed);
        var random = new SplittableRandom(seed);
        try (var store = new FaultyStore(
                LocalStore.inMemory(InstantSource.system(), Duration.ofSeconds(5), Duration.ofSeconds(20)), FAULTS,
                new SplittableRandom(seed + 1));
                var node = new Node("differential", store, mode, seed + 2);
                var stored = node.open("main");
                var stock = SqliteLibrary.bundled().open(":memory:", OpenFlag.READWRITE | OpenFlag.CREATE)) {
            stored.execute("PRAGMA cache_size = 10; ATTACH 'other' AS other; PRAGMA other.cache_size = 10");
            stock.execute("ATTACH ':memory:' AS other");
            for (int i = 0; i < STATEMENTS; i++) {
                var sql = statement(random);
                assertThat(outcome(stored, sql)).as("statement %s: %s", i, sql).isEqualTo(outcome(stock, sql));
            }
            outcome(stored, "COMMIT");
            outcome(stock, "COMMIT");
            for (var sql : List.of("PRAGMA integrity_check", "SELECT * FROM sqlite_schema ORDER BY name",
                    "SELECT * FROM other.sqlite_schema ORDER BY name", content("main.t0"), content("main.t1"),
                    content("other.t2"), content("other.t3"))) {
                assertThat(outcome(stored, sql)).as(sql).isEqualTo(outcome(stock, sql));
            }
        }
    }

    private static String content(String table) {
        return "SELECT id, a, length(b), b FROM " + table + " ORDER BY id";
    }

    private static String outcome(SqliteConnection sqlite, String sql) {
        try {
            return String.join("\n", Node.query(sqlite, sql));
        } catch (SqliteException e) {
            return e.code() + " " + e.message();
        }
    }

    private static String statement(RandomGenerator random) {
        int number = random.nextInt(4);
        var table = (number < 2 ? "main.t" : "other.t") + number;
        int id = random.nextInt(200);
        return switch (random.nextInt(24)) {
            case 0 -> "CREATE TABLE " + table + "(id INTEGER PRIMARY KEY, a INTEGER UNIQUE, b)";
            case 1 -> random.nextInt(8) == 0 ? "DROP TABLE " + table : "ANALYZE " + table;
            case 2 -> "CREATE INDEX " + (number < 2 ? "main." : "other.") + "i" + number + " ON t" + number + "(b)";
            case 3 -> "DROP INDEX " + (number < 2 ? "main." : "other.") + "i" + number;
            case 4, 5 -> "BEGIN";
            case 6, 7 -> "COMMIT";
            case 8 -> "ROLLBACK";
            case 9, 10 -> "SAVEPOINT s" + random.nextInt(2);
            case 11 -> "ROLLBACK TO s" + random.nextInt(2);
            case 12 -> "RELEASE s" + random.nextInt(2);
            case 13 -> random.nextInt(6) == 0 ? "VACUUM" : "SELECT count(*), sum(a) FROM " + table;
            case 14 -> "DELETE FROM " + table + " WHERE id > " + id;
            case 15 -> "UPDATE " + table + " SET b = printf('%.*c', " + random.nextInt(3000) + ", 'u') WHERE id % 7 = "
                    + id % 7;
            case 16 -> "INSERT OR IGNORE INTO " + table + " VALUES (" + id + ", " + random.nextInt(300) + ", 'x')";
            case 17 -> "INSERT OR REPLACE INTO " + table + " VALUES (" + id + ", " + random.nextInt(300)
                    + ", zeroblob(" + random.nextInt(20_000) + "))";
            case 18, 19 -> "WITH RECURSIVE n(i) AS (SELECT " + id + " UNION ALL SELECT i + 1 FROM n WHERE i < " + id
                    + " + 60) INSERT INTO " + table + " SELECT i, i * 2, printf('%.*c', i % 900, 'b') FROM n";
            case 20 -> "INSERT INTO " + table + "(a, b) SELECT a + 1000, b FROM " + table + " WHERE id < " + id;
            case 21 -> "SELECT id, a, length(b) FROM " + table + " WHERE id BETWEEN " + id + " AND " + id + " + 20";
            case 22 -> "SELECT typeof(b), count(*) FROM " + table + " GROUP BY 1 ORDER BY 1";
            default -> "SELECT max(id), min(a), total(length(b)) FROM " + table;
        };
    }
}
