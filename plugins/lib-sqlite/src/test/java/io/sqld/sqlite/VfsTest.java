package io.sqld.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** File systems written in Java. */
@ParameterizedClass
@EnumSource
class VfsTest {
    private static final String NAME = "memory-of-a-test";

    private final SqliteLibrary library;
    private final MemoryVfs vfs = new MemoryVfs();
    private final VfsRegistration registration;

    VfsTest(TestLibrary library) {
        this.library = library.load();
        registration = this.library.register(NAME, vfs);
    }

    @AfterEach
    void unregister() {
        registration.close();
        assertThat(library.openConnections()).isZero();
        assertThat(vfs.failures).isEmpty();
    }

    @Test
    void aDatabaseLivesInTheFilesOfAFileSystemInJava() {
        try (var sqlite = open()) {
            sqlite.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT); CREATE INDEX i ON t(body)");
            sqlite.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
                    + " INSERT INTO t SELECT i, 'row ' || i FROM n");
        }
        try (var sqlite = open()) {
            assertThat(value(sqlite, "SELECT count(*) || ' ' || max(body) FROM t")).isEqualTo("5000 row 999");
            assertThat(value(sqlite, "PRAGMA integrity_check")).isEqualTo("ok");
        }
    }

    @Test
    void aTransactionThatSpilledRollsBack() {
        try (var sqlite = open()) {
            sqlite.execute("PRAGMA cache_size = 10; CREATE TABLE t(body); INSERT INTO t VALUES ('kept')");
            sqlite.execute("BEGIN; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
                    + " INSERT INTO t SELECT zeroblob(1000) FROM n; ROLLBACK");
            assertThat(value(sqlite, "SELECT group_concat(body) FROM t")).isEqualTo("kept");
            assertThat(value(sqlite, "PRAGMA integrity_check")).isEqualTo("ok");
        }
    }

    @Test
    void temporaryFilesAreLeftToTheDefaultFileSystem() {
        try (var sqlite = open()) {
            sqlite.execute("PRAGMA temp_store = FILE; PRAGMA cache_size = 10; PRAGMA temp.cache_size = 10;"
                    + " CREATE TEMP TABLE t AS"
                    + " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
                    + " SELECT i, randomblob(500) AS body FROM n");
            assertThat(value(sqlite, "SELECT count(*) FROM (SELECT * FROM t ORDER BY body)")).isEqualTo("3000");
        }
        assertThat(vfs.asked).noneMatch(asked -> asked.contains("TEMPORARY") || asked.contains("TRANSIENT"));
    }

    @Test
    void aCommitAsksInTheOrderThatTransactionalStoresRelyOn() {
        try (var sqlite = open()) {
            sqlite.execute("CREATE TABLE t(a)");
            vfs.asked.clear();
            sqlite.execute("INSERT INTO t VALUES (1)");
        }
        assertThat(vfs.asked).containsSubsequence("lock SHARED", "lock RESERVED", "open MAIN_JOURNAL",
                "lock EXCLUSIVE", "write MAIN_DATABASE", "control SYNC ", "sync MAIN_DATABASE", "close MAIN_JOURNAL",
                "delete", "control COMMIT_PHASETWO", "unlock SHARED", "unlock NONE");
    }

    @Test
    void theAnswerToTheSyncControlDecidesTheCommit() {
        try (var sqlite = open()) {
            sqlite.execute("CREATE TABLE t(a)");
            vfs.onSyncControl = ResultCode.BUSY_SNAPSHOT;
            var refused = catchThrowableOfType(SqliteException.class, () -> sqlite.execute("INSERT INTO t VALUES (1)"));
            assertThat(refused.code()).isEqualTo(ResultCode.BUSY_SNAPSHOT);
            assertThat(sqlite.autocommit()).isTrue();
            vfs.onSyncControl = ResultCode.NOTFOUND;
            assertThat(value(sqlite, "SELECT count(*) FROM t")).isEqualTo("0");
        }
    }

    @Test
    void anExceptionBecomesAnInputOutputErrorAndIsTold() {
        try (var sqlite = open()) {
            sqlite.execute("CREATE TABLE t(a)");
            vfs.onWrite = new IllegalStateException("a fault in the file system");
            assertThatThrownBy(() -> sqlite.execute("INSERT INTO t VALUES (1)"))
                    .isInstanceOfSatisfying(SqliteException.class,
                            e -> assertThat(e.primaryCode()).isEqualTo(ResultCode.IOERR));
            assertThat(vfs.failures).contains(vfs.onWrite);
            vfs.onWrite = new VfsException(ResultCode.FULL, "no room");
            vfs.failures.clear();
            assertThatThrownBy(() -> sqlite.execute("INSERT INTO t VALUES (1)"))
                    .isInstanceOfSatisfying(SqliteException.class,
                            e -> assertThat(e.code()).isEqualTo(ResultCode.FULL));
            assertThat(vfs.failures).isEmpty();
            vfs.onWrite = null;
            sqlite.execute("INSERT INTO t VALUES (1)");
        }
    }

    @Test
    void anErrorOfTheJvmDoesNotEndIt() {
        try (var sqlite = open()) {
            vfs.onWrite = null;
            sqlite.execute("CREATE TABLE t(a)");
        }
        var broken = new Vfs() {
            @Override
            public VfsFile open(String name, FileType type, int flags) {
                throw new AssertionError("open");
            }

            @Override
            public void delete(String name) {}

            @Override
            public boolean exists(String name) {
                return false;
            }

            @Override
            public String fullName(String name) {
                return name;
            }

            @Override
            public void failed(String operation, Throwable cause) {
                throw new IllegalStateException("the listener is broken too");
            }
        };
        try (var other = library.register("broken-of-a-test", broken)) {
            assertThatThrownBy(() -> library.open("x", TestConnection.READ_WRITE, other.name()))
                    .isInstanceOf(SqliteException.class);
        }
    }

    @Test
    void aPragmaIsAnsweredOrRefusedByTheFile() {
        try (var sqlite = open()) {
            assertThat(value(sqlite, "PRAGMA greeting")).isEqualTo("hello nobody");
            assertThat(value(sqlite, "PRAGMA greeting = you")).isEqualTo("hello you");
            assertThatThrownBy(() -> sqlite.execute("PRAGMA refused")).hasMessage("never");
        }
    }

    @Test
    void aFileThatCannotBeOpenedIsRefused() {
        var refused = catchThrowableOfType(SqliteException.class,
                () -> library.open("missing", OpenFlag.READWRITE, NAME).execute("SELECT * FROM t"));
        assertThat(refused.code()).isEqualTo(ResultCode.CANTOPEN);
    }

    @Test
    void aFileThatSaysSoIsReadOnly() {
        try (var sqlite = library.open("db", TestConnection.READ_WRITE, NAME)) {
            sqlite.execute("CREATE TABLE t(a)");
        }
        vfs.contents.put("/db.fixed", vfs.contents.get("/db"));
        try (var sqlite = library.open("db.fixed", TestConnection.READ_WRITE, NAME)) {
            var refused = catchThrowableOfType(SqliteException.class, () -> sqlite.execute("INSERT INTO t VALUES (1)"));
            assertThat(refused.primaryCode()).isEqualTo(ResultCode.READONLY);
        }
    }

    @Test
    void aNameIsTakenOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> library.register(NAME, vfs))
                .withMessage("there is a VFS " + NAME + " already");
    }

    @Test
    void aFileSystemIsNotTakenAwayWhileAFileIsOpen() {
        try (var sqlite = open()) {
            sqlite.execute("CREATE TABLE t(a)");
            assertThatIllegalStateException().isThrownBy(registration::close).withMessage("files of the VFS are open");
        }
        registration.close();
        assertThatThrownBy(() -> library.open("db", TestConnection.READ_WRITE, NAME))
                .hasMessage("no such vfs: " + NAME);
    }

    private SqliteConnection open() {
        return library.open("db", TestConnection.READ_WRITE, NAME);
    }

    private static String value(SqliteConnection sqlite, String sql) {
        try (var statement = sqlite.prepare(sql, 0, false).statement().orElseThrow()) {
            assertThat(statement.step()).isTrue();
            return statement.columnText(0);
        }
    }
}
