package io.sqld.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors of SQLite as clients see them: the code, SQLite's own code and message, the place. */
abstract class ErrorChecks extends StorageChecks {
    private static final String SCHEMA = """
            PRAGMA foreign_keys = ON;
            CREATE TABLE t (id INTEGER PRIMARY KEY, u UNIQUE, n NOT NULL DEFAULT 0, c CHECK (c < 10));
            CREATE TABLE child (t REFERENCES t (id));
            CREATE TABLE s (i INTEGER) STRICT;
            INSERT INTO t (id, u) VALUES (1, 'one')""";

    ErrorChecks(StorageBackendContract contract) {
        super(contract);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            INSERT INTO t (id) VALUES (1) | 1555 | UNIQUE constraint failed: t.id
            INSERT INTO t (u) VALUES ('one') | 2067 | UNIQUE constraint failed: t.u
            INSERT INTO t (n) VALUES (NULL) | 1299 | NOT NULL constraint failed: t.n
            INSERT INTO t (c) VALUES (10) | 275 | CHECK constraint failed: c < 10
            INSERT INTO child VALUES (99) | 787 | FOREIGN KEY constraint failed
            INSERT INTO s VALUES ('x') | 3091 | cannot store TEXT value in INTEGER column s.i
            """)
    void aConstraintSaysWhichOne(String sql, int sqliteCode, String message) {
        SessionRunner session = session(SCHEMA);
        SqldException error = session.fails(sql);
        assertThat(error.code()).isEqualTo(ErrorCode.CONSTRAINT);
        assertThat(error.sqliteCode()).hasValue(sqliteCode);
        assertThat(error.message()).isEqualTo(message);
        assertThat(session.run("SELECT count(*) FROM t").integer()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT nope FROM t | 7 | no such column: nope
            SELEC 1 | 0 | near "SELEC": syntax error
            SELECT nope(1) | 7 | no such function: nope
            """)
    void aMistakeInTheTextHasItsPlace(String sql, int offset, String message) {
        SqldException error = session(SCHEMA).fails(sql);
        assertThat(error.code()).isEqualTo(ErrorCode.SQL_ERROR);
        assertThat(error.sqliteCode()).hasValue(1);
        assertThat(error.message()).isEqualTo(message);
        assertThat(error.sqlOffset()).hasValue(offset);
    }

    @Test
    void placesCountCharsNotBytes() {
        String before = "SELECT '𝄞é€', ";
        assertThat(session(SCHEMA).fails(before + "nope FROM t").sqlOffset()).hasValue(before.length());
    }

    @Test
    void anErrorWhileAStatementRunsIsAnErrorOfTheStep() {
        SqldException error = session().fails("SELECT abs(-9223372036854775808)");
        assertThat(error.code()).isEqualTo(ErrorCode.SQL_ERROR);
        assertThat(error.message()).isEqualTo("integer overflow");
    }

    @Test
    void rowsBeforeAnErrorAreSent() {
        SessionRunner session = session("CREATE TABLE n (a); INSERT INTO n VALUES (1), (-9223372036854775808)");
        StepResult result = session.run(
                Program.of("SELECT abs(a) FROM n ORDER BY rowid", ParameterSource.NONE))
                .getFirst();
        assertThat(result.rows()).containsExactly(Row.row(1));
        assertThat(result.failure().message()).isEqualTo("integer overflow");
    }

    @Test
    void aRowIdOfTheWrongTypeIsAMismatch() {
        SqldException error = session(SCHEMA).fails("INSERT INTO t (id) VALUES ('x')");
        assertThat(error.code()).isEqualTo(ErrorCode.TYPE_MISMATCH);
        assertThat(error.sqliteCode()).hasValue(20);
    }

    @Test
    void aValueBeyondTheLimitIsTooLarge() {
        SqldException error = session().fails("SELECT zeroblob(3000000000)");
        assertThat(error.code()).isEqualTo(ErrorCode.VALUE_TOO_LARGE);
        assertThat(session().run("SELECT 1").integer()).isEqualTo(1);
    }

    @Test
    void raiseInATriggerIsAConstraintWithItsOwnMessage() {
        SessionRunner session = session(SCHEMA
                + "; CREATE TRIGGER g BEFORE DELETE ON t BEGIN SELECT raise(ABORT, 'rows stay'); END");
        SqldException error = session.fails("DELETE FROM t");
        assertThat(error.code()).isEqualTo(ErrorCode.CONSTRAINT);
        assertThat(error.message()).isEqualTo("rows stay");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT load_extension('x')
            SELECT readfile('/etc/passwd')
            SELECT writefile('x', 'y')
            SELECT fts3_tokenizer('simple')
            ATTACH 'other.db' AS other
            PRAGMA writable_schema = ON
            """)
    void whatReachesOutsideTheDatabaseIsRefused(String sql) {
        SessionRunner session = session(SCHEMA);
        assertThat(session.fails(sql).code()).isIn(ErrorCode.NOT_AUTHORIZED, ErrorCode.SQL_ERROR);
        assertThat(session.run("SELECT count(*) FROM t").integer()).isEqualTo(1);
    }
}
