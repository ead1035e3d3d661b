package io.sqld.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.testkit.Seed;
import io.sqld.testkit.Seeded;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls in any order, on handles in any state, from inside and outside of upcalls: exceptions, never a crash. */
@ParameterizedClass
@EnumSource
class MisuseTest {
    private static final int CALLS = 30_000;
    private static final List<String> TEXTS = List.of("SELECT ?, ?2, 'text', x'00', NULL, 1.5",
            "INSERT INTO t VALUES(?, ?)",
            "SELECT * FROM t", "DELETE FROM t WHERE a > ?", "SELECT again(?)", "BEGIN", "COMMIT", "ROLLBACK",
            "CREATE TABLE IF NOT EXISTS t(a, b)", "INSERT INTO t VALUES(?, again(?)) RETURNING *", "DROP TABLE t",
            "SELECT again(a) FROM t", "SAVEPOINT s", "RELEASE s", "wrong", "VACUUM", "");

    private final SqliteLibrary library;
    private final List<SqliteConnection> connections = new ArrayList<>();
    private final List<SqliteStatement> statements = new ArrayList<>();
    private final List<SqliteBackup> backups = new ArrayList<>();
    private final RecordedValues sink = new RecordedValues();
    private final MemorySegment data = MemorySegment.ofArray(new byte[70_000]);
    private int depth;
    private int succeeded;
    private int refused;

    MisuseTest(TestLibrary which) {
        library = which.load();
    }

    @Test
    @ExtendWith(Seeded.class)
    void anyOrderOfCallsIsSurvived(Seed seed) {
        var random = seed.random();
        for (int i = 0; i < CALLS; i++) {
            call(random);
        }
        assertThat(succeeded).as("calls that were legal").isGreaterThan(CALLS / 10);
        assertThat(refused).as("calls that were not").isGreaterThan(CALLS / 100);
        connections.forEach(SqliteConnection::close);
        assertThat(library.openConnections()).isZero();
        assertThat(library.openStatements()).isZero();
    }

    private void call(SplittableRandom random) {
        try {
            if (connections.isEmpty() || random.nextInt(500) == 0) {
                open(random);
            } else if (statements.isEmpty() || random.nextInt(10) == 0) {
                onConnection(any(connections, random), random);
            } else {
                onStatement(any(statements, random), random);
            }
            succeeded++;
        } catch (IllegalStateException | SqliteException | IndexOutOfBoundsException e) {
            refused++;
        }
    }

    private void open(SplittableRandom random) {
        if (connections.size() > 4) {
            var old = any(connections, random);
            old.close();
            connections.remove(old);
        }
        var connection = library.open(":memory:", TestConnection.READ_WRITE);
        connections.add(connection);
        connection.execute("CREATE TABLE t(a, b)");
        connection.createFunction("again", 1, FunctionFlag.NONE, call -> {
            inside(random);
            call.argument(0, call.result());
        });
        connection.progressHandler(50, () -> {
            inside(random);
            return random.nextInt(50) != 0;
        });
        connection.commitHook(() -> {
            inside(random);
            return random.nextInt(10) != 0;
        });
        connection.rollbackHook(() -> inside(random));
        connection.authorizer(request -> {
            inside(random);
            return random.nextInt(200) == 0 ? AuthorizerAction.DENY : AuthorizerAction.ALLOW;
        });
    }

    private void inside(SplittableRandom random) {
        if (depth < 3 && random.nextInt(4) == 0) {
            depth++;
            try {
                call(random);
            } finally {
                depth--;
            }
        }
    }

    private void onConnection(SqliteConnection connection, SplittableRandom random) {
        switch (random.nextInt(12)) {
            case 0 -> connection.interrupt();
            case 1 -> connection.execute(any(TEXTS, random));
            case 2 -> connection.changes();
            case 3 -> connection.checkpoint("main", CheckpointMode.TRUNCATE);
            case 4 -> connection.createFunction("again", 1, FunctionFlag.NONE, call -> inside(random));
            case 5 -> backups.add(connection.restore("main", any(connections, random), "main"));
            case 6 -> onBackup(random);
            case 7 -> {
                if (random.nextInt(20) == 0) {
                    connection.close();
                    connections.remove(connection);
                }
            }
            default ->
                    connection.prepare(any(TEXTS, random), 0, random.nextBoolean()).statement().ifPresent(this::keep);
        }
    }

    private void keep(SqliteStatement statement) {
        if (statements.size() > 20) {
            statements.removeFirst(); // its connection closes it
        }
        statements.add(statement);
    }

    private void onBackup(SplittableRandom random) {
        if (backups.isEmpty()) {
            return;
        }
        var backup = any(backups, random);
        switch (random.nextInt(4)) {
            case 0 -> {
                backups.remove(backup);
                backup.close();
            }
            case 1 -> backup.remaining();
            default -> backup.step(random.nextInt(3) - 1);
        }
    }

    private void onStatement(SqliteStatement statement, SplittableRandom random) {
        switch (random.nextInt(16)) {
            case 0 -> statement.reset();
            case 1 -> statement.clearBindings();
            case 2 -> statement.bindInt64(random.nextInt(3), random.nextLong());
            case 3 -> statement.bindText(random.nextInt(3), data, 0, random.nextInt(600));
            case 4 -> statement.bindBlob(random.nextInt(3), data, 0, random.nextInt(70_000));
            case 5 -> statement.bindText(1, data, 0, 1);
            case 6 -> statement.columns();
            case 7 -> statement.column(random.nextInt(3), sink);
            case 8 -> statement.columnBlob(random.nextInt(3));
            case 9 -> {
                statement.row(sink);
                sink.take();
            }
            case 10 -> statement.expandedSql();
            case 11 -> {
                if (random.nextInt(4) == 0) {
                    statements.remove(statement);
                    statement.close();
                }
            }
            case 12 -> {
                statement.reset();
                statement.clearBindings();
            }
            default -> statement.step();
        }
    }

    private static <T> T any(List<T> all, SplittableRandom random) {
        return all.get(random.nextInt(all.size()));
    }
}
