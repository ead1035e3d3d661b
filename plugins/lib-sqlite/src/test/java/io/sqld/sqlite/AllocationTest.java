package io.sqld.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.sqld.api.sql.ValueSink;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows and parameters pass without garbage. */
@ParameterizedClass
@EnumSource
class AllocationTest {
    private static final int ROWS = 100_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final TestConnection connection;
    private final Checksum sink = new Checksum();
    private final MemorySegment text = MemorySegment.ofArray("some text".getBytes(StandardCharsets.UTF_8));

    AllocationTest(TestLibrary library) {
        connection = TestConnection.inMemory(library);
        connection.sqlite().execute("CREATE TABLE t(id INTEGER PRIMARY KEY, a REAL, b TEXT, c BLOB, d)");
    }

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void readingARowMakesNoGarbage() {
        insertRows();
        try (var scan = connection.prepare("SELECT id, a, b, c, d FROM t")) {
            assertThat(bytesPerRow(() -> scan(scan))).isLessThan(1);
        }
        assertThat(sink.values).isPositive();
    }

    @Test
    void aPointSelectMakesNoGarbage() {
        insertRows();
        try (var select = connection.prepare("SELECT id, a, b, c, d FROM t WHERE id = ?")) {
            assertThat(bytesPerRow(() -> {
                for (int i = 1; i <= ROWS; i++) {
                    select.parameter(1).integer(i);
                    select.step();
                    select.row(sink);
                    select.reset();
                    select.clearBindings();
                }
            })).isLessThan(1);
        }
    }

    @Test
    void bindingMakesNoGarbage() {
        assertThat(bytesPerRow(this::insertRows)).isLessThan(1);
    }

    @Test
    void anSqlFunctionMakesNoGarbage() {
        insertRows();
        connection.sqlite().createFunction("same", 1, FunctionFlag.NONE, call -> call.argument(0, call.result()));
        try (var scan = connection.prepare("SELECT same(id), same(a), same(b), same(c), same(d) FROM t")) {
            assertThat(bytesPerRow(() -> scan(scan))).isLessThan(1);
        }
    }

    @Test
    void aCachedStatementMakesNoGarbage() {
        record Kept(String sql, SqliteStatement sqlite) implements StatementCache.Cached {}
        var cache = new StatementCache<Kept>(10, 1000);
        var kept = new Kept("SELECT 1", connection.prepare("SELECT 1"));
        cache.add(kept);
        cache.giveBack(kept);
        assertThat(bytesPerRow(() -> {
            for (int i = 0; i < ROWS; i++) {
                var statement = cache.borrow("SELECT 1").orElseThrow();
                statement.sqlite().step();
                cache.giveBack(statement);
            }
        })).as("at most an Optional for each run").isLessThanOrEqualTo(16);
        cache.close();
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new AssertionError();
        }
    }

    private void scan(SqliteStatement scan) {
        int rows = 0;
        while (scan.step()) {
            scan.row(sink);
            rows++;
        }
        scan.reset();
        require(rows == ROWS);
    }

    private void insertRows() {
        connection.sqlite().execute("DELETE FROM t; BEGIN");
        try (var insert = connection.prepare("INSERT INTO t VALUES(?, ?, ?, ?, ?)")) {
            for (int i = 1; i <= ROWS; i++) {
                insert.parameter(1).integer(i);
                insert.parameter(2).real(i);
                insert.parameter(3).text(text, 0, 9);
                insert.parameter(4).blob(text, 1, 5);
                insert.parameter(5).nullValue();
                insert.step();
                insert.reset();
                insert.clearBindings();
            }
        }
        connection.sqlite().execute("COMMIT");
    }

    /** The least of a few rounds: at first the JIT has not removed what only the interpreter allocates. */
    private static double bytesPerRow(Runnable round) {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < 6 && least >= 1; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            round.run();
            least = Math.min(least, (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / ROWS);
        }
        return least;
    }

    /** Looks at every value. */
    private static final class Checksum implements ValueSink {
        private long values;

        @Override
        public void nullValue() {
            values++;
        }

        @Override
        public void integer(long value) {
            values += value;
        }

        @Override
        public void real(double value) {
            values += (long) value;
        }

        @Override
        public void text(MemorySegment utf8, long offset, int bytes) {
            values += utf8.get(java.lang.foreign.ValueLayout.JAVA_BYTE, offset) + bytes;
        }

        @Override
        public void blob(MemorySegment data, long offset, int bytes) {
            values += data.get(java.lang.foreign.ValueLayout.JAVA_BYTE, offset) + bytes;
        }
    }
}
