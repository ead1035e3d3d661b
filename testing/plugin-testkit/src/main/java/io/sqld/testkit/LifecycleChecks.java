package io.sqld.testkit;

import static io.sqld.testkit.Row.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.sqld.api.auth.Identity;
import io.sqld.api.auth.Permission;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.NamespaceName;
import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.Position;
import io.sqld.api.sql.Program;
import io.sqld.api.storage.Database;
import io.sqld.api.storage.OpenMode;
import io.sqld.api.storage.SessionRequest;
import io.sqld.api.storage.StorageBackend;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opening and closing: back ends, databases, sessions, executions. */
abstract class LifecycleChecks extends StorageChecks {
    private static final NamespaceName OTHER = new NamespaceName("other");

    LifecycleChecks(StorageBackendContract contract) {
        super(contract);
    }

    @Test
    void aDatabaseKeepsItsDataWhenItIsClosedAndOpenedAgain(@TempDir Path elsewhere) {
        try (TestStorage first = TestStorage.start(contract.factory(), elsewhere, settings());
                SessionRunner session = first.session()) {
            session.script("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)");
        }
        try (TestStorage second = TestStorage.start(contract.factory(), elsewhere, settings());
                SessionRunner session = second.session()) {
            assertThat(session.run("SELECT a FROM t ORDER BY a").rows()).containsExactly(row(1), row(2));
        }
    }

    @Test
    void aNamespaceThatDoesNotExistIsNotOpened() {
        assertThatExceptionOfType(SqldException.class)
                .isThrownBy(() -> storage().backend().open(new NamespaceName("missing"), OpenMode.EXISTING))
                .returns(ErrorCode.NAMESPACE_NOT_FOUND, SqldException::code);
        assertThat(storage().backend().namespaces()).doesNotContain(new NamespaceName("missing"));
    }

    @Test
    void namespacesAreSeparateAndListed() {
        try (Database other = storage().backend().open(OTHER, OpenMode.CREATE);
                SessionRunner there = SessionRunner.open(other)) {
            there.script("CREATE TABLE only_there (a)");
            assertThat(session().fails("SELECT * FROM only_there").code()).isEqualTo(ErrorCode.SQL_ERROR);
            assertThat(storage().backend().namespaces()).contains(NamespaceName.DEFAULT, OTHER).isSorted();
        }
        try (Database again = storage().backend().open(OTHER, OpenMode.EXISTING);
                SessionRunner there = SessionRunner.open(again)) {
            assertThat(there.run("SELECT count(*) FROM only_there").integer()).isZero();
        }
    }

    @Test
    void closingADatabaseEndsItsSessionsAndRollsBack() {
        Database other = storage().backend().open(OTHER, OpenMode.CREATE);
        try (SessionRunner session = SessionRunner.open(other)) {
            session.script("CREATE TABLE t (a); BEGIN; INSERT INTO t VALUES (1)");
            other.close();
            other.close();
            assertThatExceptionOfType(SqldException.class).isThrownBy(() -> other.openSession(SessionRunner.request()))
                    .returns(ErrorCode.SHUTTING_DOWN, SqldException::code);
        }
        try (Database again = storage().backend().open(OTHER, OpenMode.EXISTING);
                SessionRunner session = SessionRunner.open(again)) {
            assertThat(session.run("SELECT count(*) FROM t").integer()).isZero();
        }
    }

    @Test
    void closingASessionRollsBackAndMayHappenTwice() {
        SessionRunner writer = session("CREATE TABLE t (a); BEGIN IMMEDIATE; INSERT INTO t VALUES (1)");
        writer.close();
        writer.close();
        assertThat(session().run("SELECT count(*) FROM t").integer()).isZero();
        assertThat(session().run("INSERT INTO t VALUES (2)").changes()).isEqualTo(1);
    }

    @Test
    void closingASessionClosesItsExecutions() {
        SessionRunner session = session("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)");
        Execution execution = session.session().start(Program.of("SELECT a FROM t", ParameterSource.NONE));
        SessionRunner.advance(execution, new RecordingSink(1), Deadline.NEVER);
        session.close();
        assertThatNoException().isThrownBy(execution::close);
        assertThat(session().run("DELETE FROM t").changes()).isEqualTo(2);
    }

    @Test
    void aBackEndThatNeverStartedCanBeClosed(@TempDir Path elsewhere) {
        try (var context = new TestContext(elsewhere)) {
            StorageBackend backend = TestSettings.create(contract.factory(), context, settings());
            assertThatNoException().isThrownBy(() -> {
                backend.close();
                backend.close();
            });
        }
    }

    @Test
    void aSessionThatWasOpenedAndNotUsedCostsNothingToClose() {
        for (int i = 0; i < 1_000; i++) {
            session();
        }
        assertThat(session().run("SELECT 1").integer()).isEqualTo(1);
    }

    @Test
    void temporaryTablesBelongToOneSession() {
        SessionRunner one = session("CREATE TEMP TABLE mine (a); INSERT INTO mine VALUES (1)");
        SessionRunner other = session();
        assertThat(other.fails("SELECT * FROM mine").code()).isEqualTo(ErrorCode.SQL_ERROR);
        assertThat(one.run("SELECT a FROM mine").integer()).isEqualTo(1);
    }

    @Test
    void lastInsertRowidBelongsToOneSession() {
        SessionRunner one = session("CREATE TABLE t (a); INSERT INTO t VALUES ('a'), ('b')");
        SessionRunner other = session("INSERT INTO t VALUES ('c')");
        assertThat(one.run("SELECT last_insert_rowid()").integer()).isEqualTo(2);
        assertThat(other.run("SELECT last_insert_rowid()").integer()).isEqualTo(3);
    }

    @Test
    void aReaderMayNotWrite() {
        session("CREATE TABLE t (a)");
        try (SessionRunner reader = restricted(Permission.READ)) {
            assertThat(reader.run("SELECT count(*) FROM t").integer()).isZero();
            assertThat(reader.fails("INSERT INTO t VALUES (1)").code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
            assertThat(reader.fails("CREATE TABLE u (a)").code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        }
        assertThat(session().run("SELECT count(*) FROM t").integer()).isZero();
    }

    @Test
    void aWriterWithoutTheRightMayNotChangeTheSchema() {
        session("CREATE TABLE t (a)");
        try (SessionRunner writer = restricted(Permission.READ, Permission.WRITE)) {
            assertThat(writer.run("INSERT INTO t VALUES (1)").changes()).isEqualTo(1);
            assertThat(writer.fails("DROP TABLE t").code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        }
    }

    @Test
    void aSessionIsNotHeldUpByAPositionThatItHasSeen() {
        SessionRunner session = session("CREATE TABLE t (a); INSERT INTO t VALUES (1)");
        Position seen = session.session().position();
        SessionRunner other = session();
        other.session().require(seen);
        assertThat(other.run("SELECT count(*) FROM t").integer()).isEqualTo(1);
    }

    private SessionRunner restricted(Permission... permissions) {
        return new SessionRunner(storage().database()
                .openSession(
                        new SessionRequest(NamespaceName.DEFAULT, new Identity("restricted", Set.of(permissions)),
                                "test")));
    }
}
