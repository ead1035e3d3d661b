package io.sqld.storage.libsql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.sql.NamespaceName;
import io.sqld.api.storage.Database;
import io.sqld.api.storage.OpenMode;
import io.sqld.sqlite.OpenFlag;
import io.sqld.sqlite.SqliteConnection;
import io.sqld.sqlite.SqliteLibrary;
import io.sqld.testkit.SessionRunner;
import io.sqld.testkit.TestStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpeningTest {
    @TempDir Path directory;

    private static SqliteConnection foreign(Path file) {
        return SqliteLibrary.bundled().open(file.toString(), OpenFlag.READWRITE | OpenFlag.CREATE);
    }

    private TestStorage serve(Path file) {
        return TestStorage.start(new LibsqlFactory(), directory, "file = \"" + file + "\"");
    }

    private SqldException refused(Path file) {
        SqldException error = refusedAs(file);
        assertThat(error.message()).contains(file.toString()).doesNotContain("\n");
        return error;
    }

    private SqldException refusedAs(Path file) {
        var error = new SqldException[1];
        assertThatThrownBy(() -> serve(file)).isInstanceOfSatisfying(SqldException.class, e -> error[0] = e);
        return error[0];
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 1024, 4096, 65536})
    void aFileOfAnotherProgramIsServedAsItIs(int pageSize) {
        Path file = directory.resolve("app.db");
        try (SqliteConnection connection = foreign(file)) {
            connection.execute("PRAGMA page_size = " + pageSize + "; PRAGMA journal_mode = DELETE;"
                    + "CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)");
        }
        try (TestStorage storage = serve(file); SessionRunner session = storage.session()) {
            assertThat(session.run("PRAGMA page_size").integer()).isEqualTo(pageSize);
            assertThat(session.run("PRAGMA journal_mode").value()).hasToString("'wal'");
            session.run("INSERT INTO t VALUES (3)");
            assertThat(session.run("SELECT count(*) FROM t").integer()).isEqualTo(3);
            assertThat(storage.backend().namespaces()).containsExactly(NamespaceName.DEFAULT);
        }
        assertThat(file.resolveSibling("app.db-wal")).as("a clean stop leaves one file").doesNotExist();
        try (SqliteConnection connection = foreign(file)) {
            assertThat(ConnectionOpener.number(connection, "SELECT count(*) FROM t")).isEqualTo(3);
        }
    }

    @Test
    void clientsFindTheSettingsOfUpstream() {
        try (TestStorage storage = serve(directory.resolve("new.db")); SessionRunner session = storage.session()) {
            assertThat(session.run("PRAGMA foreign_keys").integer()).isEqualTo(1);
            assertThat(session.run("PRAGMA page_size").integer()).isEqualTo(4096);
            assertThat(session.run("PRAGMA synchronous").integer()).isEqualTo(1);
            assertThat(session.fails("SELECT \"text\"").message()).startsWith("no such column: \"text\"");
        }
    }

    @Test
    void aDirectoryOfUpstreamIsServedAsItIs() throws Exception {
        Path data = Files.createDirectories(directory.resolve("dbs/default")).resolve("data");
        Files.createDirectories(directory.resolve("dbs/other"));
        try (SqliteConnection one = foreign(data);
                SqliteConnection two = foreign(directory.resolve("dbs/other/data"))) {
            one.execute("PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES ('one')");
            two.execute("PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES ('two')");
        }
        var other = new NamespaceName("other");
        try (TestStorage storage = TestStorage.start(new LibsqlFactory(), directory, "");
                SessionRunner session = storage.session();
                Database second = storage.backend().open(other, OpenMode.EXISTING);
                SessionRunner there = SessionRunner.open(second)) {
            assertThat(session.run("SELECT a FROM t").value()).hasToString("'one'");
            assertThat(there.run("SELECT a FROM t").value()).hasToString("'two'");
            assertThat(storage.backend().namespaces()).containsExactly(NamespaceName.DEFAULT, other);
            assertThatThrownBy(() -> storage.backend().open(new NamespaceName("third"), OpenMode.EXISTING))
                    .isInstanceOfSatisfying(
                            SqldException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.NAMESPACE_NOT_FOUND));
        }
    }

    @Test
    void aLogLeftByACrashIsRecovered() throws Exception {
        Path file = directory.resolve("app.db");
        Path copy = directory.resolve("copy.db");
        try (SqliteConnection connection = foreign(file)) {
            connection.execute("PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1)");
            Files.copy(file, copy);
            Files.copy(directory.resolve("app.db-wal"), directory.resolve("copy.db-wal"));
        }
        try (TestStorage storage = serve(copy); SessionRunner session = storage.session()) {
            assertThat(session.run("SELECT a FROM t").integer()).isEqualTo(1);
        }
    }

    @Test
    void aSymbolicLinkIsFollowed() throws Exception {
        Path file = directory.resolve("app.db");
        foreign(file).close();
        Path link = Files.createSymbolicLink(Files.createDirectory(directory.resolve("links")).resolve("l.db"), file);
        try (TestStorage storage = serve(link); SessionRunner session = storage.session()) {
            session.run("CREATE TABLE t (a)");
            assertThat(refusedAs(file).message()).contains("served by another sqld");
        }
    }

    @Test
    void aDirectoryIsRefused() throws Exception {
        assertThat(refused(Files.createDirectory(directory.resolve("d"))).code()).isEqualTo(ErrorCode.CANNOT_OPEN);
    }

    @Test
    void aFileInNoDirectoryIsRefused() {
        assertThat(refused(directory.resolve("nowhere/app.db")).code()).isEqualTo(ErrorCode.CANNOT_OPEN);
    }

    @Test
    void whatIsNoDatabaseIsRefused() throws Exception {
        Path file = directory.resolve("notes.txt");
        Files.writeString(file, "just some text, long enough to be taken for a header of a database file ".repeat(20));
        SqldException error = refused(file);
        assertThat(error.code()).isEqualTo(ErrorCode.CORRUPT);
        assertThat(error.message()).contains("not a SQLite database");
        assertThat(Files.readString(file)).startsWith("just some text");
    }

    @Test
    void aDatabaseLockedByAnotherProgramIsRefused() {
        Path file = directory.resolve("app.db");
        try (SqliteConnection connection = foreign(file)) {
            connection.execute("CREATE TABLE t (a); BEGIN EXCLUSIVE");
            SqldException error = refused(file);
            assertThat(error.code()).isEqualTo(ErrorCode.CANNOT_OPEN);
            assertThat(error.message()).contains("locked by another program");
        }
    }

    @Test
    void aDatabaseIsServedByOneServerOnly() {
        Path file = directory.resolve("app.db");
        try (TestStorage first = serve(file); SessionRunner session = first.session()) {
            SqldException error = refused(file);
            assertThat(error.code()).isEqualTo(ErrorCode.CANNOT_OPEN);
            assertThat(error.message()).contains("process " + ProcessHandle.current().pid());
            assertThat(session.run("SELECT 1").integer()).isEqualTo(1);
        }
        serve(file).close();
    }

    @Test
    void aFileOrDirectoryWithoutTheRightToWriteIsRefused() throws Exception {
        Path closed = Files.createDirectory(directory.resolve("closed"));
        Path file = closed.resolve("app.db");
        foreign(file).close();
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assumeTrue(!Files.isWritable(closed), "this user may write everything");
            assertThat(refused(file).code()).isEqualTo(ErrorCode.READ_ONLY);
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void aLibraryThatIsNotThereIsNamedAtTheStart() {
        assertThatThrownBy(() -> TestStorage.start(new LibsqlFactory(), directory, "library = /no/such/libsql.so"))
                .isInstanceOfSatisfying(SqldException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.START_FAILED);
                    assertThat(e.message()).contains("libsql.library", "/no/such/libsql.so");
                });
    }
}
