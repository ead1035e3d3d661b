package io.sqld.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Using a handle in the wrong order, or after it is closed, is an exception and never a crash. */
@ParameterizedClass
@EnumSource
class LifecycleTest {
    private final TestConnection connection;

    LifecycleTest(TestLibrary library) {
        connection = TestConnection.inMemory(library);
    }

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void aClosedStatementRefusesEverything() {
        var statement = connection.prepare("SELECT ?");
        statement.step();
        statement.close();
        statement.close();
        for (var call : callsOf(statement)) {
            assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
        }
    }

    @Test
    void closingAConnectionClosesItsStatements() {
        var library = connection.library();
        var other = library.open(":memory:", TestConnection.READ_WRITE);
        var statements = new ArrayList<SqliteStatement>();
        for (int i = 0; i < 5; i++) {
            statements.add(other.prepare("SELECT ? UNION ALL SELECT 2", 0, false).statement().orElseThrow());
            statements.get(i).bindText(1, "x".repeat(i * 1000));
        }
        statements.get(1).step();
        statements.get(2).close();
        assertThat(library.openStatements()).isEqualTo(4);
        assertThat(library.openConnections()).isEqualTo(2);
        other.close();
        assertThat(library.openStatements()).isZero();
        assertThat(library.openConnections()).isEqualTo(1);
        for (var statement : statements) {
            callsOf(statement).forEach(call -> assertThatThrownBy(call).isInstanceOf(IllegalStateException.class));
            statement.close();
        }
    }

    @Test
    void aClosedConnectionRefusesEverythingButInterruptAndClose() {
        var closed = connection.library().open(":memory:", TestConnection.READ_WRITE);
        closed.close();
        closed.close();
        closed.interrupt();
        List<ThrowingCallable> calls = List.of(() -> closed.prepare("SELECT 1", 0, false),
                () -> closed.execute("SELECT 1"), closed::autocommit, closed::transactionState, closed::changes,
                closed::totalChanges, closed::lastInsertRowid, () -> closed.setLastInsertRowid(1),
                closed::extendedErrorCode, closed::errorMessage, () -> closed.progressHandler(1, () -> true),
                () -> closed.authorizer(request -> 0), () -> closed.walHook((schema, frames) -> {}),
                () -> closed.commitHook(() -> true), () -> closed.rollbackHook(() -> {}),
                () -> closed.createFunction("f", 0, FunctionFlag.NONE, call -> {}),
                () -> closed.limit(LimitCategory.LENGTH, -1), () -> closed.configured(ConfigOption.ENABLE_FKEY),
                () -> closed.checkpoint("main", CheckpointMode.PASSIVE), () -> closed.autocheckpoint(0),
                () -> closed.busyTimeout(0),
                () -> closed.fileControl("main", FileControl.DATA_VERSION, MemorySegment.NULL),
                () -> closed.readOnly("main"), () -> closed.status(ConnectionCounter.CACHE_USED, false),
                closed::releaseMemory, () -> closed.restore("main", connection.sqlite(), "main"),
                () -> connection.sqlite().restore("main", closed, "main"));
        for (var call : calls) {
            assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
        }
    }

    @Test
    void aStatementIsNotRunAgainByAccident() {
        connection.sqlite().execute("CREATE TABLE t(a)");
        try (var insert = connection.prepare("INSERT INTO t VALUES(1)")) {
            assertThat(insert.step()).isFalse();
            assertThatThrownBy(insert::step).isInstanceOf(IllegalStateException.class).hasMessageContaining("reset");
            insert.reset();
            assertThat(insert.step()).isFalse();
        }
        assertThat(connection.value("SELECT count(*) FROM t")).isEqualTo("2");
    }

    @Test
    void aParameterIsNotChangedInTheMiddleOfARun() {
        try (var statement = connection.prepare("SELECT ?1 UNION ALL SELECT ?1")) {
            statement.bindText(1, "kept");
            assertThat(statement.step()).isTrue();
            assertThat(statement.busy()).isTrue();
            assertThatThrownBy(() -> statement.bindText(1, "new")).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("reset");
            assertThat(statement.step()).isTrue();
            assertThat(statement.columnText(0)).isEqualTo("kept");
            statement.reset();
            assertThat(statement.busy()).isFalse();
        }
    }

    @Test
    void clearingBindingsInTheMiddleOfARunIsRefused() {
        try (var statement = connection.prepare("SELECT ?1 UNION ALL SELECT ?1")) {
            statement.bindText(1, "kept");
            assertThat(statement.step()).isTrue();
            assertThatThrownBy(statement::clearBindings).isInstanceOf(IllegalStateException.class);
            assertThat(statement.step()).isTrue();
            assertThat(statement.columnText(0)).isEqualTo("kept");
        }
    }

    @Test
    void aRowIsReadOnlyWhileThereIsOne() {
        try (var statement = connection.prepare("SELECT 1")) {
            assertThatThrownBy(() -> statement.columnInt64(0)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no row");
            statement.step();
            assertThat(statement.columnInt64(0)).isEqualTo(1);
            statement.step();
            assertThatThrownBy(() -> statement.columnInt64(0)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> statement.row(new RecordedValues())).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aSinkThatClosesTheStatementStopsTheRow() {
        var statement = connection.prepare("SELECT 1, 2, 'three'");
        statement.step();
        var sink = new RecordedValues() {
            @Override
            public void integer(long value) {
                statement.close();
            }
        };
        assertThatThrownBy(() -> statement.row(sink)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void afterAnErrorTheStatementCanBeResetAndUsedAgain() {
        connection.sqlite().execute("CREATE TABLE t(a UNIQUE); INSERT INTO t VALUES(1)");
        try (var insert = connection.prepare("INSERT INTO t VALUES(?)")) {
            insert.bindInt64(1, 1);
            assertThatThrownBy(insert::step).isInstanceOf(SqliteException.class);
            assertThatThrownBy(insert::step).isInstanceOf(IllegalStateException.class);
            insert.reset();
            insert.bindInt64(1, 2);
            assertThat(insert.step()).isFalse();
        }
    }

    @Test
    void closingAFailedStatementDoesNotFailAgain() {
        connection.sqlite().execute("CREATE TABLE t(a UNIQUE); INSERT INTO t VALUES(1)");
        var insert = connection.prepare("INSERT INTO t VALUES(1)");
        assertThatThrownBy(insert::step).isInstanceOf(SqliteException.class);
        insert.close();
        assertThat(connection.library().openStatements()).isZero();
    }

    @Test
    void anErrorOfTheCommitThatAResetBringsIsThrown() {
        connection.sqlite().execute("""
                PRAGMA foreign_keys = ON;
                CREATE TABLE p(a PRIMARY KEY);
                CREATE TABLE c(a REFERENCES p DEFERRABLE INITIALLY DEFERRED)""");
        var insert = connection.prepare("INSERT INTO c VALUES(1) RETURNING a");
        assertThat(insert.step()).isTrue();
        var error = catchThrowableOfType(SqliteException.class, insert::reset);
        assertThat(error.code()).isEqualTo(ResultCode.CONSTRAINT_FOREIGNKEY);
        assertThat(insert.step()).isTrue();
        assertThat(catchThrowableOfType(SqliteException.class, insert::close).code())
                .isEqualTo(ResultCode.CONSTRAINT_FOREIGNKEY);
        assertThat(connection.library().openStatements()).isZero();
        assertThat(connection.value("SELECT count(*) FROM c")).isEqualTo("0");
    }

    private static List<ThrowingCallable> callsOf(SqliteStatement statement) {
        var memory = MemorySegment.ofArray(new byte[1]);
        return List.of(statement::step, statement::reset, statement::clearBindings, () -> statement.bindNull(1),
                () -> statement.bindInt64(1, 1), () -> statement.bindDouble(1, 1), () -> statement.bindText(1, "x"),
                () -> statement.bindBlob(1, memory, 0, 1), () -> statement.parameter(1).integer(1),
                statement::parameterCount, statement::parameters, statement::columnCount, statement::columns,
                () -> statement.row(new RecordedValues()), () -> statement.column(0, new RecordedValues()),
                () -> statement.columnType(0), () -> statement.columnInt64(0), () -> statement.columnDouble(0),
                () -> statement.columnText(0), () -> statement.columnBlob(0), statement::readOnly, statement::explain,
                statement::busy, () -> statement.status(StatementCounter.RUN, false), statement::expandedSql);
    }
}
