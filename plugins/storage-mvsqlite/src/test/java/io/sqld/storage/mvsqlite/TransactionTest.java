package io.sqld.storage.mvsqlite;

import static io.sqld.storage.mvsqlite.Node.query;
import static io.sqld.storage.mvsqlite.Node.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sqld.sqlite.ResultCode;
import io.sqld.sqlite.SqliteConnection;
import io.sqld.sqlite.SqliteException;
import io.sqld.storage.mvsqlite.kv.LocalStore;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Transactions of SQLite on two nodes over one store. */
@ParameterizedClass
@EnumSource
class TransactionTest {
    private static final String FILL =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
                    + " INSERT INTO t SELECT i, %s FROM n";

    private final ConflictMode mode;
    private final LocalStore store =
            LocalStore.inMemory(InstantSource.system(), Duration.ofSeconds(5), Duration.ofSeconds(20));
    private final Node here;
    private final Node there;

    TransactionTest(ConflictMode mode) {
        this.mode = mode;
        here = new Node("here", store, mode, 1);
        there = new Node("there", store, mode, 2);
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
        store.close();
    }

    @Test
    void whatOneNodeCommitsTheOtherSeesAtOnce() {
        try (var a = here.open("db");
                var b = there.open("db")) {
            a.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT); INSERT INTO t VALUES (1, 'first')");
            assertThat(query(b, "SELECT * FROM t")).containsExactly("1|first");
            b.execute("INSERT INTO t VALUES (2, 'second')");
            assertThat(query(a, "SELECT * FROM t")).containsExactly("1|first", "2|second");
            a.execute("UPDATE t SET body = 'changed' WHERE id = 2");
            assertThat(query(b, "SELECT body FROM t WHERE id = 2")).containsExactly("changed");
            assertThat(value(b, "PRAGMA integrity_check")).isEqualTo("ok");
        }
    }

    @Test
    void aTransactionSeesOneState() {
        try (var a = here.open("db");
                var b = there.open("db")) {
            a.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, body); INSERT INTO t VALUES (1, 'old')");
            b.execute("BEGIN");
            assertThat(value(b, "SELECT body FROM t")).isEqualTo("old");
            a.execute("UPDATE t SET body = 'new'; CREATE TABLE u(x)");
            assertThat(value(b, "SELECT body FROM t")).isEqualTo("old");
            assertThat(value(b, "SELECT count(*) FROM sqlite_schema")).isEqualTo("1");
            b.execute("COMMIT");
            assertThat(value(b, "SELECT body FROM t")).isEqualTo("new");
        }
    }

    @Test
    void theSecondOfTwoThatChangeTheSameRowIsRefusedAndRolledBack() {
        try (var a = here.open("db");
                var b = there.open("db")) {
            a.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, n); INSERT INTO t VALUES (1, 0)");
            a.execute("BEGIN; UPDATE t SET n = n + 1");
            b.execute("BEGIN; UPDATE t SET n = n + 10");
            a.execute("COMMIT");
            assertThat(refusal(b, "COMMIT")).isEqualTo(ResultCode.BUSY_SNAPSHOT);
            assertThat(b.autocommit()).isTrue();
            assertThatThrownBy(() -> b.execute("COMMIT")).hasMessageContaining("no transaction is active");
            assertThat(value(b, "SELECT n FROM t")).isEqualTo("1");
            b.execute("UPDATE t SET n = n + 10");
            assertThat(value(a, "SELECT n FROM t")).isEqualTo("11");
        }
    }

    @Test
    void writeSkewIsRefused() {
        try (var a = here.open("db");
                var b = there.open("db")) {
            a.execute("CREATE TABLE x(n); CREATE TABLE y(n); INSERT INTO x VALUES (1); INSERT INTO y VALUES (1)");
            a.execute("BEGIN; UPDATE x SET n = n - 1 WHERE (SELECT sum(n) FROM y) > 0");
            b.execute("BEGIN; UPDATE y SET n = n - 1 WHERE (SELECT sum(n) FROM x) > 0");
            a.execute("COMMIT");
            assertThat(refusal(b, "COMMIT")).isEqualTo(ResultCode.BUSY_SNAPSHOT);
            assertThat(value(b, "SELECT (SELECT n FROM x) + (SELECT n FROM y)")).isEqualTo("1");
        }
    }

    @Test
    void writersOfDifferentPagesBothCommit() {
        try (var a = here.open("db");
                var b = there.open("db")) {
            a.execute("CREATE TABLE x(n); CREATE TABLE y(n); INSERT INTO x VALUES (1); INSERT INTO y VALUES (1)");
            a.execute("BEGIN; UPDATE x SET n = 2");
            b.execute("BEGIN; UPDATE y SET n = 2");
            a.execute("COMMIT");
            switch (mode) {
                case PAGE -> {
                    b.execute("COMMIT");
                    assertThat(value(a, "SELECT (SELECT n FROM x) + (SELECT n FROM y)")).isEqualTo("4");
                }
                case NAMESPACE -> assertThat(refusal(b, "COMMIT")).isEqualTo(ResultCode.BUSY_SNAPSHOT);
            }
        }
    }

    @Test
    void aCursorThatIsOpenAcrossARefusedCommitGoesOnInTheStateBefore() {
        try (var a = here.open("db");
                var b = there.open("db")) {
            a.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, n); INSERT INTO t VALUES (1, 0), (2, 0), (3, 0)");
            b.execute("BEGIN; UPDATE t SET n = 7");
            a.execute("UPDATE t SET n = 1");
            try (var cursor = b.prepare("SELECT n FROM t", 0, false).statement().orElseThrow()) {
                assertThat(cursor.step()).isTrue();
                assertThat(cursor.columnText(0)).isEqualTo("7");
                assertThat(refusal(b, "COMMIT")).isEqualTo(ResultCode.BUSY_SNAPSHOT);
                assertThat(cursor.step()).isTrue();
                assertThat(cursor.columnText(0)).isEqualTo("0");
            }
            assertThat(query(b, "SELECT n FROM t")).containsExactly("1", "1", "1");
        }
    }

    @Test
    void aCursorThatIsOpenAcrossACommitGoesOn() {
        try (var a = here.open("db")) {
            a.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, n)");
            a.execute(FILL.formatted(3000, "zeroblob(100)"));
            try (var cursor = a.prepare("SELECT id FROM t", 0, false).statement().orElseThrow()) {
                int rows = 0;
                while (cursor.step()) {
                    rows++;
                    if (rows == 10) {
                        a.execute("UPDATE t SET n = 'changed' WHERE id = 2999");
                    }
                }
                assertThat(rows).isEqualTo(3000);
            }
            assertThat(value(a, "SELECT n FROM t WHERE id = 2999")).isEqualTo("changed");
        }
    }

    @Test
    void aRollbackAfterPagesWereWrittenEarlyCommitsNothing() {
        try (var a = here.open("db")) {
            a.execute(
                    "PRAGMA cache_size = 10; CREATE TABLE t(id INTEGER PRIMARY KEY, n);"
                            + " INSERT INTO t VALUES (0, 'kept')");
            var before = value(a, "PRAGMA sqld_version");
            a.execute("BEGIN; " + FILL.formatted(2000, "zeroblob(500)") + "; UPDATE t SET n = 'lost'; ROLLBACK");
            assertThat(value(a, "PRAGMA sqld_version")).isEqualTo(before);
            assertThat(query(a, "SELECT * FROM t")).containsExactly("0|kept");
            assertThat(value(a, "PRAGMA integrity_check")).isEqualTo("ok");
        }
    }

    @Test
    void aSavepointThatSpilledRollsBack() {
        try (var a = here.open("db");
                var b = there.open("db")) {
            a.execute("PRAGMA cache_size = 10; CREATE TABLE t(id INTEGER PRIMARY KEY, n)");
            a.execute("BEGIN; INSERT INTO t VALUES (0, 'kept'); SAVEPOINT s; " + FILL.formatted(2000, "zeroblob(500)")
                    + "; ROLLBACK TO s; INSERT INTO t VALUES (1, 'too'); RELEASE s; COMMIT");
            assertThat(query(b, "SELECT * FROM t")).containsExactly("0|kept", "1|too");
            assertThat(value(b, "PRAGMA integrity_check")).isEqualTo("ok");
        }
    }

    @Test
    void aLargeTransactionIsCommittedWhole() {
        try (var a = here.open("db");
                var b = there.open("db")) {
            a.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, n)");
            a.execute("BEGIN; " + FILL.formatted(20_000, "randomblob(1000)"));
            assertThat(value(b, "SELECT count(*) FROM t")).isEqualTo("0");
            a.execute("COMMIT");
            assertThat(value(b, "SELECT count(*) FROM t")).isEqualTo("20000");
            assertThat(value(b, "PRAGMA integrity_check")).isEqualTo("ok");
            assertThat(value(b, "SELECT sum(length(n)) FROM t")).isEqualTo("20000000");
        }
    }

    @Test
    void severalDatabasesCommitTogetherOrNotAtAll() {
        try (var a = here.open("one");
                var b = there.open("two")) {
            a.execute("ATTACH 'two' AS two; CREATE TABLE t(n); CREATE TABLE two.u(n);"
                    + " INSERT INTO t VALUES (0); INSERT INTO two.u VALUES (0)");
            a.execute("BEGIN; UPDATE t SET n = 1; UPDATE two.u SET n = 1; COMMIT");
            assertThat(value(b, "SELECT n FROM u")).isEqualTo("1");
            a.execute("BEGIN; UPDATE t SET n = 2; UPDATE two.u SET n = 2");
            b.execute("UPDATE u SET n = 10");
            assertThat(refusal(a, "COMMIT")).isEqualTo(ResultCode.BUSY_SNAPSHOT);
            assertThat(a.autocommit()).isTrue();
            assertThat(query(a, "SELECT t.n, u.n FROM t, two.u")).containsExactly("1|10");
            a.execute("BEGIN; UPDATE t SET n = 3; UPDATE two.u SET n = 3; COMMIT");
            assertThat(value(b, "SELECT n FROM u")).isEqualTo("3");
        }
    }

    @Test
    void vacuumGivesPagesBack() {
        try (var a = here.open("db");
                var b = there.open("db")) {
            a.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, n)");
            a.execute(FILL.formatted(2000, "zeroblob(1000)"));
            int before = Integer.parseInt(value(a, "PRAGMA page_count"));
            a.execute("DELETE FROM t WHERE id > 10; VACUUM");
            assertThat(Integer.parseInt(value(b, "PRAGMA page_count"))).isLessThan(before / 10);
            assertThat(value(b, "SELECT count(*) FROM t")).isEqualTo("10");
            assertThat(value(b, "PRAGMA integrity_check")).isEqualTo("ok");
        }
    }

    @Test
    void whatTransactionsRelyOnCannotBeSwitchedOff() {
        try (var a = here.open("db")) {
            a.execute("CREATE TABLE t(n)");
            assertThat(value(a, "PRAGMA journal_mode")).isEqualTo("delete");
            for (var pragma : new String[] {"journal_mode = WAL", "journal_mode = OFF", "locking_mode = EXCLUSIVE",
                    "synchronous = OFF", "page_size = 1024"}) {
                assertThatThrownBy(() -> query(a, "PRAGMA " + pragma)).as(pragma).hasMessageContaining("mvsqlite");
            }
            for (var pragma : new String[] {"journal_mode = MEMORY", "synchronous = FULL", "locking_mode = NORMAL"}) {
                a.execute("PRAGMA " + pragma);
            }
        }
    }

    @Test
    void aPastStateIsReadByItsVersionAndOnlyRead() {
        try (var a = here.open("db")) {
            a.execute("CREATE TABLE t(n); INSERT INTO t VALUES ('then')");
            var version = value(a, "PRAGMA sqld_version");
            a.execute("UPDATE t SET n = 'now'");
            try (var past = there.open("db@" + version)) {
                assertThat(value(past, "SELECT n FROM t")).isEqualTo("then");
                assertThat(refusal(past, "UPDATE t SET n = 'never'") & 0xff).isEqualTo(ResultCode.READONLY);
            }
            assertThat(value(a, "SELECT n FROM t")).isEqualTo("now");
        }
    }

    @Test
    void versionsThatNobodyCanReadAreRemoved() {
        try (var a = here.open("db");
                var b = there.open("db")) {
            a.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, n)");
            a.execute(FILL.formatted(3000, "randomblob(1000)"));
            var old = value(a, "PRAGMA sqld_version");
            for (int i = 0; i < 5; i++) {
                a.execute("UPDATE t SET n = " + i + " WHERE id % 7 = " + i);
            }
            var namespace = there.pages.find("db").orElseThrow();
            assertThat(there.collector.collect(namespace, namespace.snapshot().version())).isPositive();
            assertThat(there.collector.collect(namespace, namespace.snapshot().version())).isZero();
            assertThat(value(b, "PRAGMA integrity_check")).isEqualTo("ok");
            assertThat(value(b, "SELECT count(*) FROM t WHERE typeof(n) = 'blob'"))
                    .isEqualTo(value(a, "SELECT count(*) FROM t WHERE id % 7 > 4"));
            var past = catchThrowableOfType(SqliteException.class, () -> {
                try (var connection = there.open("db@" + old)) {
                    query(connection, "SELECT * FROM t");
                }
            });
            assertThat(past.primaryCode()).isEqualTo(ResultCode.IOERR);
            a.execute("INSERT INTO t VALUES (0, 'after')");
            assertThat(value(b, "SELECT n FROM t WHERE id = 0")).isEqualTo("after");
        }
    }

    @Test
    void aDatabaseIsMadeOnceAndListed() {
        try (var a = here.open("b");
                var b = there.open("b");
                var c = there.open("a")) {
            a.execute("CREATE TABLE t(n)");
            assertThat(query(b, "SELECT count(*) FROM t")).containsExactly("0");
            assertThat(query(c, "SELECT * FROM sqlite_schema")).isEmpty();
        }
        assertThat(here.pages.names()).containsExactly("a", "b");
        assertThat(here.pages.find("c")).isEmpty();
    }

    private static int refusal(SqliteConnection sqlite, String sql) {
        return catchThrowableOfType(SqliteException.class, () -> sqlite.execute(sql)).code();
    }
}
