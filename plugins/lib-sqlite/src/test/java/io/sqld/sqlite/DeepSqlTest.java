package io.sqld.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The deepest SQL within SQLite's default limits fits on the stack that {@link SqliteConnection} asks for. */
@ParameterizedClass
@EnumSource
class DeepSqlTest {
    private static final long STACK_BYTES = 8L << 20;

    private final TestConnection connection;

    DeepSqlTest(TestLibrary library) {
        connection = TestConnection.inMemory(library);
    }

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void patternsOfManyWildcards() throws InterruptedException {
        assertSurvives("SELECT replace(hex(zeroblob(24900)), '00', 'a') LIKE replace(hex(zeroblob(24900)), '00', '%a')",
                "SELECT replace(hex(zeroblob(24900)), '00', 'a') GLOB replace(hex(zeroblob(24900)), '00', '*a')");
    }

    @Test
    void deepExpressions() throws InterruptedException {
        assertSurvives("SELECT " + "(".repeat(1000) + "1" + ")".repeat(1000), "SELECT 1" + "+1".repeat(998),
                "SELECT " + "NOT ".repeat(998) + "1", "SELECT " + "abs(".repeat(998) + "1" + ")".repeat(998),
                "SELECT 1" + " UNION SELECT 1".repeat(499),
                "SELECT * FROM " + "(SELECT DISTINCT * FROM ".repeat(900) + "(SELECT 1)" + ")".repeat(900),
                "SELECT json_patch('" + "{\"a\":".repeat(990) + "1" + "}".repeat(990) + "', '{}')");
    }

    @Test
    void chainsOfTriggersKeysAndColumns() throws InterruptedException {
        var triggers = new StringBuilder("CREATE TABLE t0(a);");
        var keys = new StringBuilder("PRAGMA foreign_keys = ON; CREATE TABLE k0(a PRIMARY KEY);");
        var columns = new StringBuilder("CREATE TABLE g(a0");
        for (int i = 1; i <= 1000; i++) {
            int before = i - 1;
            triggers.append(
                    "CREATE TABLE t%d(a); CREATE TRIGGER x%d AFTER INSERT ON t%d BEGIN INSERT INTO t%d VALUES(1); END;"
                            .formatted(i, i, before, i));
            keys.append("CREATE TABLE k%d(a PRIMARY KEY REFERENCES k%d ON DELETE CASCADE);".formatted(i, before));
            columns.append(", a%d AS (a%d + 1)".formatted(i, before));
        }
        assertSurvives(triggers + "INSERT INTO t0 VALUES(0)", keys + "INSERT INTO k0 VALUES(1); DELETE FROM k0",
                columns + "); INSERT INTO g(a0) VALUES(1); SELECT a1000 FROM g");
    }

    private void assertSurvives(String... texts) throws InterruptedException {
        List<Throwable> failures = new ArrayList<>();
        var deep = new Thread(null, () -> {
            for (var sql : texts) {
                var failure = catchThrowable(() -> connection.sqlite().execute(sql));
                if (failure != null && !(failure instanceof SqliteException)) {
                    failures.add(failure);
                }
            }
        }, "deep", STACK_BYTES);
        deep.start();
        deep.join();
        assertThat(failures).isEmpty();
        assertThat(connection.value("SELECT 1")).isEqualTo("1");
    }
}
