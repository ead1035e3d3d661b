package io.sqld.api.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqldExceptionTest {
    @Test
    void keepsWhatSqliteSaid() {
        var error = SqldException.sqlite(ErrorCode.CONSTRAINT, 2067, "UNIQUE constraint failed: t.a").at(12);
        assertThat(error.code()).isEqualTo(ErrorCode.CONSTRAINT);
        assertThat(error.sqliteCode()).hasValue(2067);
        assertThat(error.sqlOffset()).hasValue(12);
        assertThat(error.message()).isEqualTo("UNIQUE constraint failed: t.a");
    }

    @Test
    void knowsNoSqliteCodeAndNoPlaceUnlessGiven() {
        var error = new SqldException(ErrorCode.OVERLOADED, "busy");
        assertThat(error.sqliteCode()).isEmpty();
        assertThat(error.sqlOffset()).isEmpty();
    }

    @Test
    void refusingABadRequestCollectsNoStackTrace() {
        assertThat(new SqldException(ErrorCode.SQL_ERROR, "no").getStackTrace()).isEmpty();
        assertThat(new SqldException(ErrorCode.INTERNAL, "bug").getStackTrace()).isNotEmpty();
    }

    @Test
    void locatingAnErrorKeepsItsCauseAndItsTrace() {
        var cause = new IllegalStateException("inner");
        var error = new SqldException(ErrorCode.INTERNAL, "bug", cause);
        var located = error.at(3);
        assertThat(located).hasCause(cause);
        assertThat(located.getStackTrace()).isEqualTo(error.getStackTrace());
    }
}
