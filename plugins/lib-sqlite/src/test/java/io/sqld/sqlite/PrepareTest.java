package io.sqld.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sqld.api.sql.Column;
import io.sqld.api.sql.Parameter;
import io.sqld.testkit.Seed;
import io.sqld.testkit.Seeded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Texts become statements, one at a time, with offsets in chars. */
@ParameterizedClass
@EnumSource
class PrepareTest {
    private final TestConnection connection;

    PrepareTest(TestLibrary library) {
        connection = TestConnection.inMemory(library);
    }

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void aScriptIsSplitWhereSqliteSaysWhateverItsCharacters() {
        var sql = "SELECT 'ä;€'; /* 𝄞; */ SELECT '𝄞''' -- ü;\n ;;\tSELECT 3;  -- end";
        assertThat(split(sql)).containsExactly("SELECT 'ä;€'; /* 𝄞; */ ", "SELECT '𝄞''' -- ü;\n ;;\t",
                "SELECT 3;  -- end");
        assertThat(values(sql)).containsExactly("ä;€", "𝄞'", "3");
    }

    @Test
    void aScriptCanBeEnteredAtAnyStatementInAnyOrder() {
        var sql = "SELECT 'ä'; SELECT '€'; SELECT '𝄞'";
        int second = sql.indexOf("SELECT '€'");
        int third = sql.indexOf("SELECT '𝄞'");
        for (int offset : new int[] {third, 0, second, third, second, 0}) {
            try (var statement = connection.sqlite().prepare(sql, offset, false).statement().orElseThrow()) {
                assertThat(statement.step()).isTrue();
                assertThat(statement.columnText(0)).isEqualTo(offset == 0 ? "ä" : offset == second ? "€" : "𝄞");
            }
        }
    }

    @Test
    @ExtendWith(Seeded.class)
    void offsetsAreRightInAnyText(Seed seed) {
        var random = seed.random();
        for (int script = 0; script < 300; script++) {
            var sql = new StringBuilder();
            var literals = new ArrayList<String>();
            var parts = new ArrayList<String>();
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                var literal = text(random);
                var part = "/*" + text(random) + "*/ SELECT '" + literal + "'; --" + text(random) + "\n;";
                literals.add(literal);
                parts.add(part);
                sql.append(part);
            }
            // what follows a statement belongs to it, up to the next one: comments of the next one too
            assertThat(String.join("", split(sql.toString()))).isEqualTo(String.join("", parts));
            assertThat(values(sql.toString())).isEqualTo(literals);
            int wrong = sql.length() + "SELECT ".length();
            var error = catchThrowableOfType(SqliteException.class,
                    () -> connection.sqlite()
                            .execute(sql.append("SELECT wrong, '").append(text(random)).append('\'').toString()));
            assertThat(error.offset()).as(sql.toString()).hasValue(wrong);
        }
    }

    /** Characters of one to four bytes, none of which means anything in a literal or comment. */
    private static String text(SplittableRandom random) {
        return random.ints(random.nextInt(12), 0, 6)
                .mapToObj(kind -> List.of("a", ";", "ä", "€", "𝄞", "\uffff").get(kind))
                .collect(Collectors.joining());
    }

    @Test
    void aTriggerIsOneStatement() {
        connection.sqlite().execute("CREATE TABLE t(a)");
        assertThat(split("CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; SELECT 2; END; SELECT 1")).hasSize(2);
    }

    @Test
    void aTextWithoutStatementsHasNone() {
        for (var sql : List.of("", " ", ";", " ; ;\n", "-- comment", "/* comment */", "/* open", "\ufeff",
                "/**/;--\n")) {
            var prepared = connection.sqlite().prepare(sql, 0, false);
            assertThat(prepared.statement()).as(sql).isEmpty();
            assertThat(prepared.end()).as(sql).isEqualTo(sql.length());
        }
        assertThat(connection.sqlite().prepare("SELECT 1", 8, false).statement()).isEmpty();
    }

    @Test
    void commentsAndBlanksBeforeAStatementBelongToIt() {
        var sql = "\ufeff -- one\n/* two */ ; SELECT 7";
        assertThat(split(sql)).containsExactly(sql);
        assertThat(values(sql)).containsExactly("7");
    }

    @Test
    void whatIsSkippedBetweenStatementsIsWhatSqliteSkips() {
        // a slash and star at the very end, and a vertical tab, are no blanks for SQLite
        for (var rest : List.of("/*", "\u000b", "/ 1", "- 1", "-", "/")) {
            var prepared = connection.sqlite().prepare("SELECT 1;" + rest, 0, false);
            prepared.statement().orElseThrow().close();
            assertThat(prepared.end()).as(rest).isEqualTo(9);
            assertThatThrownBy(() -> connection.sqlite().prepare("SELECT 1;" + rest, 9, false)).as(rest)
                    .isInstanceOf(SqliteException.class);
        }
        for (var rest : List.of("/*/ */", "/***/", "/* x", "--", "\f\r\n\t ;")) {
            var prepared = connection.sqlite().prepare("SELECT 1;" + rest, 0, false);
            prepared.statement().orElseThrow().close();
            assertThat(prepared.end()).as(rest).isEqualTo(9 + rest.length());
        }
    }

    @Test
    void anOffsetOutsideTheTextIsRefused() {
        assertThatThrownBy(() -> connection.sqlite().prepare("SELECT 1", 9, false))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> connection.sqlite().prepare("SELECT 1", -1, false))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> connection.sqlite().prepare("SELECT '𝄞'", 9, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("inside a character");
        assertThat(values("SELECT 'fine'")).containsExactly("fine");
    }

    @Test
    void aNulCharacterIsAnErrorAndNeverTheEnd() {
        for (var sql : List.of("SELECT 1\0", "SELECT 1; \0SELECT 2", "\0", "SELECT 'a\0b'")) {
            var error = catchThrowableOfType(SqliteException.class, () -> connection.sqlite().prepare(sql, 0, false));
            assertThat(error.code()).isEqualTo(ResultCode.ERROR);
            assertThat(error.message()).contains("NUL");
            assertThat(error.offset()).hasValue(sql.indexOf('\0'));
        }
        assertThat(values("SELECT 'fine'")).containsExactly("fine");
    }

    @Test
    void anUnpairedSurrogateIsAnError() {
        for (var sql : List.of("SELECT '\ud834'", "SELECT '\udd1e'", "SELECT '\udd1e\ud834'", "SELECT 1\ud834")) {
            var error = catchThrowableOfType(SqliteException.class, () -> connection.sqlite().prepare(sql, 0, false));
            assertThat(error.message()).contains("surrogate");
            assertThat(Character.isSurrogate(sql.charAt(error.offset().orElseThrow()))).isTrue();
        }
        assertThat(values("SELECT 'fine'")).containsExactly("fine");
    }

    @Test
    void errorsPointAtTheCharacter() {
        for (var sql : List.of("SELECT wrong", "SELECT 'ä€𝄞', wrong", "SELECT 1; SELECT 'ä€𝄞'; SELECT '𝄞', wrong",
                "/* ä */ SELECT \"ü\", wrong FROM (SELECT 1 AS ü)")) {
            var error = catchThrowableOfType(SqliteException.class, () -> connection.sqlite().execute(sql));
            assertThat(error.code()).isEqualTo(ResultCode.ERROR);
            assertThat(error.message()).isEqualTo("no such column: wrong");
            assertThat(error.offset()).hasValue(sql.indexOf("wrong"));
        }
    }

    @Test
    void anErrorWithoutAPlaceHasNoOffset() {
        connection.sqlite().execute("CREATE TABLE t(a UNIQUE); INSERT INTO t VALUES(1)");
        var error = catchThrowableOfType(SqliteException.class,
                () -> connection.sqlite().execute("INSERT INTO t VALUES(1)"));
        assertThat(error.code()).isEqualTo(ResultCode.CONSTRAINT_UNIQUE);
        assertThat(error.message()).isEqualTo("UNIQUE constraint failed: t.a");
        assertThat(error.offset()).isEmpty();
        assertThat(error.getStackTrace()).isEmpty();
    }

    @Test
    void aStatementOverTheLimitIsRefused() {
        connection.sqlite().limit(LimitCategory.SQL_LENGTH, 1000);
        var error = catchThrowableOfType(SqliteException.class,
                () -> connection.sqlite().prepare("SELECT '" + "x".repeat(1000) + "'", 0, false));
        assertThat(error.primaryCode()).isEqualTo(ResultCode.TOOBIG);
        assertThat(split("SELECT 1; ".repeat(1000))).as("a script of short statements may be longer").hasSize(1000);
    }

    @Test
    void aLongScriptTakesTimeInProportion() {
        // 5 MB and 100,000 statements: encoded for each of them it would take minutes
        var sql = "SELECT 'ä', 'some text to make it long';\n".repeat(100_000);
        Assertions.assertTimeout(Duration.ofSeconds(60), () -> {
            int count = 0;
            for (int offset = 0; offset < sql.length(); count++) {
                var prepared = connection.sqlite().prepare(sql, offset, false);
                prepared.statement().orElseThrow().close();
                offset = prepared.end();
            }
            assertThat(count).isEqualTo(100_000);
        });
    }

    @Test
    void aVeryLongStatementIsPrepared() {
        connection.sqlite().limit(LimitCategory.SQL_LENGTH, 100_000_000);
        var literal = "ä".repeat(3_000_000);
        assertThat(connection.value("SELECT length('" + literal + "')")).isEqualTo("3000000");
    }

    @Test
    void parametersAreDescribed() {
        try (var statement = connection.prepare("SELECT ?, ?3, :a, @b, $c, :a, $d::e(f)")) {
            assertThat(statement.parameterCount()).isEqualTo(7);
            assertThat(statement.parameters()).containsExactly(new Parameter(1, ""), new Parameter(2, ""),
                    new Parameter(3, "?3"), new Parameter(4, ":a"), new Parameter(5, "@b"), new Parameter(6, "$c"),
                    new Parameter(7, "$d::e(f)"));
        }
    }

    @Test
    void columnsAreDescribed() {
        connection.sqlite()
                .execute("CREATE TABLE \"tä\"(a VARCHAR(10), b); CREATE VIEW v AS SELECT a AS x FROM \"tä\"");
        try (var statement = connection.prepare("SELECT a AS \"ä\", b, a || b, x FROM v, \"tä\"")) {
            assertThat(statement.columnCount()).isEqualTo(4);
            assertThat(statement.columns()).containsExactly(
                    new Column("ä", Optional.of("VARCHAR(10)"), Optional.of(new Column.Origin("main", "tä", "a"))),
                    new Column("b", Optional.empty(), Optional.of(new Column.Origin("main", "tä", "b"))),
                    new Column("a || b", Optional.empty(), Optional.empty()),
                    new Column("x", Optional.of("VARCHAR(10)"), Optional.of(new Column.Origin("main", "tä", "a"))));
        }
        try (var statement = connection.prepare("INSERT INTO \"tä\" VALUES(1, 2)")) {
            assertThat(statement.columnCount()).isZero();
            assertThat(statement.columns()).isEmpty();
        }
    }

    @Test
    void statementsKnowWhatTheyDo() {
        connection.sqlite().execute("CREATE TABLE t(a)");
        try (var select = connection.prepare("SELECT a FROM t");
                var insert = connection.prepare("INSERT INTO t VALUES(1)");
                var explain = connection.prepare("EXPLAIN INSERT INTO t VALUES(1)");
                var plan = connection.prepare("EXPLAIN QUERY PLAN SELECT a FROM t")) {
            assertThat(select.readOnly()).isTrue();
            assertThat(insert.readOnly()).isFalse();
            assertThat(select.explain()).isEqualTo(SqliteStatement.EXPLAIN_NONE);
            assertThat(explain.explain()).isEqualTo(1);
            assertThat(plan.explain()).isEqualTo(2);
            assertThat(insert.status(StatementCounter.MEMUSED, false)).isPositive();
        }
        try (var statement = connection.prepare("SELECT ?")) {
            statement.bindText(1, "it's");
            assertThat(statement.expandedSql()).isEqualTo("SELECT 'it''s'");
        }
    }

    @Test
    void aSchemaChangeShowsInTheColumnsOfTheNextRun() {
        connection.sqlite().execute("CREATE TABLE t(a); INSERT INTO t VALUES(1)");
        try (var statement = connection.prepare("SELECT * FROM t")) {
            assertThat(statement.columnCount()).isEqualTo(1);
            connection.sqlite().execute("ALTER TABLE t ADD COLUMN b DEFAULT 'new'");
            assertThat(statement.step()).isTrue();
            assertThat(statement.columnCount()).isEqualTo(2);
            assertThat(statement.columnText(1)).isEqualTo("new");
            assertThat(statement.columns()).extracting(Column::name).containsExactly("a", "b");
            assertThat(statement.status(StatementCounter.REPREPARE, false)).isEqualTo(1);
        }
    }

    private List<String> split(String sql) {
        var parts = new ArrayList<String>();
        for (int offset = 0; offset < sql.length();) {
            var prepared = connection.sqlite().prepare(sql, offset, false);
            prepared.statement().orElseThrow().close();
            parts.add(sql.substring(offset, prepared.end()));
            offset = prepared.end();
        }
        return parts;
    }

    private List<String> values(String sql) {
        var values = new ArrayList<String>();
        for (int offset = 0; offset < sql.length();) {
            var prepared = connection.sqlite().prepare(sql, offset, false);
            try (var statement = prepared.statement().orElseThrow()) {
                assertThat(statement.step()).isTrue();
                values.add(statement.columnText(0));
            }
            offset = prepared.end();
        }
        return values;
    }
}
