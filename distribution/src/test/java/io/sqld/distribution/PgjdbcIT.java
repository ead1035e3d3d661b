package io.sqld.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sqld.testkit.Eventually;
import io.sqld.testkit.ServerProcess;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What applications do by PostgreSQL's JDBC driver. Each test has a connection and tables of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PgjdbcIT {
    private static final String ENDLESS =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    /** From its fifth execution on, the driver prepares a statement by name and asks for binary results. */
    private static final int EXECUTIONS = 12;

    private final ServerProcess server;
    @SuppressWarnings("NullAway.Init") // made before each test
    private Connection connection;

    PgjdbcIT(@TempDir Path directory) {
        this.server = Tree.BUILT.serve(directory);
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = Tree.pgjdbc(server);
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void everyTypeComesBackAsItWentInTextAndInBinary() throws SQLException {
        execute("""
                CREATE TABLE every (id INTEGER PRIMARY KEY, truth BOOLEAN, small SMALLINT, whole INTEGER, big BIGINT,
                    ratio DOUBLE PRECISION, exact NUMERIC(20, 4), name TEXT, code VARCHAR(20), bytes BYTEA, day DATE,
                    moment TIME, stamp TIMESTAMP, stamptz TIMESTAMPTZ, uid UUID)""");
        List<Object> row = List.of(1, true, -7L, 70_000L, Long.MAX_VALUE, 0.1, new BigDecimal("12345678.1234"),
                "häß€🙂 'quoted' \\", "varchar", "\0\1\377".getBytes(StandardCharsets.ISO_8859_1),
                LocalDate.of(2024, 2, 29), LocalTime.of(23, 59, 58, 123_456_000),
                LocalDateTime.of(1999, 12, 31, 23, 59, 59, 999_999_000),
                OffsetDateTime.of(2024, 3, 1, 12, 0, 0, 0, ZoneOffset.UTC),
                UUID.fromString("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"));
        String places = "?" + ", ?".repeat(row.size() - 1);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO every VALUES (" + places + ")")) {
            for (int i = 0; i < row.size(); i++) {
                insert.setObject(i + 1, row.get(i));
            }
            assertThat(insert.executeUpdate()).isEqualTo(1);
            insert.setInt(1, 2);
            for (int i = 1; i < row.size(); i++) {
                insert.setObject(i + 1, null);
            }
            assertThat(insert.executeUpdate()).isEqualTo(1);
        }
        try (PreparedStatement select = connection.prepareStatement("SELECT * FROM every WHERE id = ?")) {
            for (int execution = 0; execution < EXECUTIONS; execution++) {
                select.setInt(1, 1 + execution % 2);
                try (ResultSet found = select.executeQuery()) {
                    assertThat(found.next()).isTrue();
                    for (int i = 1; i < row.size(); i++) {
                        Object value = found.getObject(i + 1, row.get(i).getClass());
                        assertThat(value).as("column %d, execution %d", i + 1, execution)
                                .isEqualTo(execution % 2 == 0 ? row.get(i) : null);
                    }
                }
            }
        }
    }

    @Test
    void batchesReportEachUpdateAndFailAsOne() throws SQLException {
        execute("CREATE TABLE batch (id INTEGER PRIMARY KEY, name TEXT UNIQUE)");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO batch VALUES (?, ?)")) {
            for (int i = 0; i < 300; i++) {
                insert.setInt(1, i);
                insert.setString(2, "name " + i);
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).hasSize(300).containsOnly(1);
            for (int i = 300; i < 303; i++) {
                insert.setInt(1, i);
                insert.setString(2, i == 302 ? "name 7" : "name " + i);
                insert.addBatch();
            }
            assertThatExceptionOfType(BatchUpdateException.class).isThrownBy(insert::executeBatch)
                    .returns("23505", SQLException::getSQLState);
        }
        assertThat(ClientPrograms.count(connection, "SELECT count(*) FROM batch")).isEqualTo(300);
    }

    @Test
    void generatedKeysAreReturned() throws SQLException {
        execute("CREATE TABLE generated (id INTEGER PRIMARY KEY, name TEXT)");
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO generated (name) VALUES (?), (?)", Statement.RETURN_GENERATED_KEYS)) {
            for (int execution = 0; execution < EXECUTIONS; execution++) {
                insert.setString(1, "one");
                insert.setString(2, "two");
                assertThat(insert.executeUpdate()).isEqualTo(2);
                try (ResultSet keys = insert.getGeneratedKeys()) {
                    assertThat(keys.next()).isTrue();
                    assertThat(keys.getLong("id")).isEqualTo(2L * execution + 1);
                    assertThat(keys.next()).isTrue();
                    assertThat(keys.getLong(1)).isEqualTo(2L * execution + 2);
                }
            }
        }
    }

    @Test
    void aFetchSizeReadsInPortionsAndMayStopHalfWay() throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement select = connection.prepareStatement(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT i FROM n")) {
            select.setFetchSize(50);
            for (int execution = 0; execution < EXECUTIONS; execution++) {
                select.setInt(1, 1_000);
                try (ResultSet rows = select.executeQuery()) {
                    int wanted = execution % 2 == 0 ? 1_000 : 60;
                    for (int i = 1; i <= wanted; i++) {
                        assertThat(rows.next()).isTrue();
                        assertThat(rows.getInt(1)).isEqualTo(i);
                    }
                    assertThat(wanted == 60 || !rows.next()).isTrue();
                }
            }
        }
        connection.commit();
    }

    @Test
    void transactionsRollBackToSavepointsAndRecoverFromErrors() throws SQLException {
        execute("CREATE TABLE moved (id INTEGER PRIMARY KEY, n INTEGER CONSTRAINT positive CHECK (n > 0))");
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        execute("INSERT INTO moved VALUES (1, 1)");
        Savepoint before = connection.setSavepoint("before");
        assertThatExceptionOfType(PSQLException.class).isThrownBy(() -> execute("INSERT INTO moved VALUES (2, -1)"))
                .returns("23514", SQLException::getSQLState)
                .extracting(PSQLException::getServerErrorMessage)
                .returns("positive", ServerErrorMessage::getConstraint);
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute("SELECT 1"))
                .returns("25P02", SQLException::getSQLState);
        connection.rollback(before);
        execute("INSERT INTO moved VALUES (3, 3)");
        connection.commit();
        execute("DELETE FROM moved");
        connection.rollback();
        assertThat(ClientPrograms.count(connection, "SELECT sum(id) FROM moved")).isEqualTo(4);
        connection.commit();
        connection.setReadOnly(true);
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute("DELETE FROM moved"))
                .returns("25006", SQLException::getSQLState);
        connection.rollback();
    }

    @Test
    void anErrorTellsWhereItIs() {
        assertThatExceptionOfType(PSQLException.class).isThrownBy(() -> execute("SELECT 'ü', nope"))
                .returns("42703", SQLException::getSQLState)
                .extracting(PSQLException::getServerErrorMessage)
                .returns(13, ServerErrorMessage::getPosition);
    }

    @Test
    void aStatementIsCancelledAndTimesOut() throws Exception {
        try (Statement statement = connection.createStatement()) {
            var runner = new SqlRunner(connection, ENDLESS);
            Thread running = Thread.ofPlatform().start(runner);
            Eventually.await("the statement is cancelled", () -> {
                try {
                    ((PGConnection) connection).cancelQuery();
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
                return !running.isAlive();
            });
            assertThat(runner.failure()).get().returns("57014", SQLException::getSQLState);
            statement.setQueryTimeout(1);
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.execute(ENDLESS))
                    .returns("57014", SQLException::getSQLState);
            statement.setQueryTimeout(0);
            assertThat(statement.execute("SELECT 1")).isTrue();
        }
    }

    @Test
    void theCopyManagerCopiesInAndOut() throws Exception {
        execute("CREATE TABLE copied (id INTEGER PRIMARY KEY, name TEXT)");
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        var rows = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            rows.append(i).append("\tname\\t").append(i).append('\n');
        }
        assertThat(copy.copyIn("COPY copied FROM STDIN", new StringReader(rows.toString()))).isEqualTo(5_000);
        var out = new StringWriter();
        assertThat(copy.copyOut("COPY copied TO STDOUT", out)).isEqualTo(5_000);
        assertThat(out).hasToString(rows.toString());
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> copy.copyIn("COPY copied FROM STDIN CSV", new StringReader("9999,new\n1,taken\n")))
                .returns("23505", SQLException::getSQLState);
        assertThat(ClientPrograms.count(connection, "SELECT count(*) FROM copied")).isEqualTo(5_000);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
