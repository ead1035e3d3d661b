package io.sqld.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.Description;
import io.sqld.api.sql.Parameter;
import io.sqld.api.sql.Session;
import io.sqld.api.sql.StatementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session tells about a statement before it runs. */
abstract class DescribeChecks extends StorageChecks {
    DescribeChecks(StorageBackendContract contract) {
        super(contract);
    }

    @BeforeEach
    final void schema() {
        session("""
                CREATE TABLE t (a INTEGER PRIMARY KEY, b VARCHAR(10), c);
                CREATE INDEX i ON t (b);
                CREATE VIEW v AS SELECT b AS bb FROM t;
                CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END;
                """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT * FROM t | SELECT
            VALUES (1), (2) | SELECT
            WITH x AS (SELECT 1) SELECT * FROM x | SELECT
            SELECT * FROM pragma_table_info('t') | SELECT
            INSERT INTO t VALUES (1, 2, 3) | INSERT
            INSERT INTO t SELECT * FROM t | INSERT
            REPLACE INTO t VALUES (1, 2, 3) | INSERT
            WITH x AS (SELECT 1) INSERT INTO t (a) SELECT * FROM x | INSERT
            INSERT INTO t (a) VALUES (1) RETURNING b | INSERT
            INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET b = 2 | INSERT
            UPDATE t SET b = 1 | UPDATE
            WITH x AS (SELECT 1) UPDATE t SET b = (SELECT * FROM x) | UPDATE
            DELETE FROM t | DELETE
            WITH x AS (SELECT 1) DELETE FROM t WHERE a IN x | DELETE
            CREATE TABLE u (a) | CREATE_TABLE
            CREATE TABLE u AS SELECT * FROM t | CREATE_TABLE
            CREATE TEMP TABLE u (a) | CREATE_TABLE
            CREATE UNIQUE INDEX j ON t (c) | CREATE_INDEX
            CREATE VIEW w AS SELECT 1 | CREATE_VIEW
            CREATE TRIGGER h AFTER DELETE ON t BEGIN DELETE FROM t; END | CREATE_TRIGGER
            CREATE VIRTUAL TABLE f USING fts5 (x) | CREATE_VIRTUAL_TABLE
            DROP TABLE t | DROP_TABLE
            DROP INDEX i | DROP_INDEX
            DROP VIEW v | DROP_VIEW
            DROP TRIGGER g | DROP_TRIGGER
            ALTER TABLE t ADD COLUMN d | ALTER_TABLE
            ALTER TABLE t RENAME TO u | ALTER_TABLE
            BEGIN | BEGIN
            BEGIN IMMEDIATE | BEGIN
            COMMIT | COMMIT
            END TRANSACTION | COMMIT
            ROLLBACK | ROLLBACK
            SAVEPOINT s | SAVEPOINT
            RELEASE s | RELEASE
            ROLLBACK TO s | ROLLBACK_TO
            PRAGMA user_version | PRAGMA
            ANALYZE | ANALYZE
            REINDEX | REINDEX
            VACUUM | VACUUM
            EXPLAIN SELECT 1 | EXPLAIN
            EXPLAIN QUERY PLAN DELETE FROM t | EXPLAIN
            """)
    void theKindOfAStatementIsKnown(String sql, StatementKind kind) {
        assertThat(session().session().describe(sql, 0).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\t", ";", " ; ", "-- nothing", "/* nothing */", "/* nothing", " -- a\n ; -- b"})
    void aTextWithoutAStatementIsEmpty(String sql) {
        Session session = session().session();
        assertThat(kinds(session, sql)).isEmpty();
        Description first = session.describe(sql, 0);
        assertThat(first.kind()).isEqualTo(StatementKind.EMPTY);
        assertThat(first.parameters()).isEmpty();
        assertThat(first.columns()).isEmpty();
    }

    @Test
    void describingRunsNothing() {
        Session session = session().session();
        session.describe("DROP TABLE t", 0);
        session.describe("INSERT INTO t (a) VALUES (1)", 0);
        assertThat(session().run("SELECT count(*) FROM t").integer()).isZero();
    }

    @Test
    void parametersAreListedByIndexWithTheNamesAsWritten() {
        assertThat(session().session().describe("SELECT ?, :a, @b, $c, :a, ?", 0).parameters()).containsExactly(
                new Parameter(1, ""), new Parameter(2, ":a"), new Parameter(3, "@b"), new Parameter(4, "$c"),
                new Parameter(5, ""));
        assertThat(session().session().describe("SELECT ?3", 0).parameters())
                .containsExactly(new Parameter(1, ""), new Parameter(2, ""), new Parameter(3, "?3"));
        assertThat(session().session().describe("SELECT 1", 0).parameters()).isEmpty();
    }

    @Test
    void columnsHaveNamesDeclaredTypesAndOrigins() {
        assertThat(session().session().describe("SELECT a, b AS beta, c, a + 1, count(*) AS n FROM t", 0).columns())
                .containsExactly(column("a", "INTEGER", "a"), column("beta", "VARCHAR(10)", "b"),
                        new Column("c", Optional.empty(), Optional.of(new Column.Origin("main", "t", "c"))),
                        new Column("a + 1", Optional.empty(), Optional.empty()),
                        new Column("n", Optional.empty(), Optional.empty()));
        assertThat(session().session().describe("SELECT bb FROM v", 0).columns())
                .containsExactly(column("bb", "VARCHAR(10)", "b"));
    }

    @Test
    void statementsThatReturnNoRowsHaveNoColumns() {
        Session session = session().session();
        assertThat(session.describe("INSERT INTO t (a) VALUES (1)", 0).columns()).isEmpty();
        assertThat(session.describe("BEGIN", 0).columns()).isEmpty();
        assertThat(session.describe("DELETE FROM t RETURNING a, b", 0).columns()).extracting(Column::name)
                .containsExactly("a", "b");
    }

    @Test
    void aStatementThatLeavesTheFileAloneIsReadOnly() {
        Session session = session().session();
        assertThat(session.describe("SELECT * FROM t", 0).readOnly()).isTrue();
        assertThat(session.describe("BEGIN", 0).readOnly()).isTrue();
        assertThat(session.describe("INSERT INTO t (a) VALUES (1)", 0).readOnly()).isFalse();
        assertThat(session.describe("UPDATE t SET b = 1 RETURNING a", 0).readOnly()).isFalse();
        assertThat(session.describe("WITH x AS (SELECT 1) DELETE FROM t", 0).readOnly()).isFalse();
        assertThat(session.describe("CREATE TABLE u (a)", 0).readOnly()).isFalse();
    }

    @Test
    void aTextIsSplitWhereSqliteSplitsIt() {
        String sql = """
                /* ; */ SELECT 'a;b', "c" FROM (SELECT 1 AS c); -- one; two
                CREATE TRIGGER h AFTER DELETE ON t BEGIN DELETE FROM t; SELECT ';'; END;;
                INSERT INTO t VALUES (1, '𝄞;é', x'3b')
                ; UPDATE t SET b = '' -- the end;""";
        assertThat(kinds(session().session(), sql)).containsExactly(StatementKind.SELECT, StatementKind.CREATE_TRIGGER,
                StatementKind.INSERT, StatementKind.UPDATE);
    }

    @Test
    void offsetsCountCharsNotBytes() {
        Session session = session().session();
        String first = "SELECT '𝄞é€';";
        String sql = first + "DELETE FROM t";
        assertThat(session.describe(sql, 0).end()).isEqualTo(first.length());
        Description second = session.describe(sql, first.length());
        assertThat(second.kind()).isEqualTo(StatementKind.DELETE);
        assertThat(second.end()).isEqualTo(sql.length());
    }

    @Test
    void errorsPointIntoTheWholeText() {
        String first = "SELECT '𝄞é€'; ";
        assertThatExceptionOfType(SqldException.class)
                .isThrownBy(() -> session().session().describe(first + "SELECT nope FROM t", first.length()))
                .returns(ErrorCode.SQL_ERROR, SqldException::code)
                .returns("no such column: nope", SqldException::message)
                .satisfies(e -> assertThat(e.sqlOffset()).hasValue(first.length() + "SELECT ".length()));
        assertThatExceptionOfType(SqldException.class)
                .isThrownBy(() -> session().session().describe(first + "SELECT FROM t", first.length()))
                .returns("near \"FROM\": syntax error", SqldException::message)
                .satisfies(e -> assertThat(e.sqlOffset()).hasValue(first.length() + "SELECT ".length()));
    }

    @Test
    void aDescriptionIsUpToDateWithTheSchema() {
        SessionRunner session = session();
        assertThat(session.session().describe("SELECT * FROM t", 0).columns()).hasSize(3);
        session("ALTER TABLE t ADD COLUMN d");
        assertThat(session.session().describe("SELECT * FROM t", 0).columns()).hasSize(4);
    }

    @Test
    void describingBelongsToTheTransaction() {
        SessionRunner session = session("BEGIN; CREATE TABLE u (x)");
        assertThat(session.session().describe("SELECT x FROM u", 0).columns()).hasSize(1);
        session.run("ROLLBACK");
        assertThatExceptionOfType(SqldException.class)
                .isThrownBy(() -> session.session().describe("SELECT x FROM u", 0));
    }

    private static Column column(String name, String type, String origin) {
        return new Column(name, Optional.of(type), Optional.of(new Column.Origin("main", "t", origin)));
    }

    private static List<StatementKind> kinds(Session session, String sql) {
        var kinds = new ArrayList<StatementKind>();
        int offset = 0;
        while (offset < sql.length()) {
            Description next = session.describe(sql, offset);
            assertThat(next.end()).isGreaterThan(offset).isLessThanOrEqualTo(sql.length());
            offset = next.end();
            if (next.kind() != StatementKind.EMPTY) {
                kinds.add(next.kind());
            }
        }
        return kinds;
    }
}
