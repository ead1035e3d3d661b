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
    private final StatementCache cache;

    StatementCacheTest(TestLibrary library) {
        connection = TestConnection.inMemory(library);
        cache = new StatementCache(connection.sqlite(), 3, 100);
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
        first.bindText(1, "someone else's");
        assertThat(first.step()).isTrue();
        cache.giveBack(first);
        var again = borrow("SELECT" + String.valueOf(new char[] {32, 63}));
        assertThat(again).isSameAs(first);
        assertThat(again.step()).isTrue();
        assertThat(again.columnType(0)).isEqualTo(StorageClass.NULL);
        cache.giveBack(again);
        assertThat(cache.hits()).isEqualTo(1);
        assertThat(cache.misses()).isEqualTo(1);
    }

    @Test
    void aLentStatementIsNotLentTwice() {
        var first = borrow("SELECT 1");
        var second = borrow("SELECT 1");
        assertThat(second).isNotSameAs(first);
        assertThat(first.step()).isTrue();
        assertThat(second.step()).isTrue();
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
        long misses = cache.misses();
        cache.giveBack(borrow("SELECT 1"));
        cache.giveBack(borrow("SELECT 3"));
        cache.giveBack(borrow("SELECT 4"));
        assertThat(cache.misses()).isEqualTo(misses);
        cache.giveBack(borrow("SELECT 2"));
        assertThat(cache.misses()).isEqualTo(misses + 1);
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
        assertThat(lent.step()).isTrue();
        assertThat(lent.columnInt64(0)).isZero();
        assertThat(connection.library().openStatements()).isEqualTo(4);
        cache.giveBack(lent);
        assertThat(connection.library().openStatements()).isEqualTo(3);
    }

    @Test
    void aStatementInsideALongerTextIsFoundByItsOwnText() {
        var sql = "SELECT 'ä' ; -- one\n SELECT 2";
        var first = cache.borrow(sql, 0);
        cache.giveBack(first.statement().orElseThrow());
        var second = cache.borrow(sql, first.end());
        cache.giveBack(second.statement().orElseThrow());
        assertThat(second.end()).isEqualTo(sql.length());
        assertThat(borrow(sql.substring(0, first.end()))).isSameAs(first.statement().orElseThrow());
        assertThat(borrow(sql.substring(first.end()))).isSameAs(second.statement().orElseThrow());
        cache.giveBack(first.statement().orElseThrow());
        cache.giveBack(second.statement().orElseThrow());
    }

    @Test
    void aTextWithoutStatementIsNotCached() {
        assertThat(cache.borrow("-- nothing", 0).statement()).isEmpty();
        assertThat(cache.size()).isZero();
    }

    @Test
    void aDiscardedStatementIsPreparedAnew() {
        var statement = borrow("SELECT 1");
        cache.discard(statement);
        assertThat(connection.library().openStatements()).isZero();
        var again = borrow("SELECT 1");
        assertThat(again).isNotSameAs(statement);
        cache.giveBack(again);
    }

    @Test
    void aFailedResetDoesNotLeaveBindingsBehind() {
        connection.sqlite().execute("""
                PRAGMA foreign_keys = ON;
                CREATE TABLE p(a PRIMARY KEY);
                CREATE TABLE c(a REFERENCES p DEFERRABLE INITIALLY DEFERRED)""");
        var sql = "INSERT INTO c VALUES(?) RETURNING a";
        var insert = borrow(sql);
        insert.bindText(1, "orphan");
        insert.step();
        assertThatThrownBy(() -> cache.giveBack(insert)).isInstanceOf(SqliteException.class);
        var again = borrow(sql);
        assertThat(again).isSameAs(insert);
        assertThat(again.step()).isTrue();
        assertThat(again.columnType(0)).isEqualTo(StorageClass.NULL);
        cache.giveBack(again);
    }

    @Test
    void aCacheOfNothingLendsAllTheSame() {
        var none = new StatementCache(connection.sqlite(), 0, 1000);
        var statement = none.borrow("SELECT 1", 0).statement().orElseThrow();
        assertThat(statement.step()).isTrue();
        none.giveBack(statement);
        assertThat(connection.library().openStatements()).isZero();
    }

    @Test
    void closingTheConnectionFirstDoesNoHarm() {
        var other = connection.library().open(":memory:", TestConnection.READ_WRITE);
        var itsCache = new StatementCache(other, 10, 1000);
        itsCache.giveBack(itsCache.borrow("SELECT 1", 0).statement().orElseThrow());
        var lent = itsCache.borrow("SELECT 2", 0).statement().orElseThrow();
        other.close();
        itsCache.close();
        itsCache.giveBack(lent);
        assertThat(connection.library().openConnections()).isEqualTo(1);
    }

    @Test
    @ExtendWith(Seeded.class)
    void boundsHoldWhateverIsBorrowedAndReturned(Seed seed) {
        var random = seed.random();
        var lent = new ArrayList<SqliteStatement>();
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

    private SqliteStatement borrow(String sql) {
        return cache.borrow(sql, 0).statement().orElseThrow();
    }
}
