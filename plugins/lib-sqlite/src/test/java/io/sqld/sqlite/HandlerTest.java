package io.sqld.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** SQLite calls back; what a handler throws reaches the caller and not the JVM. */
@ParameterizedClass
@EnumSource
class HandlerTest {
    private static final String ENDLESS =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

    private final TestLibrary library;
    private TestConnection connection;
    private SqliteConnection sqlite;

    @TempDir private Path directory;

    HandlerTest(TestLibrary library) {
        this.library = library;
        this.connection = TestConnection.inMemory(library);
        this.sqlite = connection.sqlite();
    }

    @BeforeEach
    void useAFile() {
        connection.close();
        connection = TestConnection.to(library, directory.resolve("test.db").toString());
        sqlite = connection.sqlite();
        sqlite.execute("PRAGMA journal_mode = WAL; CREATE TABLE t(a)");
    }

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void theProgressHandlerStopsAStatement() {
        var calls = new AtomicInteger();
        sqlite.progressHandler(100, () -> calls.incrementAndGet() < 5);
        var error = catchThrowableOfType(SqliteException.class, () -> sqlite.execute(ENDLESS));
        assertThat(error.code()).isEqualTo(ResultCode.INTERRUPT);
        assertThat(calls).hasValue(5);
        sqlite.progressHandler(1, null);
        sqlite.execute("INSERT INTO t VALUES(1)");
        assertThat(calls).hasValue(5);
    }

    @Test
    void anExceptionOfTheProgressHandlerIsTheCause() {
        var thrown = new IllegalArgumentException("enough");
        sqlite.progressHandler(100, () -> {
            throw thrown;
        });
        var error = catchThrowableOfType(SqliteException.class, () -> sqlite.execute(ENDLESS));
        assertThat(error.code()).isEqualTo(ResultCode.INTERRUPT);
        assertThat(error).hasCause(thrown);
        sqlite.progressHandler(0, null);
        assertThat(connection.value("SELECT 1")).isEqualTo("1");
    }

    @Test
    void anErrorOfAHandlerDoesNotEndTheJvm() {
        sqlite.progressHandler(100, () -> {
            throw new OutOfMemoryError("pretended");
        });
        assertThatThrownBy(() -> sqlite.execute(ENDLESS)).isInstanceOf(SqliteException.class)
                .hasCauseInstanceOf(OutOfMemoryError.class);
        sqlite.progressHandler(100, HandlerTest::overflow);
        assertThatThrownBy(() -> sqlite.execute(ENDLESS)).isInstanceOf(SqliteException.class)
                .hasCauseInstanceOf(StackOverflowError.class);
    }

    @SuppressWarnings("InfiniteRecursion") // that is the test
    private static boolean overflow() {
        return overflow();
    }

    @Test
    void theAuthorizerIsToldWhatAStatementDoes() {
        var asked = new ArrayList<String>();
        sqlite.authorizer(request -> {
            asked.add(request.action() + " " + request.first() + " " + request.second() + " " + request.schema() + " "
                    + request.source() + (request.hasSecond() ? "" : " -") + (request.hasSource() ? "" : " -"));
            return AuthorizerAction.ALLOW;
        });
        connection.prepare("INSERT INTO t SELECT a FROM t WHERE abs(a) > 1").close();
        assertThat(asked).contains(AuthorizerAction.INSERT + " t  main  - -", AuthorizerAction.READ + " t a main  -",
                AuthorizerAction.FUNCTION + "  abs   -", AuthorizerAction.SELECT + "     - -");
        asked.clear();
        connection.prepare("PRAGMA user_version = 3").close();
        assertThat(asked).containsExactly(AuthorizerAction.PRAGMA + " user_version 3   -");
    }

    @Test
    void theAuthorizerDenies() {
        sqlite.authorizer(request -> request.action() == AuthorizerAction.DELETE ? AuthorizerAction.DENY
                : AuthorizerAction.ALLOW);
        var error = catchThrowableOfType(SqliteException.class, () -> sqlite.execute("DELETE FROM t"));
        assertThat(error.code()).isEqualTo(ResultCode.AUTH);
        assertThat(error.message()).isEqualTo("not authorized");
        sqlite.execute("INSERT INTO t VALUES(1)");
        sqlite.authorizer(null);
        sqlite.execute("DELETE FROM t");
        assertThat(sqlite.changes()).isEqualTo(1);
    }

    @Test
    void theAuthorizerHidesAColumn() {
        sqlite.execute("INSERT INTO t VALUES('secret')");
        sqlite.authorizer(request -> request.action() == AuthorizerAction.READ ? AuthorizerAction.IGNORE
                : AuthorizerAction.ALLOW);
        assertThat(connection.value("SELECT a IS NULL FROM t")).isEqualTo("1");
    }

    @Test
    void anExceptionOfTheAuthorizerDeniesAndIsTheCause() {
        sqlite.authorizer(request -> {
            throw new IllegalArgumentException("policy");
        });
        var error = catchThrowableOfType(SqliteException.class, () -> sqlite.prepare("SELECT 1", 0, false));
        assertThat(error.code()).isEqualTo(ResultCode.AUTH);
        assertThat(error.getCause()).hasMessage("policy");
        sqlite.authorizer(request -> 4711);
        assertThatThrownBy(() -> sqlite.prepare("SELECT 1", 0, false)).isInstanceOf(SqliteException.class)
                .hasMessage("authorizer malfunction");
        sqlite.authorizer(null);
    }

    @Test
    void aRequestIsEmptyAfterItsCall() {
        var kept = new ArrayList<AuthorizerRequest>();
        sqlite.authorizer(request -> {
            kept.add(request);
            return AuthorizerAction.ALLOW;
        });
        connection.prepare("SELECT a FROM t").close();
        assertThat(kept).isNotEmpty().allSatisfy(request -> assertThat(request.first() + request.schema()).isEmpty());
    }

    @Test
    void theWalHookSeesEachCommitAndItsFrames() {
        var commits = new ArrayList<Integer>();
        sqlite.walHook((schema, frames) -> {
            assertThat(schema).isEqualTo("main");
            commits.add(frames);
        });
        sqlite.execute("INSERT INTO t VALUES(1); BEGIN; INSERT INTO t VALUES(2); INSERT INTO t VALUES(3); COMMIT");
        sqlite.execute("BEGIN; INSERT INTO t VALUES(4); ROLLBACK");
        assertThat(commits).hasSize(2).isSorted();
        assertThat(commits.get(0)).isPositive();
        sqlite.walHook(null);
        sqlite.execute("INSERT INTO t VALUES(1)");
        assertThat(commits).hasSize(2);
    }

    @Test
    void anExceptionOfTheWalHookIsThrownThoughTheCommitHasHappened() {
        sqlite.walHook((schema, frames) -> {
            throw new IllegalArgumentException("hook");
        });
        assertThatThrownBy(() -> sqlite.execute("INSERT INTO t VALUES(1)")).isInstanceOf(SqliteException.class)
                .cause()
                .hasMessage("hook");
        sqlite.walHook(null);
        assertThat(connection.value("SELECT count(*) FROM t")).isEqualTo("1");
    }

    @Test
    void theWalHookMayCheckpoint() {
        var results = new ArrayList<CheckpointResult>();
        sqlite.walHook((schema, frames) -> results.add(sqlite.checkpoint(schema, CheckpointMode.PASSIVE)));
        sqlite.execute("INSERT INTO t VALUES(1)");
        assertThat(results).hasSize(1);
        assertThat(results.getFirst().busy()).isFalse();
        assertThat(results.getFirst().checkpointedFrames()).isEqualTo(results.getFirst().logFrames()).isPositive();
    }

    @Test
    void theCommitHookSeesCommitsAndCanRefuse() {
        var events = new ArrayList<String>();
        sqlite.commitHook(() -> events.add("commit"));
        sqlite.rollbackHook(() -> events.add("rollback"));
        sqlite.execute("INSERT INTO t VALUES(1); BEGIN; INSERT INTO t VALUES(2); ROLLBACK");
        assertThat(events).containsExactly("commit", "rollback");
        sqlite.commitHook(() -> false);
        var error = catchThrowableOfType(SqliteException.class, () -> sqlite.execute("INSERT INTO t VALUES(3)"));
        assertThat(error.code()).isEqualTo(ResultCode.CONSTRAINT_COMMITHOOK);
        sqlite.commitHook(null);
        sqlite.rollbackHook(null);
        assertThat(connection.value("SELECT count(*) FROM t")).isEqualTo("1");
    }

    @Test
    void theUpdateHookSeesEachRowThatIsChanged() {
        var events = new ArrayList<String>();
        sqlite.updateHook((action, schema, table, rowid) -> events.add(
                action + " " + schema + "." + table + " " + rowid));
        sqlite.execute("INSERT INTO t VALUES(1),(2); UPDATE t SET rowid=5 WHERE rowid=2; DELETE FROM t WHERE rowid=5");
        assertThat(events).containsExactly(AuthorizerAction.INSERT + " main.t 1", AuthorizerAction.INSERT + " main.t 2",
                AuthorizerAction.UPDATE + " main.t 5", AuthorizerAction.DELETE + " main.t 5");
        sqlite.updateHook((action, schema, table, rowid) -> {
            throw new IllegalArgumentException("oops");
        });
        assertThatThrownBy(() -> sqlite.execute("INSERT INTO t VALUES(3)")).isInstanceOf(SqliteException.class)
                .cause()
                .hasMessage("oops");
        sqlite.updateHook(null);
        sqlite.execute("DELETE FROM t");
        assertThat(events).hasSize(4);
    }

    @Test
    void anExceptionOfTheCommitHookRollsBack() {
        sqlite.commitHook(() -> {
            throw new IllegalArgumentException("no");
        });
        assertThatThrownBy(() -> sqlite.execute("INSERT INTO t VALUES(1)")).isInstanceOf(SqliteException.class)
                .cause()
                .hasMessage("no");
        sqlite.commitHook(null);
        assertThat(connection.value("SELECT count(*) FROM t")).isEqualTo("0");
    }

    @Test
    void anExceptionOfTheRollbackHookIsThrownThoughTheRollbackSucceeds() {
        sqlite.rollbackHook(() -> {
            throw new IllegalArgumentException("oops");
        });
        assertThatThrownBy(() -> sqlite.execute("BEGIN; INSERT INTO t VALUES(2); ROLLBACK"))
                .isInstanceOf(SqliteException.class)
                .cause()
                .hasMessage("oops");
        sqlite.rollbackHook(null);
        assertThat(sqlite.autocommit()).isTrue();
        assertThat(connection.value("SELECT count(*) FROM t")).isEqualTo("0");
    }

    @Test
    void aHandlerMayNotUseItsConnection() {
        List<Runnable> uses = List.of(() -> sqlite.execute("SELECT 1"), () -> sqlite.prepare("SELECT 1", 0, false),
                sqlite::changes, () -> sqlite.progressHandler(1, null), sqlite::close,
                () -> sqlite.checkpoint("main", CheckpointMode.PASSIVE));
        for (var use : uses) {
            Runnable checked = () -> assertThatThrownBy(use::run).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("handler");
            sqlite.progressHandler(1, () -> {
                checked.run();
                return true;
            });
            sqlite.authorizer(request -> {
                checked.run();
                return AuthorizerAction.ALLOW;
            });
            sqlite.commitHook(() -> {
                checked.run();
                return true;
            });
            sqlite.rollbackHook(checked::run);
            sqlite.execute("INSERT INTO t VALUES(1); BEGIN; INSERT INTO t VALUES(2); ROLLBACK");
        }
        assertThat(connection.value("SELECT count(*) FROM t")).isEqualTo(String.valueOf(uses.size()));
    }

    @Test
    void aHandlerMayInterrupt() {
        sqlite.progressHandler(100, () -> {
            sqlite.interrupt();
            return true;
        });
        var error = catchThrowableOfType(SqliteException.class, () -> sqlite.execute(ENDLESS));
        assertThat(error.code()).isEqualTo(ResultCode.INTERRUPT);
        sqlite.progressHandler(0, null);
    }

    @Test
    void handlersOfManyConnectionsDoNotMix() {
        var connections = new ArrayList<SqliteConnection>();
        var counts = new int[40];
        for (int i = 0; i < counts.length; i++) {
            int own = i;
            var other = connection.library().open(":memory:", TestConnection.READ_WRITE);
            other.commitHook(() -> {
                counts[own]++;
                return true;
            });
            connections.add(other);
            if (i % 3 == 2) {
                connections.remove(0).close();
            }
        }
        for (var other : connections) {
            other.execute("CREATE TABLE x(a)");
        }
        assertThat(counts).containsOnly(0, 1);
        assertThat(counts)
                .satisfies(all -> assertThat(java.util.Arrays.stream(all).sum()).isEqualTo(connections.size()));
        connections.forEach(SqliteConnection::close);
    }
}
