package io.sqld.frontend.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.testkit.MarkdownTable;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/ERRORS.md} says what this front end does. */
class ErrorTableTest {
    @Test
    void theTableHoldsEveryCodeWithItsFamilyAndSqlState() {
        List<String> actual = Arrays.stream(ErrorCode.values())
                .map(code -> code + " " + code.family() + " " + sqlState(new SqldException(code, "message")))
                .toList();
        assertThat(MarkdownTable.of("ERRORS.md", "## Codes").rows())
                .map(row -> row.in("ErrorCode") + " " + row.in("Family") + " " + row.in("SQLSTATE"))
                .containsExactlyElementsOf(actual);
    }

    @Test
    void theMessagesOfSqliteHaveTheSqlStatesOfTheTable() {
        assertThat(MarkdownTable.of("ERRORS.md", "## SQLSTATE of `SQL_ERROR`").rows()).hasSizeGreaterThan(10)
                .allSatisfy(row -> {
                    SqldException error = SqldException.sqlite(ErrorCode.SQL_ERROR, 1, row.in("Message"));
                    assertThat(sqlState(error)).as(row.in("Message")).isEqualTo(row.in("SQLSTATE"));
                });
    }

    @Test
    void theConstraintsHaveTheSqlStatesOfTheTable() {
        assertThat(MarkdownTable.of("ERRORS.md", "## SQLSTATE of `CONSTRAINT`").rows()).hasSize(8)
                .allSatisfy(row -> {
                    int sqliteCode = Integer.parseInt(row.in("SQLite code"));
                    SqldException error = SqldException.sqlite(ErrorCode.CONSTRAINT, sqliteCode, "constraint failed");
                    assertThat(sqlState(error)).isEqualTo(row.in("SQLSTATE"));
                });
    }

    private static String sqlState(SqldException error) {
        return SqlStates.of(error, "SELECT 1").sqlState();
    }
}
