package io.sqld.frontend.pgwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sqld.testkit.Eventually;
import io.sqld.testkit.FrontendFixture;
import io.sqld.testkit.TestStorage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** COPY, cursors, notifications and advisory locks with the PostgreSQL JDBC driver. */
class CopyAndSessionsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private FrontendFixture fixture;

    @BeforeEach
    void start() {
        var storage = TestStorage.start(TestStorage.storageBackend("libsql"), directory, "");
        fixture = new FrontendFixture(new PgwireFactory(),
                "listen = \"127.0.0.1:0\", notifications-max = 3, advisory-locks-max = 2, cursor-bytes-max = 1KiB",
                storage, 100);
        fixture.frontend().start();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + fixture.address().getPort() + "/default?user=tester&sslmode=disable");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "no row";
        }
    }

    @Test
    void manyRowsAreCopiedInAndOutAsTheyAre() throws SQLException, IOException {
        try (Connection connection = connect()) {
            execute(connection, "create table t(a int primary key, b text, c bytea)");
            var text = new StringBuilder();
            for (int i = 0; i < 10_000; i++) {
                text.append(i).append("\tline ").append(i).append("\\nä\t\\\\x0").append(i % 10).append('\n');
            }
            var copy = connection.unwrap(PGConnection.class).getCopyAPI();
            assertThat(copy.copyIn("COPY t FROM STDIN", new StringReader(text.toString()))).isEqualTo(10_000);
            var out = new StringWriter();
            assertThat(copy.copyOut("COPY (SELECT * FROM t ORDER BY a) TO STDOUT", out)).isEqualTo(10_000);
            assertThat(out).hasToString(text.toString());
            var binary = new ByteArrayOutputStream();
            copy.copyOut("COPY t TO STDOUT (FORMAT binary)", binary);
            execute(connection, "create table u(a int primary key, b text, c bytea)");
            assertThat(copy.copyIn("COPY u FROM STDIN (FORMAT binary)",
                    new ByteArrayInputStream(binary.toByteArray()))).isEqualTo(10_000);
            assertThat(ask(connection, "select count(*) from t join u using (a, b, c)")).isEqualTo("10000");
        }
    }

    @Test
    void aRowThatIsRefusedTellsItsLineAndTakesAllBack() throws SQLException {
        try (Connection connection = connect()) {
            execute(connection, "create table t(a int primary key check (a <> 500))");
            var text = new StringBuilder();
            for (int i = 1; i <= 1_000; i++) {
                text.append(i).append('\n');
            }
            var copy = connection.unwrap(PGConnection.class).getCopyAPI();
            assertThatThrownBy(() -> copy.copyIn("COPY t FROM STDIN", new StringReader(text.toString())))
                    .hasMessageContaining("COPY t, line 500")
                    .isInstanceOfSatisfying(SQLException.class,
                            error -> assertThat(error.getSQLState()).isEqualTo("23514"));
            assertThat(ask(connection, "select count(*) from t")).isEqualTo("0");
        }
    }

    @Test
    void notificationsReachThoseWhoListenAfterTheCommit() throws SQLException {
        try (Connection listener = connect(); Connection sender = connect()) {
            execute(listener, "listen news");
            execute(sender, "begin");
            execute(sender, "notify news, 'one'");
            execute(sender, "notify news, 'one'");
            execute(sender, "notify elsewhere, 'two'");
            PGConnection mailbox = listener.unwrap(PGConnection.class);
            assertThat(mailbox.getNotifications(20)).isNullOrEmpty();
            execute(sender, "commit");
            PGNotification[] told = mailbox.getNotifications(10_000);
            assertThat(told).hasSize(1);
            assertThat(told[0].getName() + " " + told[0].getParameter()).isEqualTo("news one");
        }
    }

    @Test
    void aTransactionMakesOnlySoManyNotifications() throws SQLException {
        try (Connection sender = connect()) {
            execute(sender, "begin");
            execute(sender, "notify a, '1'; notify a, '2'; notify a, '3'");
            assertThatThrownBy(() -> execute(sender, "notify a, '4'")).hasMessageContaining("pgwire.notifications-max");
        }
    }

    @Test
    void anAdvisoryLockIsWaitedForUntilItIsGivenBackOrItsHolderLeaves() throws Exception {
        try (Connection waiter = connect()) {
            CompletableFuture<String> granted;
            try (Connection holder = connect()) {
                execute(holder, "select pg_advisory_lock(42)");
                assertThat(ask(waiter, "select pg_try_advisory_lock(42)")).isEqualTo("f");
                execute(waiter, "set lock_timeout = '20ms'");
                assertThatThrownBy(() -> execute(waiter, "select pg_advisory_lock(42)"))
                        .hasMessageContaining("canceling statement due to lock timeout");
                execute(waiter, "set lock_timeout = 0");
                granted = CompletableFuture.supplyAsync(() -> {
                    try {
                        return ask(waiter, "select pg_advisory_lock(42)");
                    } catch (SQLException refused) {
                        return refused.getMessage();
                    }
                });
                assertThat(granted).isNotDone();
            }
            assertThat(granted.get(10, TimeUnit.SECONDS)).isEmpty();
            assertThat(ask(waiter, "select pg_advisory_unlock(42)")).isEqualTo("t");
        }
    }

    @Test
    void twoWhoWaitForEachOtherAreNotLeftWaiting() throws Exception {
        try (Connection one = connect(); Connection two = connect()) {
            execute(one, "select pg_advisory_lock(1)");
            execute(two, "select pg_advisory_lock(2)");
            var waits = CompletableFuture.supplyAsync(() -> {
                try {
                    return ask(one, "select pg_advisory_lock(2)");
                } catch (SQLException refused) {
                    return refused.getMessage();
                }
            });
            Eventually.await("one of the two is refused", () -> refused(two) || waits.isDone());
            execute(two, "select pg_advisory_unlock(2)");
            assertThat(waits.get(10, TimeUnit.SECONDS)).isEmpty();
        }
    }

    /** While the other does not wait yet, the lock would be waited for: so not for long. */
    private static boolean refused(Connection connection) {
        try {
            execute(connection, "set lock_timeout = '50ms'");
            execute(connection, "select pg_advisory_lock(1)");
            return false;
        } catch (SQLException error) {
            return "40P01".equals(error.getSQLState());
        }
    }

    @Test
    void aSessionHasOnlySoManyAdvisoryLocks() throws SQLException {
        try (Connection connection = connect()) {
            execute(connection, "select pg_advisory_lock(1), pg_advisory_lock(2)");
            assertThatThrownBy(() -> execute(connection, "select pg_advisory_lock(3)"))
                    .hasMessageContaining("pgwire.advisory-locks-max");
            execute(connection, "select pg_advisory_unlock_all()");
            execute(connection, "select pg_advisory_lock(3)");
        }
    }

    @Test
    void aCancelEndsTheWaitForALock() throws Exception {
        try (Connection holder = connect();
                Connection waiter = connect();
                Statement waiting = waiter.createStatement()) {
            execute(holder, "select pg_advisory_lock(1)");
            waiting.setQueryTimeout(1);
            assertThatThrownBy(() -> waiting.execute("select pg_advisory_lock(1)"))
                    .isInstanceOfSatisfying(SQLException.class,
                            error -> assertThat(error.getSQLState()).isEqualTo("57014"));
            assertThat(ask(waiter, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void aCursorThatKeepsItsRowsKeepsOnlySoMuch() throws SQLException {
        String rows = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000) select i from n";
        try (Connection connection = connect()) {
            execute(connection, "declare small cursor with hold for values (1), (2)");
            assertThat(ask(connection, "fetch last from small")).isEqualTo("2");
            assertThatThrownBy(() -> execute(connection, "declare large cursor with hold for " + rows))
                    .hasMessageContaining("pgwire.cursor-bytes-max");
            execute(connection, "begin");
            execute(connection, "declare large no scroll cursor for " + rows);
            assertThat(ask(connection, "fetch absolute 900 from large")).isEqualTo("900");
            execute(connection, "commit");
        }
    }

    @Test
    void bytesCopiedInThatAreNoTextAreRefusedAndTheConnectionGoesOn() throws SQLException {
        try (Connection connection = connect()) {
            execute(connection, "create table t(a text)");
            var copy = connection.unwrap(PGConnection.class).getCopyAPI();
            byte[] latin1 = "m\u00fcde\n".getBytes(StandardCharsets.ISO_8859_1);
            assertThatThrownBy(() -> copy.copyIn("COPY t FROM STDIN", new ByteArrayInputStream(latin1)))
                    .hasMessageContaining("UTF8");
            assertThat(ask(connection, "select count(*) from t")).isEqualTo("0");
        }
    }
}
