package io.sqld.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.ErrorFamily;
import io.sqld.api.error.SqldException;
import io.sqld.api.sql.TransactionState;
import org.junit.jupiter.api.Test;

/** Transactions: SQLite's own, serializable and frozen in time. */
abstract class TransactionChecks extends StorageChecks {
    TransactionChecks(StorageBackendContract contract) {
        super(contract);
    }

    @Test
    void aTransactionSeesItsOwnWritesAndOthersDoNotBeforeItCommits() {
        SessionRunner writer = session("CREATE TABLE t (a)");
        SessionRunner reader = session();
        writer.script("BEGIN; INSERT INTO t VALUES (1)");
        assertThat(count(writer)).isEqualTo(1);
        assertThat(count(reader)).isZero();
        writer.run("COMMIT");
        assertThat(count(reader)).isEqualTo(1);
    }

    @Test
    void aSessionSeesItsOwnWritesAtOnce() {
        SessionRunner session = session("CREATE TABLE t (a)");
        for (int i = 1; i <= 100; i++) {
            session.run("INSERT INTO t VALUES (?)", i);
            assertThat(count(session)).isEqualTo(i);
        }
    }

    @Test
    void aWriteIsSeenByEveryReadThatBeginsAfterItWasAcknowledged() {
        session("CREATE TABLE t (a)");
        SessionRunner writer = session();
        SessionRunner reader = session();
        for (int i = 1; i <= 100; i++) {
            writer.run("INSERT INTO t VALUES (?)", i);
            assertThat(count(reader)).isEqualTo(i);
        }
    }

    @Test
    void rollbackUndoesDataAndSchema() {
        SessionRunner session = session("CREATE TABLE t (a); BEGIN; INSERT INTO t VALUES (1); CREATE TABLE u (a)");
        session.run("ROLLBACK");
        assertThat(count(session)).isZero();
        assertThat(session.fails("SELECT * FROM u").code()).isEqualTo(ErrorCode.SQL_ERROR);
    }

    @Test
    void theStateIsKnown() {
        SessionRunner session = session();
        assertThat(state(session)).isEqualTo(TransactionState.AUTOCOMMIT);
        session.run("BEGIN");
        assertThat(state(session)).isEqualTo(TransactionState.OPEN);
        session.run("ROLLBACK");
        assertThat(state(session)).isEqualTo(TransactionState.AUTOCOMMIT);
        session.run("SAVEPOINT s");
        assertThat(state(session)).isEqualTo(TransactionState.OPEN);
        session.run("RELEASE s");
        assertThat(state(session)).isEqualTo(TransactionState.AUTOCOMMIT);
    }

    @Test
    void savepointsNest() {
        SessionRunner session = session("""
                CREATE TABLE t (a); BEGIN; INSERT INTO t VALUES (1); SAVEPOINT one; INSERT INTO t VALUES (2);
                SAVEPOINT two; INSERT INTO t VALUES (3); ROLLBACK TO two; INSERT INTO t VALUES (4); RELEASE one;
                COMMIT""");
        assertThat(session.run("SELECT a FROM t ORDER BY a").rows()).containsExactly(Row.row(1), Row.row(2),
                Row.row(4));
    }

    @Test
    void theServerCanTakeATransactionAway() {
        SessionRunner session = session("CREATE TABLE t (a); BEGIN; INSERT INTO t VALUES (1)");
        assertThat(session.session().loseTransaction("it has to be")).isTrue();
        assertThat(state(session)).isEqualTo(TransactionState.LOST);
        SqldException error = session.fails("INSERT INTO t VALUES (2)");
        assertThat(error.code()).isEqualTo(ErrorCode.TRANSACTION_LOST);
        assertThat(error.message()).isEqualTo("it has to be");
        session("INSERT INTO t VALUES (3)");
        session.run("ROLLBACK");
        assertThat(session.session().loseTransaction("there is none")).isFalse();
        assertThat(count(session)).isEqualTo(1);
    }

    @Test
    void aSessionThatHoldsNothingIsReplaceable() {
        SessionRunner session = session("CREATE TABLE t (a)");
        assertThat(session.session().replaceable()).isTrue();
        session.script("INSERT INTO t VALUES (1); SELECT * FROM t; BEGIN; COMMIT");
        assertThat(session.session().replaceable()).isTrue();
        session.run("BEGIN");
        assertThat(session.session().replaceable()).isFalse();
        session.session().loseTransaction("it has to be");
        assertThat(session.session().replaceable()).isFalse();
        session.run("ROLLBACK");
        assertThat(session.session().replaceable()).isTrue();
        session.run("CREATE TEMP TABLE u (a)");
        assertThat(session.session().replaceable()).isFalse();
        SessionRunner other = session("PRAGMA foreign_keys = OFF");
        assertThat(other.session().replaceable()).isFalse();
    }

    @Test
    void aStatementThatFailsLeavesTheTransactionOpen() {
        SessionRunner session = session("CREATE TABLE t (a UNIQUE); BEGIN; INSERT INTO t VALUES (1)");
        assertThat(session.fails("INSERT INTO t VALUES (2), (1)").code()).isEqualTo(ErrorCode.CONSTRAINT);
        assertThat(session.fails("SELECT nope").code()).isEqualTo(ErrorCode.SQL_ERROR);
        assertThat(state(session)).isEqualTo(TransactionState.OPEN);
        session.run("COMMIT");
        assertThat(count(session)).isEqualTo(1);
    }

    @Test
    void aConflictClauseMayEndTheTransaction() {
        SessionRunner session = session("CREATE TABLE t (a UNIQUE); BEGIN; INSERT INTO t VALUES (1)");
        assertThat(session.fails("INSERT OR ROLLBACK INTO t VALUES (1)").code()).isEqualTo(ErrorCode.CONSTRAINT);
        assertThat(state(session)).isEqualTo(TransactionState.AUTOCOMMIT);
        assertThat(count(session)).isZero();
    }

    @Test
    void beginAndCommitInTheWrongPlaceAreMistakesWithSqlitesWords() {
        SessionRunner session = session();
        assertThat(session.fails("COMMIT")).returns(ErrorCode.SQL_ERROR, SqldException::code)
                .hasMessage("cannot commit - no transaction is active");
        assertThat(session.fails("ROLLBACK")).hasMessage("cannot rollback - no transaction is active");
        session.run("BEGIN");
        assertThat(session.fails("BEGIN")).hasMessage("cannot start a transaction within a transaction");
        assertThat(state(session)).isEqualTo(TransactionState.OPEN);
    }

    @Test
    void aTransactionIsFrozenAtItsFirstRead() {
        SessionRunner reader = session("CREATE TABLE t (a); INSERT INTO t VALUES (1)");
        reader.run("BEGIN");
        assertThat(count(reader)).isEqualTo(1);
        session("INSERT INTO t VALUES (2); CREATE TABLE u (a)");
        assertThat(count(reader)).isEqualTo(1);
        assertThat(reader.fails("SELECT * FROM u").code()).isEqualTo(ErrorCode.SQL_ERROR);
        reader.run("COMMIT");
        assertThat(count(reader)).isEqualTo(2);
    }

    @Test
    void aTransactionThatReadAnOldStateCannotWrite() {
        SessionRunner late = session("CREATE TABLE t (a); INSERT INTO t VALUES (1); BEGIN; SELECT a FROM t");
        session("UPDATE t SET a = 2");
        SqldException error = late.fails("UPDATE t SET a = a + 1");
        assertThat(error.code()).isEqualTo(ErrorCode.SERIALIZATION_CONFLICT);
        assertThat(error.code().family()).isEqualTo(ErrorFamily.CONFLICT);
        late.run("ROLLBACK");
        late.run("UPDATE t SET a = a + 1");
        assertThat(late.run("SELECT a FROM t").integer()).isEqualTo(3);
    }

    @Test
    void twoTransactionsCannotEachDecideOnWhatTheOtherChanges() {
        session("CREATE TABLE doctor (name, on_call); INSERT INTO doctor VALUES ('a', 1), ('b', 1)");
        SessionRunner a = session("BEGIN; SELECT count(*) FROM doctor WHERE on_call");
        SessionRunner b = session("BEGIN; SELECT count(*) FROM doctor WHERE on_call");
        a.script("UPDATE doctor SET on_call = 0 WHERE name = 'a'; COMMIT");
        assertThat(b.fails("UPDATE doctor SET on_call = 0 WHERE name = 'b'").code())
                .isEqualTo(ErrorCode.SERIALIZATION_CONFLICT);
        b.run("ROLLBACK");
        assertThat(session().run("SELECT count(*) FROM doctor WHERE on_call").integer()).isEqualTo(1);
    }

    @Test
    void deferredForeignKeysAreCheckedAtCommitWhichMayBeRepeated() {
        SessionRunner session = session("""
                PRAGMA foreign_keys = ON; CREATE TABLE p (id PRIMARY KEY);
                CREATE TABLE c (p REFERENCES p DEFERRABLE INITIALLY DEFERRED); BEGIN; INSERT INTO c VALUES (1)""");
        assertThat(session.fails("COMMIT").code()).isEqualTo(ErrorCode.CONSTRAINT);
        assertThat(state(session)).isEqualTo(TransactionState.OPEN);
        session.script("INSERT INTO p VALUES (1); COMMIT");
        assertThat(session.run("SELECT count(*) FROM c").integer()).isEqualTo(1);
    }

    private static long count(SessionRunner session) {
        return session.run("SELECT count(*) FROM t").integer();
    }

    private static TransactionState state(SessionRunner session) {
        return session.session().transactionState();
    }
}
