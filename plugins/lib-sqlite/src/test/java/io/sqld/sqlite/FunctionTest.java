package io.sqld.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** SQL functions written in Java. */
@ParameterizedClass
@EnumSource
class FunctionTest {
    private final TestConnection connection;
    private final SqliteConnection sqlite;

    FunctionTest(TestLibrary library) {
        connection = TestConnection.inMemory(library);
        sqlite = connection.sqlite();
    }

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void valuesPassThroughAFunctionUnchanged() {
        sqlite.createFunction("same", 1, FunctionFlag.DETERMINISTIC, call -> call.argument(0, call.result()));
        var sink = new RecordedValues();
        try (var statement = connection.prepare(
                "SELECT same(-9223372036854775808), same(1.5), same('ä'||char(0)||'€'), same(x''), same(x'00ff'),"
                        + " same(NULL), same('')")) {
            assertThat(statement.step()).isTrue();
            statement.row(sink);
        }
        assertThat(sink.take()).containsExactly("integer " + Long.MIN_VALUE, "real " + Double.toHexString(1.5),
                RecordedValues.ofText("ä\0€".getBytes(StandardCharsets.UTF_8)), RecordedValues.ofBlob(new byte[0]),
                RecordedValues.ofBlob(new byte[] {0, -1}), "null", RecordedValues.ofText(new byte[0]));
    }

    @Test
    void argumentsAreReadByTypeAndNumber() {
        sqlite.createFunction("describe", -1, FunctionFlag.NONE, call -> {
            var text = new StringBuilder().append(call.argumentCount());
            for (int i = 0; i < call.argumentCount(); i++) {
                text.append(' ')
                        .append(call.type(i))
                        .append(' ')
                        .append(call.text(i))
                        .append(' ')
                        .append(call.int64(i))
                        .append(' ')
                        .append(call.real(i));
            }
            call.result().text(text.toString());
        });
        assertThat(connection.value("SELECT describe()")).isEqualTo("0");
        assertThat(connection.value("SELECT describe('7x', 2.5, NULL)"))
                .isEqualTo("3 TEXT 7x 7 7.0 REAL 2.5 2 2.5 NULL  0 0.0");
    }

    @Test
    void aFunctionWithoutResultReturnsNull() {
        sqlite.createFunction("no_result", 0, FunctionFlag.NONE, call -> {});
        assertThat(connection.value("SELECT no_result() IS NULL")).isEqualTo("1");
    }

    @Test
    void aBuiltInFunctionIsReplaced() {
        sqlite.createFunction("changes", 0, FunctionFlag.NONE, call -> call.result().integer(42));
        assertThat(connection.value("SELECT changes()")).isEqualTo("42");
        sqlite.createFunction("changes", 0, FunctionFlag.NONE, call -> call.result().integer(43));
        assertThat(connection.value("SELECT changes()")).isEqualTo("43");
    }

    @Test
    void functionsAndHooksAreForgottenWithTheirConnection() {
        var upcalls = connection.library().upcalls();
        for (int i = 0; i < 50; i++) {
            try (var other = connection.library().open(":memory:", TestConnection.READ_WRITE)) {
                other.createFunction("f", 0, FunctionFlag.NONE, call -> {});
                other.createFunction("f", 0, FunctionFlag.NONE, call -> {});
                other.createFunction("f", 1, FunctionFlag.NONE, call -> {});
                assertThat(upcalls.functions().size()).isEqualTo(2);
                assertThat(upcalls.connections().size()).isEqualTo(2);
            }
        }
        assertThat(upcalls.functions().size()).isZero();
        assertThat(upcalls.connections().size()).isEqualTo(1);
    }

    @Test
    void anExceptionFailsTheStatementWithItsMessage() {
        sqlite.createFunction("fail", 0, FunctionFlag.NONE, call -> {
            throw new IllegalArgumentException("so nicht: ä");
        });
        var error = catchThrowableOfType(SqliteException.class, () -> connection.value("SELECT fail()"));
        assertThat(error.code()).isEqualTo(ResultCode.ERROR);
        assertThat(error.message()).isEqualTo("so nicht: ä");
        assertThat(error).hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(connection.value("SELECT 1")).isEqualTo("1");
    }

    @Test
    void anExceptionWithoutMessageIsNamed() {
        sqlite.createFunction("fail", 0, FunctionFlag.NONE, call -> {
            throw new UnsupportedOperationException();
        });
        assertThatThrownBy(() -> connection.value("SELECT fail()"))
                .hasMessage("java.lang.UnsupportedOperationException");
    }

    @Test
    void errorsOfTheJvmFailTheStatementToo() {
        sqlite.createFunction("overflow", 0, FunctionFlag.NONE, FunctionTest::overflow);
        assertThatThrownBy(() -> connection.value("SELECT overflow()")).isInstanceOf(SqliteException.class)
                .hasCauseInstanceOf(StackOverflowError.class);
        assertThat(connection.value("SELECT 1")).isEqualTo("1");
    }

    @SuppressWarnings("InfiniteRecursion") // that is the test
    private static void overflow(FunctionCall call) {
        overflow(call);
    }

    @Test
    void aFunctionMayUseItsConnection() {
        sqlite.execute("CREATE TABLE t(a); INSERT INTO t VALUES(1),(2),(3)");
        sqlite.createFunction("total", 0, FunctionFlag.NONE,
                call -> call.result().integer(Long.parseLong(connection.value("SELECT sum(a) FROM t"))));
        assertThat(connection.value("SELECT total() || a FROM t WHERE a = 2")).isEqualTo("62");
    }

    @Test
    void aFunctionMayCallItself() {
        sqlite.createFunction("factorial", 1, FunctionFlag.NONE, call -> {
            long n = call.int64(0);
            long rest = n < 2 ? 1 : Long.parseLong(connection.value("SELECT factorial(" + (n - 1) + ")"));
            call.result().integer(call.int64(0) * rest);
        });
        assertThat(connection.value("SELECT factorial(10)")).isEqualTo("3628800");
    }

    @Test
    void aFunctionCannotTakeTheGroundFromUnderItself() {
        var running = new ArrayDeque<SqliteStatement>();
        sqlite.createFunction("saw", 1, FunctionFlag.NONE, call -> {
            switch ((int) call.int64(0)) {
                case 0 -> sqlite.close();
                case 1 -> running.getLast().close();
                case 2 -> running.getLast().reset();
                case 3 -> running.getLast().step();
                case 4 -> running.getLast().clearBindings();
                case 5 -> sqlite.restore("main", sqlite, "main");
                default -> running.getLast().bindInt64(1, 7);
            }
        });
        for (int way = 0; way < 7; way++) {
            try (var statement = connection.prepare("SELECT saw(?)")) {
                running.add(statement);
                statement.bindInt64(1, way);
                assertThatThrownBy(statement::step).as("way " + way)
                        .isInstanceOf(SqliteException.class)
                        .hasCauseInstanceOf(IllegalStateException.class);
            }
        }
        assertThat(connection.value("SELECT 1")).isEqualTo("1");
    }

    @Test
    void aCallIsOverWhenItReturns() {
        var kept = new ArrayDeque<FunctionCall>();
        sqlite.createFunction("keep", 1, FunctionFlag.NONE, kept::add);
        connection.value("SELECT keep(1)");
        assertThatThrownBy(() -> kept.getLast().int64(0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> kept.getLast().result().integer(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> kept.getLast().result().text("x")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFunctionThatSqliteRefusesIsRefused() {
        assertThatThrownBy(() -> sqlite.createFunction("f", 200, FunctionFlag.NONE, call -> {}))
                .isInstanceOf(SqliteException.class);
        assertThat(connection.library().upcalls().functions().size()).isZero();
        assertThatThrownBy(() -> sqlite.createFunction("a\0b", 0, FunctionFlag.NONE, call -> {}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(connection.library().upcalls().functions().size()).isZero();
    }

    @Test
    void aDirectOnlyFunctionIsKeptOutOfTheSchema() {
        sqlite.createFunction("danger", 0, FunctionFlag.DIRECTONLY, call -> call.result().integer(1));
        assertThat(connection.value("SELECT danger()")).isEqualTo("1");
        sqlite.execute("CREATE VIEW v AS SELECT danger()");
        assertThatThrownBy(() -> connection.value("SELECT * FROM v")).isInstanceOf(SqliteException.class)
                .hasMessageContaining("unsafe use of danger()");
    }
}
