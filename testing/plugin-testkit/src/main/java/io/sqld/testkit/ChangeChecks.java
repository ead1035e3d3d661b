package io.sqld.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sqld.api.auth.Identity;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.sql.NamespaceName;
import io.sqld.api.storage.SessionRequest;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Listeners hear what was committed, and nothing else. */
abstract class ChangeChecks extends StorageChecks {
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();

    ChangeChecks(StorageBackendContract contract) {
        super(contract);
    }

    @Test
    void everyCommitIsToldOnceForEachTable() {
        SessionRunner session = listening("CREATE TABLE t (a); CREATE TABLE u (a)");
        session.run("INSERT INTO t VALUES (1), (2)");
        hears("t +2 ~0 -0");
        session.script("BEGIN; INSERT INTO t VALUES (3); UPDATE t SET a = 0; INSERT INTO u VALUES (1); DELETE FROM u");
        assertThat(heard).isEmpty();
        session.run("COMMIT");
        hears("t +1 ~3 -0", "u +1 ~0 -1");
        session.script("DELETE FROM t WHERE a = 7; UPDATE t SET a = 1 WHERE a = 7; SELECT * FROM t");
        hears();
        session.run("DROP TABLE u");
        hears();
    }

    @Test
    void allRowsAtOnceAndTablesWithoutRowidsAreTold() {
        SessionRunner session = listening("CREATE TABLE t (a); CREATE TABLE w (a PRIMARY KEY, b) WITHOUT ROWID;"
                + " INSERT INTO t VALUES (1), (2), (3); INSERT INTO w VALUES (1, 1)");
        session.run("DELETE FROM t");
        hears("t +0 ~0 -3");
        session.run("INSERT INTO w VALUES (2, 1), (3, 1)");
        hears("w +2 ~0 -0");
        session.script("BEGIN; UPDATE w SET b = 2; DELETE FROM w WHERE a = 1; COMMIT");
        hears("w +0 ~3 -1");
    }

    @Test
    void whatIsUndoneIsNotTold() {
        SessionRunner session = listening("CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1)");
        session.script("BEGIN; INSERT INTO t VALUES (2); ROLLBACK");
        session.fails("INSERT INTO t VALUES (2), (1)");
        hears();
        session.script("BEGIN; SAVEPOINT s; INSERT INTO t VALUES (2); ROLLBACK TO s; INSERT INTO t VALUES (3)");
        session.fails("INSERT INTO t VALUES (4), (1)");
        session.script("RELEASE s; COMMIT");
        hears("t +1 ~0 -0");
        session.script("BEGIN; INSERT INTO t VALUES (9)");
        session.session().loseTransaction("it has to be");
        session.run("ROLLBACK");
        hears();
    }

    @Test
    void triggersCount() {
        SessionRunner session = listening("CREATE TABLE t (a); CREATE TABLE log (a);"
                + " CREATE TRIGGER r AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.a); END");
        session.run("INSERT INTO t VALUES (1)");
        hears("t +1 ~0 -0", "log +1 ~0 -0");
    }

    @Test
    void whoseSessionIsClosedHearsNothing() {
        SessionRunner session = session("CREATE TABLE t (a)");
        SessionRunner listener = storage().session();
        listener.session().listen(this::hear);
        session.run("INSERT INTO t VALUES (1)");
        hears("t +1 ~0 -0");
        listener.close();
        session.run("INSERT INTO t VALUES (1)");
        session().session().listen(this::hear);
        hears();
    }

    @Test
    void whoMayNotReadMayNotListen() {
        var nobody = new SessionRequest(NamespaceName.DEFAULT, new Identity("nobody", Set.of()), "test");
        try (var session = new SessionRunner(storage().database().openSession(nobody))) {
            assertThatThrownBy(() -> session.session().listen(this::hear))
                    .isInstanceOfSatisfying(SqldException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED));
        }
    }

    /** {@return a session that changes things, while another one listens} */
    private SessionRunner listening(String schema) {
        SessionRunner session = session(schema);
        session().session().listen(this::hear);
        return session;
    }

    private void hear(String table, long inserted, long updated, long deleted) {
        heard.add(table + " +" + inserted + " ~" + updated + " -" + deleted);
    }

    /** A marker that is committed afterwards has been heard: so has everything before it. */
    private void hears(String... expected) {
        try (SessionRunner marker = storage().session()) {
            marker.run("CREATE TABLE IF NOT EXISTS marker (a)");
            marker.run("INSERT INTO marker VALUES (1)");
        }
        Eventually.await("the marker is heard of", () -> heard.remove("marker +1 ~0 -0"));
        assertThat(heard).containsExactlyInAnyOrder(expected);
        heard.clear();
    }
}
