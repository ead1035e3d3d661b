package io.sqld.storage.libsql;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.api.auth.Identity;
import io.sqld.api.auth.Permission;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.sql.NamespaceName;
import io.sqld.api.storage.SessionRequest;
import io.sqld.sqlite.OpenFlag;
import io.sqld.sqlite.SqliteLibrary;
import io.sqld.testkit.SessionRunner;
import io.sqld.testkit.TestStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyTest {
    private final TestStorage storage;
    private final SessionRunner session;

    PolicyTest(@TempDir Path directory) {
        storage = TestStorage.start(new LibsqlFactory(), directory, "");
        session = storage.session();
        session.script("CREATE TABLE t (id INTEGER PRIMARY KEY, a); CREATE VIRTUAL TABLE f USING fts5(x)");
    }

    @AfterAll
    void close() {
        session.close();
        storage.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT load_extension('x') | libsql.policy.functions-denied
            SELECT fts3_tokenizer('simple') | libsql.policy.functions-denied
            ATTACH ':memory:' AS m | libsql.policy.attach
            DETACH main | libsql.policy.attach
            PRAGMA writable_schema = ON | libsql.policy.pragmas
            SELECT * FROM pragma_wal_checkpoint | libsql
            PRAGMA journal_mode = DELETE | write-ahead log
            PRAGMA journal_mode = OFF | write-ahead log
            PRAGMA locking_mode = EXCLUSIVE | shares the file
            PRAGMA synchronous = OFF | libsql.durability
            PRAGMA wal_checkpoint(TRUNCATE) | checkpoints itself
            PRAGMA schema_version = 5 | libsql.policy.pragmas
            PRAGMA temp_store_directory = '/' | libsql.policy.pragmas
            PRAGMA trusted_schema = ON | libsql.policy.pragmas
            PRAGMA ignore_check_constraints = ON | libsql.policy.pragmas
            VACUUM INTO 'copy.db' | writes a file
            CREATE VIRTUAL TABLE z USING csv(filename='/etc/passwd') | libsql.policy.modules-denied
            """)
    void whatCouldHarmIsRefusedWithTheReason(String sql, String reason) {
        SqldException error = session.fails(sql);
        if (error.code() == ErrorCode.SQL_ERROR) {
            assertThat(error.message()).startsWith("no such table"); // this library does not have it
        } else {
            assertThat(error.code()).isEqualTo(ErrorCode.NOT_AUTHORIZED);
            assertThat(error.message()).contains(reason);
            assertThat(error.sqliteCode()).isPresent();
        }
        assertThat(session.run("SELECT 1").integer()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"readfile('/etc/passwd')", "writefile('x', 'y')", "edit('x')"})
    void functionsThatTouchFilesAreRefusedOrMissing(String call) {
        assertThat(session.fails("SELECT " + call).code()).isIn(ErrorCode.NOT_AUTHORIZED, ErrorCode.SQL_ERROR);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "VACUUM", "ANALYZE", "REINDEX", "CREATE TEMP TABLE tt (a)", "INSERT INTO tt VALUES (1)",
            "CREATE TEMP VIEW tv AS SELECT * FROM t", "CREATE TEMP TRIGGER tg AFTER INSERT ON t BEGIN SELECT 1; END",
            "PRAGMA table_info(t)", "PRAGMA foreign_keys = ON", "PRAGMA user_version = 3", "PRAGMA optimize",
            "PRAGMA integrity_check", "PRAGMA foreign_key_check", "PRAGMA journal_mode", "PRAGMA journal_mode = WAL",
            "PRAGMA busy_timeout = 5000", "PRAGMA cache_size = -64000", "PRAGMA encoding = 'UTF-8'", "PRAGMA page_size",
            "PRAGMA recursive_triggers = ON", "PRAGMA incremental_vacuum(3)", "PRAGMA table_list",
            "SELECT * FROM pragma_table_info('t')", "INSERT INTO f VALUES ('some words')",
            "SELECT * FROM f WHERE f MATCH 'words'", "INSERT INTO f(f) VALUES ('optimize')",
            "SELECT json_extract('[1]', '$[0]')", "EXPLAIN QUERY PLAN SELECT * FROM t",
            "CREATE VIRTUAL TABLE IF NOT EXISTS r USING rtree(id, x0, x1)"
    })
    void whatIsHarmlessWorks(String sql) {
        try (SessionRunner own = storage.session()) {
            if (sql.contains("INTO tt")) {
                own.run("CREATE TEMP TABLE tt (a)");
            }
            own.run(sql);
            assertThat(own.run("SELECT 1").integer()).isEqualTo(1);
        }
    }

    @Test
    void aSettingOfTheServerStaysAsItIs() {
        long before = session.run("PRAGMA cache_size").integer();
        session.run("PRAGMA cache_size = 17");
        assertThat(session.run("PRAGMA cache_size").integer()).isEqualTo(before);
    }

    @Test
    void theAdministratorCanAllowMore(@TempDir Path other) throws Exception {
        Path attached = Files.createDirectory(other.resolve("sub")).resolve("other.db");
        SqliteLibrary.bundled().open(attached.toString(), OpenFlag.READWRITE | OpenFlag.CREATE).close();
        try (TestStorage open = TestStorage.start(
                new LibsqlFactory(),
                other,
                "policy { attach = true, pragmas = [ignore_check_constraints], functions-denied = [upper] }");
                SessionRunner client = open.session()) {
            client.run("ATTACH ? AS o", attached.toString());
            client.run("CREATE TABLE o.x (a CHECK (a > 5))");
            client.run("PRAGMA ignore_check_constraints = ON");
            client.run("INSERT INTO x VALUES (1)");
            assertThat(client.fails("SELECT upper('a')").code()).isEqualTo(ErrorCode.NOT_AUTHORIZED);
        }
    }

    private SessionRunner as(Permission... permissions) {
        EnumSet<Permission> set = EnumSet.noneOf(Permission.class);
        set.addAll(List.of(permissions));
        var request = new SessionRequest(NamespaceName.DEFAULT, new Identity("eve", set), "test");
        return new SessionRunner(storage.database().openSession(request));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT * FROM t | READ
            INSERT INTO t (a) VALUES (1) | WRITE
            DELETE FROM t | WRITE
            UPDATE t SET a = a + 1 | READ,WRITE
            CREATE TABLE IF NOT EXISTS t2 (a) | SCHEMA
            CREATE INDEX IF NOT EXISTS i2 ON t (a) | SCHEMA
            VACUUM | WRITE
            """)
    void aStatementNeedsItsRight(String sql, String rights) {
        try (SessionRunner all = storage.session()) {
            all.run(sql); // so that it is prepared already, by somebody with every right
        }
        for (String right : rights.split(",", -1)) {
            EnumSet<Permission> without = EnumSet.complementOf(EnumSet.of(Permission.valueOf(right)));
            try (SessionRunner client = as(without.toArray(new Permission[0]))) {
                SqldException error = client.fails(sql);
                assertThat(error.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
                assertThat(error.message()).contains("eve");
                assertThat(client.run("SELECT 1").integer()).isEqualTo(1);
            }
        }
    }

    @Test
    void aReaderMayUseTemporaryTables() {
        try (SessionRunner client = as(Permission.READ)) {
            client.run("CREATE TEMP TABLE mine AS SELECT * FROM t");
            client.run("INSERT INTO mine (a) VALUES (1)");
            assertThat(client.fails("INSERT INTO t (a) VALUES (1)").code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        }
    }
}
