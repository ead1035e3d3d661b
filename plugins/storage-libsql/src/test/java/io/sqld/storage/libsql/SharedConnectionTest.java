package io.sqld.storage.libsql;

import static io.sqld.testkit.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.Progress;
import io.sqld.testkit.Eventually;
import io.sqld.testkit.RecordingSink;
import io.sqld.testkit.SessionRunner;
import io.sqld.testkit.TestStorage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions are not connections: what a client sees must not tell. */
class SharedConnectionTest {
    @TempDir Path directory;

    private TestStorage start(String settings) {
        TestStorage storage = TestStorage.start(new LibsqlFactory(), directory, settings);
        try (SessionRunner session = storage.session()) {
            session.run("CREATE TABLE t (id INTEGER PRIMARY KEY, a)");
        }
        return storage;
    }

    @Test
    void tenThousandIdleSessionsNeedFewConnections() {
        try (TestStorage storage = start("")) {
            List<SessionRunner> sessions = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                SessionRunner session = storage.session();
                sessions.add(session);
                assertThat(session.run("SELECT ?", i).integer()).isEqualTo(i);
            }
            assertThat(storage.metrics().value("sqld_storage_connections")).isLessThanOrEqualTo(2);
            assertThat(sessions.get(17).run("SELECT count(*) FROM t").integer()).isZero();
            sessions.forEach(SessionRunner::close);
        }
    }

    @Test
    void countersBelongToTheSession() {
        try (TestStorage storage = start("connections.max = 1");
                SessionRunner a = storage.session();
                SessionRunner b = storage.session()) {
            a.run("INSERT INTO t (id, a) VALUES (10, 1), (11, 1), (12, 1)");
            b.run("INSERT INTO t (id, a) VALUES (20, 1)");
            b.run("UPDATE t SET a = 2 WHERE id IN (10, 20)");
            assertThat(a.run("SELECT last_insert_rowid(), changes(), total_changes()").rows())
                    .containsExactly(row(12, 3, 3));
            assertThat(b.run("SELECT last_insert_rowid(), changes(), total_changes()").rows())
                    .containsExactly(row(20, 2, 3));
            assertThat(a.run("DELETE FROM t WHERE id = 99").lastInsertRowid()).isEqualTo(12);
            assertThat(a.run("SELECT changes(), total_changes()").rows()).containsExactly(row(0, 3));
        }
    }

    @Test
    void changesInsideATriggerAreThoseOfTheTrigger() {
        try (TestStorage storage = start("connections.max = 1"); SessionRunner session = storage.session()) {
            session.run("CREATE TABLE log (n)");
            session.run("CREATE TRIGGER tr AFTER UPDATE OF id ON t BEGIN"
                    + " UPDATE t SET a = 5; INSERT INTO log VALUES (changes()); END");
            session.run("INSERT INTO t (id) VALUES (1), (2), (3)");
            session.run("UPDATE t SET id = 30 WHERE id = 3");
            assertThat(session.run("SELECT n FROM log").integer()).isEqualTo(3);
        }
    }

    @Test
    void temporaryTablesAndSettingsAreSeenByTheirSessionOnly() {
        try (TestStorage storage = start("connections.max = 2"); SessionRunner other = storage.session()) {
            try (SessionRunner session = storage.session()) {
                session.run("CREATE TEMP TABLE t (b)");
                session.run("INSERT INTO t VALUES (7)");
                session.run("PRAGMA foreign_keys = OFF");
                assertThat(session.run("SELECT b FROM t").integer()).isEqualTo(7);
                assertThat(other.fails("SELECT b FROM t").message()).isEqualTo("no such column: b");
                assertThat(other.run("PRAGMA foreign_keys").integer()).isEqualTo(1);
                session.run("DROP TABLE temp.t");
                session.run("INSERT INTO t (a) VALUES (8)");
                assertThat(other.run("SELECT a FROM t").integer()).isEqualTo(8);
            }
            try (SessionRunner next = storage.session()) {
                assertThat(next.run("PRAGMA foreign_keys").integer()).isEqualTo(1);
                assertThat(next.run("SELECT count(*) FROM sqlite_temp_schema").integer()).isZero();
            }
        }
    }

    @Test
    void writingATemporaryTableNeedsNoTurn() {
        try (TestStorage storage = start("turn.queue-timeout = 50ms");
                SessionRunner holder = storage.session();
                SessionRunner session = storage.session()) {
            session.run("CREATE TEMP TABLE mine (b)");
            holder.run("BEGIN IMMEDIATE");
            session.run("INSERT INTO mine VALUES (1)");
            assertThat(session.fails("INSERT INTO t (a) VALUES (1)").code()).isEqualTo(ErrorCode.QUEUE_TIMEOUT);
            holder.run("ROLLBACK");
        }
    }

    @Test
    void whenEveryConnectionHoldsATransactionOthersWaitAndAreServed() {
        try (TestStorage storage = start("connections.max = 1");
                SessionRunner holder = storage.session();
                SessionRunner waiter = storage.session()) {
            holder.run("BEGIN");
            holder.run("SELECT * FROM t");
            var sink = new RecordingSink();
            try (Execution waiting = waiter.session().start(Program.of("SELECT 5", ParameterSource.NONE))) {
                Parked.park(waiting, sink);
                assertThat(waiter.session().describe("SELECT 5, 6", 0).columns()).as("describe never waits").hasSize(2);
                holder.run("COMMIT");
                SessionRunner.finish(waiting, sink, Deadline.NEVER);
                assertThat(sink.steps().getFirst().integer()).isEqualTo(5);
            }
        }
    }

    @Test
    void waitingForAConnectionEndsInTime() {
        try (TestStorage storage = start("connections { max = 1, queue-timeout = 50ms }");
                SessionRunner holder = storage.session();
                SessionRunner waiter = storage.session()) {
            holder.run("BEGIN");
            holder.run("SELECT * FROM t");
            assertThat(waiter.fails("SELECT 5")).satisfies(e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.QUEUE_TIMEOUT);
                assertThat(e.message()).contains("libsql.connections.max");
            });
        }
    }

    @Test
    void anUnusedConnectionIsClosed() {
        try (TestStorage storage = start("connections.idle = 1ms");
                SessionRunner a = storage.session();
                SessionRunner b = storage.session()) {
            a.run("BEGIN");
            a.run("SELECT * FROM t");
            b.run("SELECT 1");
            a.run("COMMIT");
            Eventually.await(
                    "only the writer's connection stays",
                    () -> storage.metrics().value("sqld_storage_connections") <= 1);
        }
    }

    @Test
    void describeSeesTheSchemaThatOthersHaveChanged() {
        try (TestStorage storage = start("");
                SessionRunner a = storage.session();
                SessionRunner b = storage.session()) {
            assertThat(a.session().describe("SELECT * FROM t", 0).columns()).hasSize(2);
            b.run("BEGIN");
            b.run("ALTER TABLE t ADD COLUMN c");
            assertThat(a.session().describe("SELECT * FROM t", 0).columns()).hasSize(2);
            b.run("COMMIT");
            assertThat(a.session().describe("SELECT * FROM t", 0).columns()).hasSize(3);
            assertThat(a.run("SELECT * FROM t").columns()).hasSize(3);
        }
    }

    @Test
    void aPortalOutsideATransactionDoesNotHinderTheSessionsWrites() {
        try (TestStorage storage = start("");
                SessionRunner session = storage.session();
                SessionRunner other = storage.session()) {
            session.run("INSERT INTO t (a) VALUES (1), (2), (3)");
            var sink = new RecordingSink(1);
            try (Execution portal = session.session().start(Program.of("SELECT a FROM t", ParameterSource.NONE))) {
                assertThat(SessionRunner.advance(portal, sink, Deadline.NEVER)).isEqualTo(Progress.MORE);
                other.run("INSERT INTO t (a) VALUES (4)");
                session.run("INSERT INTO t (a) VALUES (5)");
                sink.makeRoom(100);
                SessionRunner.finish(portal, sink, Deadline.NEVER);
                assertThat(sink.steps().getFirst().rows()).containsExactly(row(1), row(2), row(3));
            }
        }
    }
}
