package io.sqld.storage.libsql;

import io.sqld.testkit.SessionRunner;
import java.util.SplittableRandom;

/** Statements of all kinds that change a database: rows, schema, size. */
final class RandomWorkload {
    private static final int TABLES = 4;

    private final SplittableRandom random;

    RandomWorkload(SplittableRandom random) {
        this.random = random;
    }

    /** Makes one random change, or a transaction of some. */
    void step(SessionRunner session) {
        String table = "t" + random.nextInt(TABLES);
        session.run("CREATE TABLE IF NOT EXISTS " + table + " (id INTEGER PRIMARY KEY, a, b)");
        switch (random.nextInt(12)) {
            case 0 -> session.run("VACUUM");
            case 1 -> session.run("CREATE INDEX IF NOT EXISTS i_" + table + " ON " + table + " (b, a)");
            case 2 -> session.run("DROP INDEX IF EXISTS i_" + table);
            case 3 -> session.run("DROP TABLE " + table);
            case 4 -> session.run("DELETE FROM " + table + " WHERE id % 3 = ?", random.nextInt(3));
            case 5 -> insert(session, table, 300 + random.nextInt(700)); // larger than the cache of some connections
            case 6 -> rolledBack(session, table);
            case 7 -> session.run("UPDATE " + table + " SET b = randomblob(length(b)) WHERE id % 2 = 0");
            case 8 -> session.run("ALTER TABLE " + table + " ADD COLUMN c" + random.nextInt(Integer.MAX_VALUE));
            default -> insert(session, table, 1 + random.nextInt(5));
        }
    }

    private void insert(SessionRunner session, String table, int rows) {
        session.run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) INSERT INTO " + table
                + " (a, b) SELECT i, randomblob(?) FROM n", rows, random.nextInt(2000));
    }

    private void rolledBack(SessionRunner session, String table) {
        session.run("BEGIN");
        insert(session, table, 200);
        session.run("SAVEPOINT s");
        insert(session, table, 200);
        session.run("ROLLBACK TO s");
        session.run(random.nextBoolean() ? "COMMIT" : "ROLLBACK");
    }
}
