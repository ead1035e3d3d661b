package io.sqld.benchmark.sqlite;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The tasks of {@link SqliteComparison} for JMH: time per row on the clock, one side after the other. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@State(Scope.Thread)
public class SqliteBenchmark {
    private static final int SELECTS = 2_000;
    private static final int INSERTS = 10_000;

    /** Which library both sides use. */
    @Param({"bundled", "libsqlite3.so.0"}) public String library = "";

    /** Which side runs. */
    @Param({"c", "lib-sqlite"}) public String side = "";

    private @Nullable Match match;
    private long round;

    /** Begins the match. */
    @Setup
    public void open() {
        match = new Match(new Target(library));
    }

    /** {@return rows found} A row by its key, in a transaction of its own. */
    @Benchmark
    @OperationsPerInvocation(SELECTS)
    public long pointSelect() {
        return contestant().select(round++, SELECTS, false);
    }

    /** {@return rows found} A row by its key, inside a transaction. */
    @Benchmark
    @OperationsPerInvocation(SELECTS)
    public long pointSelectInTransaction() {
        return contestant().select(round++, SELECTS, true);
    }

    /** {@return rows read} All rows. */
    @Benchmark
    @OperationsPerInvocation(Dataset.ROWS)
    public long scan() {
        return contestant().scan();
    }

    /** {@return rows inserted} Rows in transactions of many. */
    @Benchmark
    @OperationsPerInvocation(INSERTS)
    public long insertInTransaction() {
        return contestant().insert(INSERTS, true);
    }

    private Contestant contestant() {
        return side.equals("c") ? match().c() : match().java();
    }

    private Match match() {
        return Objects.requireNonNull(match);
    }

    /** Removes what was inserted, so that each iteration begins alike. */
    @TearDown(Level.Iteration)
    public void restore() {
        match().restore();
    }

    /** Ends the match. */
    @TearDown
    public void close() {
        match().close();
    }
}
