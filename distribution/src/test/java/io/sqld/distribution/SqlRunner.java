package io.sqld.distribution;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs one statement, on a thread of its own, and remembers how it failed. */
final class SqlRunner implements Runnable {
    private final Connection connection;
    private final String sql;
    private volatile @Nullable SQLException failure;

    SqlRunner(Connection connection, String sql) {
        this.connection = connection;
        this.sql = sql;
    }

    @Override
    public void run() {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            failure = e;
        }
    }

    Optional<SQLException> failure() {
        return Optional.ofNullable(failure);
    }
}
