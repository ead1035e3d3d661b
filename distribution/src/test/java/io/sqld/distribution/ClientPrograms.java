package io.sqld.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sqld.testkit.ServerProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Clients of one server on an {@link ExistingDatabase}. Each reads what is there, writes as many notes as it is told,
 * rolls one back, and looks at its own. May run on several threads at once.
 */
final class ClientPrograms {
    private static final Path PGBENCH_SCRIPT = Path.of("..", "testing", "clients", "update.pgbench.sql")
            .toAbsolutePath()
            .normalize();
    private static final Pattern PROCESSED = Pattern.compile("actually processed: (\\d+)/(\\d+)");
    private static final int PGBENCH_CLIENTS = 4;

    private final ServerProcess server;
    private final Map<String, Integer> pgbenchTransactions = new ConcurrentHashMap<>();

    ClientPrograms(ServerProcess server) {
        this.server = server;
    }

    /** {@return how many transactions pgbench did, by mode} */
    Map<String, Integer> transactionsOfPgbench() {
        return pgbenchTransactions;
    }

    Void psql(String name, int rounds) {
        assertThat(Programs.run(Tree.psql(server, "-c", "SELECT name, price FROM item WHERE id = 7"), "").succeeded())
                .isEqualTo("item 7|1.75\n");
        var script = new StringBuilder("BEGIN;\n");
        for (int n = 0; n < rounds; n++) {
            script.append("INSERT INTO note (client, n) VALUES ('").append(name).append("', ").append(n).append(");\n");
        }
        script.append("COMMIT;\nBEGIN;\nINSERT INTO note (client, n) VALUES ('")
                .append(name)
                .append("', -1);\nROLLBACK;\nSELECT count(*) FROM note WHERE client = '")
                .append(name)
                .append("';\n");
        assertThat(Programs.run(Tree.psql(server), script.toString()).succeeded()).isEqualTo(rounds + "\n");
        Programs.Outcome wrong = Programs.run(Tree.psql(server, "-c", "SELECT nope"), "");
        assertThat(wrong.status()).isNotZero();
        assertThat(wrong.output()).contains("no such column: nope");
        return null;
    }

    Void pgbench(String mode, int transactions) {
        String output =
                Programs.run(Programs.command("pgbench", "-n", "-M", mode, "-c", Integer.toString(PGBENCH_CLIENTS),
                        "-j", "2", "-t", Integer.toString(transactions), "-f", PGBENCH_SCRIPT.toString(), "-h",
                        "127.0.0.1", "-p",
                        Integer.toString(Tree.pgPort(server)), "-U", "test", "default"), "").succeeded();
        Matcher processed = PROCESSED.matcher(output);
        assertThat(processed.find()).as(output).isTrue();
        assertThat(Integer.parseInt(processed.group(1))).as(output).isEqualTo(PGBENCH_CLIENTS * transactions);
        pgbenchTransactions.merge(mode, PGBENCH_CLIENTS * transactions, Integer::sum);
        return null;
    }

    Void pgjdbc(String name, int rounds) throws SQLException {
        try (Connection connection = Tree.pgjdbc(server)) {
            try (PreparedStatement item =
                    connection.prepareStatement("SELECT id, name, price, data FROM item WHERE id = ?")) {
                for (int id = 1; id <= 10; id++) {
                    item.setInt(1, id);
                    try (ResultSet row = item.executeQuery()) {
                        assertThat(row.next()).isTrue();
                        assertThat(row.getLong("id")).isEqualTo(id);
                        assertThat(row.getString("name")).isEqualTo("item " + id);
                        assertThat(row.getDouble("price")).isEqualTo(id / 4.0);
                        assertThat(row.getBytes("data")).isEqualTo(("blob " + id).getBytes(StandardCharsets.UTF_8));
                        assertThat(row.next()).isFalse();
                    }
                }
            }
            writeNotes(connection, name, rounds);
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> count(connection, "SELECT nope"))
                    .returns("42703", SQLException::getSQLState);
            readByPortal(connection);
        }
        return null;
    }

    Void dbeaver(String name, int rounds) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:dbeaver:libsql:" + Tree.url(server))) {
            assertThat(count(connection, "SELECT count(*) FROM item")).isEqualTo(ExistingDatabase.ITEMS);
            try (PreparedStatement note = connection.prepareStatement("INSERT INTO note (client, n) VALUES (?, ?)")) {
                for (int n = 0; n < rounds; n++) {
                    note.setString(1, name);
                    note.setInt(2, n);
                    note.execute();
                    assertThat(note.getUpdateCount()).isEqualTo(1);
                }
            }
            assertThat(count(connection, "SELECT count(*) FROM note WHERE client = '" + name + "'")).isEqualTo(rounds);
            try (ResultSet tables = connection.getMetaData().getTables(null, null, "item", null)) {
                assertThat(tables.next()).isTrue();
                assertThat(tables.getString("TABLE_NAME")).isEqualTo("item");
            }
        }
        return null;
    }

    Void nodePostgres(String name, int rounds) {
        assertThat(Programs.run(Programs.node("node-postgres.mjs", Integer.toString(Tree.pgPort(server)), name,
                Integer.toString(rounds)), "").succeeded()).isEqualTo("fine\n");
        return null;
    }

    Void libsqlClient(String name, int rounds) {
        assertThat(
                Programs.run(Programs.node("libsql-client.mjs", Tree.url(server), name, Integer.toString(rounds)), "")
                        .succeeded())
                .isEqualTo("fine\n");
        return null;
    }

    private static void writeNotes(Connection connection, String name, int rounds) throws SQLException {
        try (PreparedStatement note = connection.prepareStatement("INSERT INTO note (client, n) VALUES (?, ?)")) {
            for (int n = 0; n < rounds; n++) {
                note.setString(1, name);
                note.setInt(2, n);
                assertThat(note.executeUpdate()).isEqualTo(1);
            }
            connection.setAutoCommit(false);
            note.setInt(2, -1);
            assertThat(note.executeUpdate()).isEqualTo(1);
            connection.rollback();
            connection.setAutoCommit(true);
        }
        assertThat(count(connection, "SELECT count(*) FROM note WHERE client = '" + name + "'")).isEqualTo(rounds);
    }

    /** With a fetch size and without autocommit, pgjdbc reads in portions. */
    private static void readByPortal(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(37);
            try (ResultSet rows = statement.executeQuery("SELECT id FROM item ORDER BY id")) {
                for (int id = 1; id <= ExistingDatabase.ITEMS; id++) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getInt(1)).isEqualTo(id);
                }
                assertThat(rows.next()).isFalse();
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    static long count(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        }
    }
}
