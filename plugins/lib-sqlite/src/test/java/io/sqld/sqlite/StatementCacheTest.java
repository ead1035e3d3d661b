package io.sqld.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sqld.testkit.Seed;
import io.sqld.testkit.Seeded;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Statements are found again, within bounds, and lent to one borrower at a time. */
@ParameterizedClass
@EnumSource
class StatementCacheTest {
    private final TestConnection connection;
    private final StatementCache<Kept> cache = new StatementCache<>(3, 100);
    private int prepared;

    private record Kept(String sql, SqliteStatement sqlite) implements StatementCache.Cached {}

    StatementCacheTest(TestLibrary library) {
        connection = TestConnection.inMemory(library);
    }

    @AfterEach
    void close() {
        cache.close();
        assertThat(connection.library().openStatements()).isZero();
        connection.close();
    }

    @Test
    void aStatementIsFoundAgainWithItsBindingsCleared() {
        var first = borrow("SELECT ?");
        first.sqlite().bindText(1, "someone else's");
        assertThat(first.sqlite().step()).isTrue();
        cache.giveBack(first);
        var again = borrow("SELECT" + String.valueOf(new char[] {32, 63}));
        assertThat(again).isSameAs(first);
        assertThat(again.sqlite().step()).isTrue();
        assertThat(again.sqlite().columnType(0)).isEqualTo(StorageClass.NULL);
        cache.giveBack(again);
    }

    @Test
    void aLentStatementIsNotLentTwice() {
        var first = borrow("SELECT 1");
        var second = borrow("SELECT 1");
        assertThat(second.sqlite()).isNotSameAs(first.sqlite());
        assertThat(first.sqlite().step()).isTrue();
        assertThat(second.sqlite().step()).isTrue();
        cache.giveBack(second);
        assertThat(connection.library().openStatements()).isEqualTo(1);
        cache.giveBack(first);
        assertThat(borrow("SELECT 1")).isSameAs(first);
        cache.giveBack(first);
    }

    @Test
    void aStatementIsNotGivenBackTwice() {
        var statement = borrow("SELECT 1");
        cache.giveBack(statement);
        assertThatThrownBy(() -> cache.giveBack(statement)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatWasNotUsedForTheLongestTimeIsClosed() {
        for (var sql : new String[] {"SELECT 1", "SELECT 2", "SELECT 3", "SELECT 1", "SELECT 4"}) {
            cache.giveBack(borrow(sql));
        }
        assertThat(cache.size()).isEqualTo(3);
        assertThat(connection.library().openStatements()).isEqualTo(3);
        int before = prepared;
        cache.giveBack(borrow("SELECT 1"));
        cache.giveBack(borrow("SELECT 3"));
        cache.giveBack(borrow("SELECT 4"));
        assertThat(prepared).isEqualTo(before);
        cache.giveBack(borrow("SELECT 2"));
        assertThat(prepared).isEqualTo(before + 1);
    }

    @Test
    void theBytesOfTheTextsAreBounded() {
        cache.giveBack(borrow("SELECT '" + "x".repeat(50) + "'"));
        cache.giveBack(borrow("SELECT '" + "ä".repeat(30) + "'"));
        assertThat(cache.size()).isEqualTo(1);
        assertThat(cache.sqlBytes()).isEqualTo(69);
        cache.giveBack(borrow("SELECT '" + "y".repeat(100) + "'"));
        assertThat(cache.size()).as("a text over the bound pushes nothing out").isEqualTo(1);
        assertThat(connection.library().openStatements()).isEqualTo(1);
    }

    @Test
    void aLentStatementThatIsPushedOutIsClosedWhenItComesBack() {
        var lent = borrow("SELECT 0");
        for (int i = 1; i <= 3; i++) {
            cache.giveBack(borrow("SELECT " + i));
        }
        assertThat(lent.sqlite().step()).isTrue();
        assertThat(connection.library().openStatements()).isEqualTo(4);
        cache.giveBack(lent);
        assertThat(connection.library().openStatements()).isEqualTo(3);
    }

    @Test
    void aRemovedStatementIsPreparedAnew() {
        var statement = borrow("SELECT 1");
        cache.giveBack(statement);
        cache.remove(statement);
        cache.remove(statement);
        assertThat(connection.library().openStatements()).isZero();
        var again = borrow("SELECT 1");
        assertThat(again).isNotSameAs(statement);
        cache.remove(again);
        assertThat(again.sqlite().step()).as("lent until it comes back").isTrue();
        cache.giveBack(again);
        assertThat(connection.library().openStatements()).isZero();
    }

    @Test
    void clearingClosesWhatIsNotLent() {
        var lent = borrow("SELECT 1");
        cache.giveBack(borrow("SELECT 2"));
        cache.clear();
        assertThat(cache.size()).isZero();
        assertThat(cache.sqlBytes()).isZero();
        assertThat(connection.library().openStatements()).isEqualTo(1);
        cache.giveBack(lent);
        assertThat(connection.library().openStatements()).isZero();
    }

    @Test
    void aFailedResetDoesNotLeaveBindingsBehind() {
        connection.sqlite().execute("""
                PRAGMA foreign_keys = ON;
                CREATE TABLE p(a PRIMARY KEY);
                CREATE TABLE c(a REFERENCES p DEFERRABLE INITIALLY DEFERRED)""");
        var sql = "INSERT INTO c VALUES(?) RETURNING a";
        var insert = borrow(sql);
        insert.sqlite().bindText(1, "orphan");
        assertThat(insert.sqlite().step()).isTrue();
        assertThatThrownBy(() -> cache.giveBack(insert)).isInstanceOf(SqliteException.class);
        var again = borrow(sql);
        assertThat(again).isSameAs(insert);
        assertThat(again.sqlite().step()).isTrue();
        assertThat(again.sqlite().columnType(0)).isEqualTo(StorageClass.NULL);
        cache.giveBack(again);
    }

    @Test
    void aCacheOfNothingKeepsNothing() {
        var none = new StatementCache<Kept>(0, 1000);
        var statement = prepare("SELECT 1");
        none.add(statement);
        assertThat(statement.sqlite().step()).isTrue();
        none.giveBack(statement);
        assertThat(connection.library().openStatements()).isZero();
    }

    @Test
    void closingTheConnectionFirstDoesNoHarm() {
        var other = connection.library().open(":memory:", TestConnection.READ_WRITE);
        var lent = new Kept("SELECT 1", other.prepare("SELECT 1", 0, true).statement().orElseThrow());
        var home = new Kept("SELECT 2", other.prepare("SELECT 2", 0, true).statement().orElseThrow());
        cache.add(lent);
        cache.add(home);
        cache.giveBack(home);
        other.close();
        cache.clear();
        cache.giveBack(lent);
        assertThat(connection.library().openConnections()).isEqualTo(1);
    }

    @Test
    @ExtendWith(Seeded.class)
    void boundsHoldWhateverIsBorrowedAndReturned(Seed seed) {
        var random = seed.random();
        var lent = new ArrayList<Kept>();
        for (int i = 0; i < 5000; i++) {
            if (lent.isEmpty() || (random.nextInt(5) > 2 && lent.size() < 10)) {
                var statement = borrow("SELECT " + "1".repeat(1 + random.nextInt(60)) + random.nextInt(4));
                assertThat(lent).doesNotContain(statement);
                lent.add(statement);
            } else {
                cache.giveBack(lent.remove(random.nextInt(lent.size())));
            }
            assertThat(cache.size()).isLessThanOrEqualTo(3);
            assertThat(cache.sqlBytes()).isBetween(0L, 100L);
            assertThat(connection.library().openStatements()).isLessThanOrEqualTo(cache.size() + lent.size());
        }
        lent.forEach(cache::giveBack);
    }

    private Kept borrow(String sql) {
        return cache.borrow(sql).orElseGet(() -> {
            var statement = prepare(sql);
            cache.add(statement);
            return statement;
        });
    }

    private Kept prepare(String sql) {
        prepared++;
        return new Kept(sql, connection.prepare(sql));
    }
}
