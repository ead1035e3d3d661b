package io.sqld.host.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShortStatementsTest {
    private static final String SQL = "SELECT 1";
    private static final long SHORT_NANOS = 300_000;

    private final ShortStatements statements = new ShortStatements(SHORT_NANOS);

    @Test
    void aStatementIsShortOnlyAfterSeveralShortRuns() {
        statements.ran(SQL, 1);
        assertThat(statements.contains(SQL)).isFalse();
        ran(SQL, SHORT_NANOS, 10);
        assertThat(statements.contains(SQL)).isTrue();
        assertThat(statements.contains("SELECT 2")).isFalse();
    }

    @Test
    void oneLongRunIsForgivenAndAHabitIsNot() {
        ran(SQL, 1, 100);
        ran(SQL, SHORT_NANOS + 1, 1);
        assertThat(statements.contains(SQL)).isTrue();
        for (int i = 0; i < 100; i++) {
            ran(SQL, 1, 3);
            ran(SQL, SHORT_NANOS + 1, 1);
        }
        assertThat(statements.contains(SQL)).isFalse();
    }

    @Test
    void whatHadToBeLeftToAWorkerIsTriedAgainOnlyAfterALongTime() {
        ran(SQL, 1, 100);
        statements.unfit(SQL);
        ran(SQL, 1, 50);
        assertThat(statements.contains(SQL)).isFalse();
        ran(SQL, SHORT_NANOS + 1, 1);
        ran(SQL, 1, 600);
        assertThat(statements.contains(SQL)).isTrue();
    }

    @Test
    void nothingIsShortWithoutATime() {
        var none = new ShortStatements(0);
        for (int i = 0; i < 100; i++) {
            none.ran(SQL, 1);
        }
        assertThat(none.contains(SQL)).isFalse();
    }

    @Test
    void textsThatShareASlotDisplaceEachOther() {
        // "Aa" and "BB" have one hash code.
        ran("Aa", 1, 100);
        ran("BB", 1, 100);
        assertThat(statements.contains("BB")).isTrue();
        assertThat(statements.contains("Aa")).isFalse();
    }

    @Test
    void aTextThatIsLongItselfIsNotKept() {
        String text = "SELECT " + "x".repeat(10_000);
        ran(text, 1, 100);
        assertThat(statements.contains(text)).isFalse();
    }

    private void ran(String sql, long nanos, int times) {
        for (int i = 0; i < times; i++) {
            statements.ran(sql, nanos);
        }
    }
}
