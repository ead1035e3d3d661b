package io.sqld.storage.libsql;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.api.sql.Description;
import io.sqld.api.sql.StatementKind;
import io.sqld.testkit.SessionRunner;
import io.sqld.testkit.TestStorage;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatementKindTest {
    private final TestStorage storage;
    private final SessionRunner session;

    StatementKindTest(@TempDir Path directory) {
        storage = TestStorage.start(new LibsqlFactory(), directory, "");
        session = storage.session();
        session.script("""
                CREATE TABLE t (id INTEGER PRIMARY KEY, a UNIQUE);
                CREATE TABLE log (n);
                CREATE TRIGGER tr AFTER INSERT ON t BEGIN DELETE FROM log; UPDATE log SET n = 1; END;
                CREATE VIEW v AS SELECT * FROM t;
                CREATE TRIGGER tv INSTEAD OF DELETE ON v BEGIN INSERT INTO log VALUES (1); END;
                CREATE INDEX i ON t (a);
                CREATE VIRTUAL TABLE f USING fts5(x);
                CREATE TEMP TABLE tt (a);
                """);
    }

    @AfterAll
    void close() {
        session.close();
        storage.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT 1 | SELECT | true
            VALUES (1) | SELECT | true
            WITH x AS (SELECT 1) SELECT * FROM x | SELECT | true
            SELECT * FROM v | SELECT | true
            SELECT * FROM f WHERE f MATCH 'a' | SELECT | true
            SELECT * FROM pragma_table_info('t') | SELECT | true
            INSERT INTO t (a) VALUES (1) | INSERT | false
            INSERT INTO t (a) VALUES (1) RETURNING id | INSERT | false
            INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 2 | INSERT | false
            REPLACE INTO t (a) VALUES (1) | INSERT | false
            WITH x AS (SELECT 1 AS y) INSERT INTO t (a) SELECT y FROM x | INSERT | false
            INSERT INTO f VALUES ('a') | INSERT | false
            INSERT INTO tt VALUES (1) | INSERT | false
            UPDATE t SET a = 1 | UPDATE | false
            WITH x AS (SELECT 1 AS y) UPDATE t SET a = y FROM x | UPDATE | false
            DELETE FROM t | DELETE | false
            DELETE FROM v | DELETE | false
            CREATE TABLE n (a) | CREATE_TABLE | false
            CREATE TABLE n AS SELECT * FROM t | CREATE_TABLE | false
            CREATE TEMP TABLE n (a) | CREATE_TABLE | false
            CREATE VIRTUAL TABLE n USING fts5(x) | CREATE_VIRTUAL_TABLE | false
            CREATE INDEX n ON t (a) | CREATE_INDEX | false
            CREATE UNIQUE INDEX n ON t (a) | CREATE_INDEX | false
            CREATE VIEW n AS SELECT 1 | CREATE_VIEW | false
            CREATE TRIGGER n AFTER DELETE ON t BEGIN SELECT 1; END | CREATE_TRIGGER | false
            DROP TABLE t | DROP_TABLE | false
            DROP TABLE f | DROP_TABLE | false
            DROP TABLE tt | DROP_TABLE | false
            DROP INDEX i | DROP_INDEX | false
            DROP VIEW v | DROP_VIEW | false
            DROP TRIGGER tr | DROP_TRIGGER | false
            ALTER TABLE t RENAME TO n | ALTER_TABLE | false
            ALTER TABLE t ADD COLUMN b | ALTER_TABLE | false
            ALTER TABLE t RENAME COLUMN a TO b | ALTER_TABLE | false
            BEGIN | BEGIN | true
            BEGIN IMMEDIATE | BEGIN | false
            COMMIT | COMMIT | true
            END TRANSACTION | COMMIT | true
            ROLLBACK | ROLLBACK | true
            SAVEPOINT s | SAVEPOINT | true
            RELEASE s | RELEASE | true
            ROLLBACK TO s | ROLLBACK_TO | true
            PRAGMA user_version | PRAGMA | true
            PRAGMA user_version = 1 | PRAGMA | false
            ANALYZE | ANALYZE | false
            ANALYZE t | ANALYZE | false
            REINDEX | REINDEX | false
            REINDEX t | REINDEX | false
            VACUUM | VACUUM | false
            EXPLAIN INSERT INTO t (a) VALUES (1) | EXPLAIN | true
            EXPLAIN QUERY PLAN SELECT 1 | EXPLAIN | true
            -- nothing | EMPTY | true
            """)
    void sqliteTellsWhatAStatementIs(String sql, StatementKind kind, boolean readOnly) {
        Description description = session.session().describe(sql, 0);
        assertThat(description.kind()).isEqualTo(kind);
        assertThat(description.readOnly()).isEqualTo(readOnly);
        assertThat(session.session().describe(sql, 0).kind()).as("again").isEqualTo(kind);
    }
}
