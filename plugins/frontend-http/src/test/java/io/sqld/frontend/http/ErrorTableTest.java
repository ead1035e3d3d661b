package io.sqld.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.frontend.http.hrana.HranaError;
import io.sqld.testkit.MarkdownTable;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/ERRORS.md} says what this front end does. */
class ErrorTableTest {
    @Test
    void theTableHoldsEveryCodeWithItsHranaCodeAndStatus() {
        List<String> actual = Arrays.stream(ErrorCode.values()).map(code -> {
            var error = new SqldException(code, "message");
            HranaError hrana = HranaError.of(error, "SELECT 1");
            return code + " " + hrana.code() + " " + hrana.status() + " " + Refusals.status(error).code();
        }).toList();
        assertThat(MarkdownTable.of("ERRORS.md", "## Codes").rows())
                .map(row -> row.in("ErrorCode") + " " + row.in("Hrana code") + " " + row.in("Hrana status") + " "
                        + row.in("HTTP status"))
                .containsExactlyElementsOf(actual);
    }

    @Test
    void theMessagesOfSqliteHaveTheCodesOfTheTable() {
        assertThat(MarkdownTable.of("ERRORS.md", "## Hrana code of `SQL_ERROR`").rows()).hasSize(5).allSatisfy(row -> {
            SqldException error = SqldException.sqlite(ErrorCode.SQL_ERROR, 1, row.in("Message"));
            boolean placed = row.in("With a place in the text").equals("yes");
            HranaError hrana = HranaError.of(placed ? error.at(3) : error, "SELECT 1");
            assertThat(hrana.code()).as(row.in("Message")).isEqualTo(row.in("Hrana code"));
            assertThat(Integer.toString(hrana.status())).isEqualTo(row.in("Status"));
        });
    }
}
