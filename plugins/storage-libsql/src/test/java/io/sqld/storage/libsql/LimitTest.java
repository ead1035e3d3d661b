package io.sqld.storage.libsql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.ParameterSource;
import io.sqld.api.sql.Program;
import io.sqld.sqlite.OpenFlag;
import io.sqld.sqlite.SqliteConnection;
import io.sqld.sqlite.SqliteLibrary;
import io.sqld.sqlite.SqliteStatement;
import io.sqld.sqlite.StatementCache;
import io.sqld.testkit.SessionRunner;
import io.sqld.testkit.TestSettings;
import io.sqld.testkit.TestStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitTest {
    @TempDir Path directory;

    private SqldException fails(String settings, String sql) {
        try (TestStorage storage = TestStorage.start(new LibsqlFactory(), directory, settings);
                SessionRunner session = storage.session()) {
            SqldException error = session.fails(sql);
            assertThat(session.run("SELECT 1").integer()).as("the session stays usable").isEqualTo(1);
            return error;
        }
    }

    @Test
    void aLongStatementIsRefused() {
        SqldException error = fails("limits.sql = 300", "SELECT '" + "x".repeat(300) + "'");
        assertThat(error.code()).isEqualTo(ErrorCode.VALUE_TOO_LARGE);
        assertThat(error.message()).contains("libsql.limits.sql = 300");
    }

    @Test
    void aLongScriptOfShortStatementsIsNot() {
        try (TestStorage storage = TestStorage.start(new LibsqlFactory(), directory, "limits.sql = 300");
                SessionRunner session = storage.session()) {
            assertThat(session.script("SELECT 1; ".repeat(100))).hasSize(100);
        }
    }

    @Test
    void manyParametersAreRefused() {
        SqldException error = fails("limits.parameters = 3", "SELECT ?, ?, ?, ?");
        assertThat(error.code()).isEqualTo(ErrorCode.SQL_ERROR);
        assertThat(error.message()).isEqualTo("too many SQL variables (libsql.limits.parameters = 3)");
        assertThat(fails("limits.parameters = 3", "SELECT ?4").message()).contains("libsql.limits.parameters = 3");
    }

    @Test
    void aLongPatternIsRefused() {
        assertThat(fails("limits.like-pattern = 10", "SELECT 'x' LIKE '%12345678901%'").message())
                .isEqualTo("LIKE or GLOB pattern too complex (libsql.limits.like-pattern = 10)");
    }

    @Test
    void aStatementThatIsTooLongToBeKeptIsPreparedEachTime() {
        String settings = "connections.statement-bytes = 100";
        try (TestStorage storage = TestStorage.start(new LibsqlFactory(), directory, settings);
                SessionRunner session = storage.session()) {
            String longer = "SELECT 1 /* " + "x".repeat(200) + " */";
            assertThat(session.run(longer).integer()).isEqualTo(1);
            assertThat(session.run(longer).integer()).isEqualTo(1);
        }
        assertThat(keeps(100, "SELECT 1 /* " + "x".repeat(200) + " */")).isFalse();
        assertThat(keeps(1_000, "SELECT 1 /* " + "x".repeat(200) + " */")).isTrue();
    }

    /** {@return whether a connection with such a cache has {@code sql} still prepared when it comes again} */
    private static boolean keeps(long statementBytes, String sql) {
        var cache = new StatementCache<CachedStatement>(10, statementBytes);
        try (SqliteConnection sqlite =
                SqliteLibrary.bundled().open(":memory:", OpenFlag.READWRITE | OpenFlag.CREATE)) {
            SqliteStatement statement = sqlite.prepare(sql, 0, true).statement().orElseThrow();
            var kept = new CachedStatement(sql, statement, StatementFacts.EMPTY, 0);
            cache.add(kept);
            cache.giveBack(kept);
            boolean found = cache.borrow(sql).isPresent();
            cache.clear();
            return found;
        }
    }

    @Test
    void aLargeValueIsRefused() {
        SqldException error = fails("limits.value = 10000", "SELECT zeroblob(10001)");
        assertThat(error.code()).isEqualTo(ErrorCode.VALUE_TOO_LARGE);
        assertThat(error.message()).isEqualTo("string or blob too big (libsql.limits.value = 10000)");
    }

    @Test
    void aLargeParameterIsRefused() {
        try (TestStorage storage = TestStorage.start(new LibsqlFactory(), directory, "limits.value = 10000");
                SessionRunner session = storage.session()) {
            assertThat(session.fails("SELECT length(?)", "x".repeat(10_001)).code())
                    .isEqualTo(ErrorCode.VALUE_TOO_LARGE);
            assertThat(session.run("SELECT length(?)", "x".repeat(9_000)).integer()).isEqualTo(9_000);
        }
    }

    @Test
    void manyColumnsAreRefused() {
        assertThat(fails("limits.columns = 16", "SELECT 1" + ", 1".repeat(16)).message())
                .isEqualTo("too many columns in result set (libsql.limits.columns = 16)");
    }

    @Test
    void aLargeResultIsCutWithAnError() {
        SqldException error = fails(
                "limits.result = 1000",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100)"
                        + " SELECT printf('%20d', i) FROM n");
        assertThat(error.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(error.message()).contains("libsql.limits.result", "1000");
    }

    @Test
    void manyOpenStatementsAreRefused() {
        try (TestStorage storage = TestStorage.start(new LibsqlFactory(), directory, "limits.executions = 2");
                SessionRunner session = storage.session()) {
            Program program = Program.of("SELECT 1", ParameterSource.NONE);
            try (Execution a = session.session().start(program); Execution b = session.session().start(program)) {
                assertThat(a).isNotSameAs(b);
                assertThatThrownBy(() -> session.session().start(program)).isInstanceOfSatisfying(
                        SqldException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
                            assertThat(e.message()).contains("libsql.limits.executions", "2");
                        });
            }
            assertThat(session.run("SELECT 1").integer()).isEqualTo(1);
        }
    }

    @Test
    void attachedDatabasesAreCounted() {
        assertThat(fails("limits.attached = 0, policy.attach = true", "ATTACH ':memory:' AS m").message())
                .isEqualTo("too many attached databases - max 0 (libsql.limits.attached = 0)");
    }

    @Test
    void aHeapLimitThatTheLibraryCannotKeepIsRefusedAtTheStart() {
        assertThatThrownBy(() -> TestStorage.start(new LibsqlFactory(), directory, "limits.heap = 100MB"))
                .isInstanceOfSatisfying(
                        SqldException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.START_FAILED);
                            assertThat(e.message()).contains("libsql.limits.heap");
                        });
    }

    @Test
    void aHeapLimitIsKeptByALibraryThatCountsItsMemory() {
        Path system = Path.of("/usr/lib/x86_64-linux-gnu/libsqlite3.so.0");
        assumeTrue(Files.exists(system), "no libsqlite3-0 on this machine");
        String settings = "library = " + system + ", limits.heap = 32MB";
        try (TestStorage storage = TestStorage.start(new LibsqlFactory(), directory, settings);
                SessionRunner session = storage.session()) {
            assertThat(session.fails("SELECT length(hex(zeroblob(60000000)))").code())
                    .isEqualTo(ErrorCode.OUT_OF_MEMORY);
            assertThat(session.run("SELECT length(hex(zeroblob(1000)))").integer()).isEqualTo(2000);
        }
    }

    @Test
    void settingsOutOfRangeAreAllReported() {
        assertThat(TestSettings.problems(
                new LibsqlFactory(),
                "connections.max = 0, turn.queue = -1, durability = sometimes, limits.unknown = 1")).hasSize(4);
    }
}
