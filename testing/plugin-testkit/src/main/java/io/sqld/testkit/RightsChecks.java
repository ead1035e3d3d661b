package io.sqld.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sqld.api.auth.Identity;
import io.sqld.api.auth.Permission;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.sql.NamespaceName;
import io.sqld.api.sql.Session;
import io.sqld.api.storage.SessionRequest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients may do with which rights; whoever prepared the statement before, and however it is wrapped. */
abstract class RightsChecks extends StorageChecks {
    private static final Set<Permission> READER = EnumSet.of(Permission.READ);
    private static final Set<Permission> WRITER = EnumSet.of(Permission.READ, Permission.WRITE);
    private static final Set<Permission> OWNER = EnumSet.of(Permission.READ, Permission.WRITE, Permission.SCHEMA);

    RightsChecks(StorageBackendContract contract) {
        super(contract);
    }

    @BeforeEach
    final void schema() {
        session("""
                CREATE TABLE t (id INTEGER PRIMARY KEY, a);
                CREATE INDEX t_a ON t (a);
                CREATE TABLE audit (a);
                CREATE VIEW v AS SELECT a FROM t;
                CREATE TABLE u (a);
                CREATE TRIGGER u_insert AFTER INSERT ON u BEGIN INSERT INTO audit VALUES (new.a); END;
                INSERT INTO t (a) VALUES (1), (2)""");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT * FROM t                                        | READ
            SELECT count(*) FROM t                                 | READ
            SELECT * FROM v                                        | READ
            SELECT name FROM sqlite_schema                         | READ
            SELECT * FROM pragma_table_info('t')                   | READ
            PRAGMA table_info(t)                                   | READ
            EXPLAIN SELECT * FROM t                                | READ
            WITH x AS (SELECT a FROM t) SELECT * FROM x            | READ
            INSERT INTO t (a) VALUES (1)                           | WRITE
            INSERT INTO u VALUES (1)                               | READ WRITE
            INSERT INTO t (a) SELECT a FROM t                      | READ WRITE
            REPLACE INTO t VALUES (1, 1)                           | WRITE
            UPDATE t SET a = 1                                     | WRITE
            UPDATE t SET a = a + 1                                 | READ WRITE
            DELETE FROM t                                          | WRITE
            DELETE FROM t WHERE a = 1                              | READ WRITE
            INSERT INTO t (a) VALUES (1) RETURNING id              | READ WRITE
            WITH x AS (SELECT 1) INSERT INTO t (a) SELECT * FROM x | WRITE
            BEGIN IMMEDIATE                                        | WRITE
            VACUUM                                                 | WRITE
            ANALYZE                                                | WRITE SCHEMA
            REINDEX                                                | WRITE
            CREATE TABLE n (a)                                     | SCHEMA
            CREATE INDEX n ON t (a)                                | SCHEMA
            CREATE VIEW n AS SELECT 1                              | SCHEMA
            CREATE TRIGGER n AFTER INSERT ON t BEGIN SELECT 1; END | SCHEMA
            ALTER TABLE t ADD COLUMN n                             | SCHEMA
            DROP TABLE audit                                       | SCHEMA
            DROP VIEW v                                            | SCHEMA
            DROP TRIGGER u_insert                                  | SCHEMA
            PRAGMA user_version = 1                                | SCHEMA
            PRAGMA application_id = 1                              | SCHEMA
            PRAGMA foreign_keys = OFF                              | SCHEMA
            """)
    void aStatementNeedsEachOfItsRights(String sql, String rights) {
        for (String right : rights.split(" ", -1)) {
            Set<Permission> others = EnumSet.complementOf(EnumSet.of(Permission.valueOf(right)));
            try (SessionRunner client = as(others); SessionRunner all = storage().session()) {
                assertThat(client.fails(sql).code()).as("without %s", right).isEqualTo(ErrorCode.PERMISSION_DENIED);
                all.script("BEGIN; " + (sql.startsWith("BEGIN") || sql.equals("VACUUM") ? "" : sql) + "; ROLLBACK");
                SqldException again = client.fails(sql);
                assertThat(again.code()).as("prepared already, without %s", right)
                        .isEqualTo(ErrorCode.PERMISSION_DENIED);
                assertThat(again.message()).contains("eve");
                assertThatExceptionOfType(SqldException.class).isThrownBy(() -> client.session().describe(sql, 0))
                        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED));
                assertThat(client.run("SELECT 1").integer()).isEqualTo(1);
            }
        }
        Set<Permission> needed = EnumSet.noneOf(Permission.class);
        Arrays.stream(rights.split(" ", -1)).map(Permission::valueOf).forEach(needed::add);
        if (needed.contains(Permission.SCHEMA)) {
            needed.addAll(OWNER); // the schema is a table that is read and written, and DROP deletes rows
        }
        try (SessionRunner client = as(needed)) {
            client.run(sql);
            assertThat(client.session().position()).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1", "SELECT random(), max(1, 2)", "BEGIN; COMMIT", "SAVEPOINT s; RELEASE s",
            "PRAGMA foreign_keys = ON", "VALUES (1), (2)"})
    void whatTouchesNoDataNeedsNoRight(String script) {
        try (SessionRunner client = as(Set.of())) {
            client.script(script);
            assertThat(client.fails("SELECT * FROM t").code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT load_extension('x')", "SELECT readfile('/etc/passwd')",
            "SELECT writefile('x', 'y')", "ATTACH 'other.db' AS o", "ATTACH ? AS o", "VACUUM INTO 'copy.db'",
            "PRAGMA writable_schema = ON", "PRAGMA journal_mode = DELETE", "PRAGMA temp_store_directory = '/'",
            "UPDATE sqlite_schema SET sql = ''", "DELETE FROM sqlite_schema",
            "SELECT * FROM pragma_optimize", "PRAGMA schema_version = 1"})
    void whatReachesBeyondTheDatabaseIsRefused(String sql) {
        try (SessionRunner client = as(OWNER)) {
            assertThatExceptionOfType(SqldException.class)
                    .isThrownBy(() -> client.run(sql, sql.contains("?") ? new Object[] {"other.db"} : new Object[0]));
            assertThat(client.run("SELECT count(*) FROM t").integer()).isEqualTo(2);
        }
        assertThat(directory.resolve("copy.db")).doesNotExist();
    }

    @Test
    void aReaderMayUseTemporaryTablesAndChangesNothingThroughThem() {
        try (SessionRunner client = as(READER)) {
            client.run("CREATE TEMP TABLE mine AS SELECT * FROM t");
            client.run("INSERT INTO mine (a) VALUES (3)");
            client.run("CREATE TEMP TRIGGER leak AFTER INSERT ON mine BEGIN DELETE FROM t; END");
            assertThat(client.fails("INSERT INTO mine (a) VALUES (4)").code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
            client.run("DROP TRIGGER leak");
            client.run("CREATE TEMP VIEW w AS SELECT * FROM t");
            assertThat(client.run("SELECT count(*) FROM w").integer()).isEqualTo(2);
        }
        assertThat(session().run("SELECT count(*) FROM t").integer()).isEqualTo(2);
    }

    @Test
    void aTemporaryNameThatIsGoneGivesNobodyTheTableOfTheSameName() {
        for (String end : List.of("DROP TABLE temp.t", "ROLLBACK", "INSERT OR ROLLBACK INTO only VALUES (1)",
                "ALTER TABLE temp.t RENAME TO elsewhere")) {
            try (SessionRunner client = as(READER)) {
                client.script("CREATE TEMP TABLE only (a UNIQUE); INSERT INTO only VALUES (1)");
                client.script("BEGIN; CREATE TEMP TABLE t (a); INSERT INTO t (a) VALUES (9)");
                client.run("DELETE FROM t");
                if (end.startsWith("INSERT")) {
                    client.fails(end);
                } else {
                    client.run(end);
                }
                assertThat(client.fails("INSERT INTO t (a) VALUES (9)").code()).as(end)
                        .isEqualTo(ErrorCode.PERMISSION_DENIED);
                assertThat(client.fails("DELETE FROM t").code()).as(end).isEqualTo(ErrorCode.PERMISSION_DENIED);
            }
            assertThat(session().run("SELECT count(*) FROM t").integer()).as(end).isEqualTo(2);
        }
    }

    @Test
    void aSchemaThatChangesUnderAPreparedStatementGivesNobodyMore() {
        try (SessionRunner writer = as(EnumSet.of(Permission.WRITE)); SessionRunner owner = as(OWNER)) {
            writer.run("INSERT INTO t (a) VALUES (7)");
            owner.run("CREATE TRIGGER spy AFTER INSERT ON t BEGIN INSERT INTO audit SELECT a FROM v; END");
            assertThat(writer.fails("INSERT INTO t (a) VALUES (7)").code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
            owner.run("DROP TRIGGER spy");
            assertThat(writer.run("INSERT INTO t (a) VALUES (7)").changes()).isEqualTo(1);
        }
    }

    @Test
    void aWriterUsesFullTextTablesThatOnlyAnOwnerMakes() {
        try (SessionRunner owner = as(OWNER); SessionRunner writer = as(WRITER); SessionRunner reader = as(READER)) {
            assertThat(writer.fails("CREATE VIRTUAL TABLE ft USING fts5 (body)").code())
                    .isEqualTo(ErrorCode.PERMISSION_DENIED);
            owner.run("CREATE VIRTUAL TABLE ft USING fts5 (body)");
            assertThat(writer.run("INSERT INTO ft VALUES ('hello world')").changes()).isEqualTo(1);
            assertThat(reader.run("SELECT count(*) FROM ft WHERE ft MATCH 'hello'").integer()).isEqualTo(1);
            assertThat(reader.fails("INSERT INTO ft (ft) VALUES ('optimize')").code())
                    .isEqualTo(ErrorCode.PERMISSION_DENIED);
            assertThat(reader.fails("DELETE FROM ft_content").message()).contains("ft_content");
            writer.run("INSERT INTO ft (ft) VALUES ('optimize')");
            writer.run("VACUUM");
            owner.run("DROP TABLE ft");
            owner.run("PRAGMA optimize");
            assertThat(owner.fails("SELECT * FROM ft").code()).isEqualTo(ErrorCode.SQL_ERROR);
        }
    }

    private SessionRunner as(Set<Permission> permissions) {
        var request = new SessionRequest(NamespaceName.DEFAULT, new Identity("eve", permissions), "test");
        Session session = storage().database().openSession(request);
        return new SessionRunner(session);
    }
}
