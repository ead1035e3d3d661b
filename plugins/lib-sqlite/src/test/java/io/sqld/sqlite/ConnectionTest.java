package io.sqld.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a connection tells and what it lets one set. */
@ParameterizedClass
@EnumSource
class ConnectionTest {
    private final SqliteLibrary library;
    private SqliteConnection sqlite;

    @TempDir private Path directory;

    ConnectionTest(TestLibrary which) {
        library = which.load();
        sqlite = library.open(":memory:", TestConnection.READ_WRITE);
    }

    @BeforeEach
    void useAFile() {
        sqlite.close();
        sqlite = open("test.db", TestConnection.READ_WRITE);
        sqlite.execute("PRAGMA journal_mode = WAL; CREATE TABLE t(a)");
    }

    @AfterEach
    void close() {
        sqlite.close();
        assertThat(library.openConnections()).isZero();
        assertThat(library.openStatements()).isZero();
    }

    @Test
    void changesAreCounted() {
        sqlite.execute("INSERT INTO t VALUES(1),(2),(3)");
        assertThat(sqlite.changes()).isEqualTo(3);
        assertThat(sqlite.lastInsertRowid()).isEqualTo(3);
        sqlite.execute("UPDATE t SET a = 5 WHERE a > 1");
        assertThat(sqlite.changes()).isEqualTo(2);
        assertThat(sqlite.totalChanges()).isEqualTo(5);
        sqlite.setLastInsertRowid(1L << 40);
        assertThat(sqlite.lastInsertRowid()).isEqualTo(1L << 40);
    }

    @Test
    void theTransactionIsKnown() {
        assertThat(sqlite.autocommit()).isTrue();
        assertThat(sqlite.transactionState()).isEqualTo(TxnState.NONE);
        sqlite.execute("BEGIN");
        assertThat(sqlite.autocommit()).isFalse();
        assertThat(sqlite.transactionState()).isEqualTo(TxnState.NONE);
        sqlite.execute("SELECT * FROM t");
        assertThat(sqlite.transactionState()).isEqualTo(TxnState.READ);
        sqlite.execute("INSERT INTO t VALUES(1)");
        assertThat(sqlite.transactionState()).isEqualTo(TxnState.WRITE);
        sqlite.execute("ROLLBACK");
        assertThat(sqlite.autocommit()).isTrue();
    }

    @Test
    void errorsHaveExtendedCodes() {
        sqlite.execute("CREATE TABLE u(a UNIQUE NOT NULL)");
        var error = catchThrowableOfType(SqliteException.class, () -> sqlite.execute("INSERT INTO u VALUES(NULL)"));
        assertThat(error.code()).isEqualTo(ResultCode.CONSTRAINT_NOTNULL);
        assertThat(error.primaryCode()).isEqualTo(ResultCode.CONSTRAINT);
        assertThat(sqlite.extendedErrorCode()).isEqualTo(ResultCode.CONSTRAINT_NOTNULL);
        assertThat(sqlite.errorMessage()).isEqualTo("NOT NULL constraint failed: u.a");
    }

    @Test
    void aLockOfAnotherConnectionIsBusyAtOnceOrAfterTheTimeout() {
        try (var other = open("test.db", OpenFlag.READWRITE)) {
            other.execute("BEGIN IMMEDIATE");
            for (int timeout : new int[] {0, 50}) {
                sqlite.busyTimeout(timeout);
                var error = catchThrowableOfType(SqliteException.class,
                        () -> sqlite.execute("INSERT INTO t VALUES(1)"));
                assertThat(error.primaryCode()).isEqualTo(ResultCode.BUSY);
            }
        }
    }

    @Test
    void aStaleSnapshotHasItsOwnCode() {
        sqlite.execute("BEGIN; SELECT * FROM t");
        try (var other = open("test.db", OpenFlag.READWRITE)) {
            other.execute("INSERT INTO t VALUES(1)");
        }
        var error = catchThrowableOfType(SqliteException.class, () -> sqlite.execute("INSERT INTO t VALUES(2)"));
        assertThat(error.code()).isEqualTo(ResultCode.BUSY_SNAPSHOT);
        sqlite.execute("ROLLBACK");
    }

    @Test
    void aReadOnlyConnectionReadsOnly() {
        try (var reader = open("test.db", OpenFlag.READONLY)) {
            assertThat(reader.readOnly("main")).isTrue();
            var error = catchThrowableOfType(SqliteException.class, () -> reader.execute("INSERT INTO t VALUES(1)"));
            assertThat(error.primaryCode()).isEqualTo(ResultCode.READONLY);
        }
        assertThat(sqlite.readOnly("main")).isFalse();
        assertThatThrownBy(() -> sqlite.readOnly("nowhere")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatCannotBeOpenedIsRefusedAndLeavesNothingOpen() throws IOException {
        assertThat(catchThrowableOfType(SqliteException.class, () -> open("missing.db", OpenFlag.READWRITE)).code())
                .isEqualTo(ResultCode.CANTOPEN);
        assertThat(catchThrowableOfType(SqliteException.class,
                () -> library.open(directory.resolve("no/such/dir.db").toString(), TestConnection.READ_WRITE))
                .primaryCode()).isEqualTo(ResultCode.CANTOPEN);
        assertThatThrownBy(() -> library.open(":memory:", TestConnection.READ_WRITE, "no-vfs"))
                .isInstanceOf(SqliteException.class)
                .hasMessage("no such vfs: no-vfs");
        assertThatThrownBy(() -> library.open("a\0b", TestConnection.READ_WRITE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> library.open("x", TestConnection.READ_WRITE | OpenFlag.FULLMUTEX))
                .isInstanceOf(IllegalArgumentException.class);
        Files.writeString(directory.resolve("text.db"), "this is not a database, however long it may be".repeat(100));
        try (var text = open("text.db", OpenFlag.READWRITE)) {
            assertThat(catchThrowableOfType(SqliteException.class, () -> text.execute("SELECT * FROM t")).code())
                    .isEqualTo(ResultCode.NOTADB);
        }
        assertThat(library.openConnections()).isEqualTo(1);
    }

    @Test
    void filenamesMayHaveAnyCharacter() {
        try (var other = open("dätä €𝄞 ?#%.db", TestConnection.READ_WRITE)) {
            other.execute("CREATE TABLE t(a)");
        }
        assertThat(directory.resolve("dätä €𝄞 ?#%.db")).exists();
    }

    @Test
    void limitsAreSetAndTold() {
        int before = sqlite.limit(LimitCategory.VARIABLE_NUMBER, 5);
        assertThat(before).isGreaterThan(100);
        assertThat(sqlite.limit(LimitCategory.VARIABLE_NUMBER, -1)).isEqualTo(5);
        assertThatThrownBy(() -> sqlite.prepare("SELECT ?6", 0, false)).isInstanceOf(SqliteException.class);
        assertThatThrownBy(() -> sqlite.limit(99, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void optionsAreSwitched() {
        assertThat(sqlite.configure(ConfigOption.ENABLE_FKEY, true)).isTrue();
        assertThat(sqlite.configured(ConfigOption.ENABLE_FKEY)).isTrue();
        assertThat(sqlite.configure(ConfigOption.ENABLE_FKEY, false)).isFalse();
        assertThat(sqlite.configure(ConfigOption.DEFENSIVE, true)).isTrue();
        assertThat(sqlite.configure(ConfigOption.ENABLE_LOAD_EXTENSION, false)).isFalse();
        assertThatThrownBy(() -> sqlite.configure(9999, true)).isInstanceOf(SqliteException.class);
        assertThatThrownBy(() -> sqlite.configure(1000, true)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sqlite.configure(1001, true)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sqlCannotLoadExtensions() {
        assertThatThrownBy(() -> sqlite.execute("SELECT load_extension('libm.so.6')"))
                .isInstanceOf(SqliteException.class)
                .hasMessage("not authorized");
    }

    @Test
    void checkpointsTellWhatTheyDid() {
        sqlite.autocheckpoint(0);
        sqlite.execute("INSERT INTO t VALUES(1)");
        var result = sqlite.checkpoint("main", CheckpointMode.PASSIVE);
        assertThat(result.busy()).isFalse();
        assertThat(result.logFrames()).isEqualTo(result.checkpointedFrames()).isPositive();
        assertThat(directory.resolve("test.db-wal")).isNotEmptyFile();
        assertThat(sqlite.checkpoint("", CheckpointMode.TRUNCATE)).isEqualTo(new CheckpointResult(false, 0, 0));
        assertThat(directory.resolve("test.db-wal")).isEmptyFile();
        assertThatThrownBy(() -> sqlite.checkpoint("nowhere", CheckpointMode.FULL)).isInstanceOf(SqliteException.class);
    }

    @Test
    void aReaderKeepsACheckpointFromCompleting() {
        sqlite.autocheckpoint(0);
        try (var reader = open("test.db", OpenFlag.READONLY)) {
            reader.execute("BEGIN; SELECT * FROM t");
            sqlite.execute("INSERT INTO t VALUES(1)");
            assertThat(sqlite.checkpoint("main", CheckpointMode.RESTART).busy()).isTrue();
        }
        assertThat(sqlite.checkpoint("main", CheckpointMode.RESTART).busy()).isFalse();
    }

    @Test
    void theFileAnswersControls() {
        try (var arena = Arena.ofConfined()) {
            var value = arena.allocate(ValueLayout.JAVA_INT);
            assertThat(sqlite.fileControl("main", FileControl.DATA_VERSION, value)).isEqualTo(ResultCode.OK);
            int before = value.get(ValueLayout.JAVA_INT, 0);
            try (var other = open("test.db", OpenFlag.READWRITE)) {
                other.execute("INSERT INTO t VALUES(1)");
            }
            sqlite.execute("SELECT * FROM t");
            sqlite.fileControl("main", FileControl.DATA_VERSION, value);
            assertThat(value.get(ValueLayout.JAVA_INT, 0)).isNotEqualTo(before);
            assertThat(sqlite.fileControl("main", 424_242, value)).isEqualTo(ResultCode.NOTFOUND);
        }
    }

    @Test
    void countersCount() {
        sqlite.execute("SELECT * FROM t");
        assertThat(sqlite.status(ConnectionCounter.CACHE_USED, false)).isPositive();
        sqlite.releaseMemory();
        assertThatThrownBy(() -> sqlite.status(999, false)).isInstanceOf(SqliteException.class);
    }

    @Test
    void aTransactionLeftOpenIsRolledBackByClosing() {
        try (var other = open("test.db", OpenFlag.READWRITE)) {
            other.execute("BEGIN; INSERT INTO t VALUES(1)");
        }
        assertThat(count(sqlite)).isZero();
        sqlite.execute("INSERT INTO t VALUES(2)");
    }

    @Test
    void executeStopsAtTheFirstError() {
        assertThatThrownBy(() -> sqlite.execute("INSERT INTO t VALUES(1); wrong; INSERT INTO t VALUES(2)"))
                .isInstanceOf(SqliteException.class);
        assertThat(count(sqlite)).isEqualTo(1);
    }

    @Test
    void aDatabaseIsCopiedPageByPage() {
        sqlite.execute("INSERT INTO t VALUES(zeroblob(100000))");
        try (var target = open("copy.db", TestConnection.READ_WRITE)) {
            try (var backup = target.restore("main", sqlite, "main")) {
                assertThat(backup.step(1)).isTrue();
                assertThatThrownBy(() -> target.execute("SELECT 1")).isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("backup");
                assertThat(backup.pageCount()).isGreaterThan(10);
                assertThat(backup.remaining()).isEqualTo(backup.pageCount() - 1);
                while (backup.step(5)) {
                    assertThat(backup.remaining()).isPositive();
                }
            }
            assertThat(count(target)).isEqualTo(1);
        }
    }

    @Test
    void aBackupEndsWithItsConnections() {
        sqlite.execute("INSERT INTO t VALUES(zeroblob(100000))");
        var target = open("copy.db", TestConnection.READ_WRITE);
        var source = open("test.db", OpenFlag.READWRITE);
        var backup = target.restore("main", source, "main");
        assertThat(backup.step(1)).isTrue();
        source.close();
        assertThatThrownBy(() -> backup.step(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(backup::remaining).isInstanceOf(IllegalStateException.class);
        target.close();
        backup.close();
        var onto = open("copy.db", OpenFlag.READWRITE);
        assertThatThrownBy(() -> onto.restore("main", onto, "main")).isInstanceOf(SqliteException.class);
        assertThatThrownBy(() -> onto.restore("nowhere", sqlite, "main")).isInstanceOf(SqliteException.class);
        onto.close();
    }

    private SqliteConnection open(String name, int flags) {
        return library.open(directory.resolve(name).toString(), flags);
    }

    private static long count(SqliteConnection connection) {
        try (var statement = connection.prepare("SELECT count(*) FROM t", 0, false).statement().orElseThrow()) {
            statement.step();
            return statement.columnInt64(0);
        }
    }
}
