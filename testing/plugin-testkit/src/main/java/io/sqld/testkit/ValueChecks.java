package io.sqld.testkit;

import static io.sqld.testkit.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.api.error.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values of the five storage classes, in and out. */
abstract class ValueChecks extends StorageChecks {
    ValueChecks(StorageBackendContract contract) {
        super(contract);
    }

    static Stream<Value> edges() {
        return Stream.of(Value.of(null), Value.of(0), Value.of(-1), Value.of(Long.MAX_VALUE), Value.of(Long.MIN_VALUE),
                Value.of(1L << 53), Value.of((1L << 53) + 1), Value.of(Integer.MIN_VALUE), Value.of(0.1),
                Value.of(Double.MAX_VALUE), Value.of(Double.MIN_VALUE), Value.of(Double.POSITIVE_INFINITY),
                Value.of(Double.NEGATIVE_INFINITY), Value.of(1e15), Value.of(""), Value.of("a"), Value.of("a\0b"),
                Value.of("\0"), Value.of("é€𝄞"), Value.of("x".repeat(100_000)), new Value.MalformedText("FF61C3"),
                Value.blob(""), Value.blob("00"), Value.blob("FF00FE"), Value.of(new byte[1_000_000]));
    }

    @ParameterizedTest
    @MethodSource("edges")
    void aValueComesBackAsItWentIn(Value value) {
        SessionRunner session = session("CREATE TABLE t (a)");
        assertThat(session.run("SELECT ?", value).value()).isEqualTo(value);
        session.run("INSERT INTO t VALUES (?)", value);
        assertThat(session().run("SELECT a FROM t").value()).isEqualTo(value);
    }

    @Test
    void notANumberIsNull() {
        assertThat(session().run("SELECT ?", Double.NaN).value()).isEqualTo(Value.of(null));
    }

    @Test
    void eachStorageClassIsTold() {
        assertThat(session().run("SELECT NULL, 1, 1.0, '1', x'31', 9223372036854775808, 1e999").rows())
                .containsExactly(row(null, 1, 1.0, "1", Value.blob("31"), 0x1p63, Double.POSITIVE_INFINITY));
        assertThat(session().run("SELECT typeof(?1), typeof(?2), typeof(?3), typeof(?4), typeof(?5)", null, 1, 1.0, "1",
                new byte[1]).rows()).containsExactly(row("null", "integer", "real", "text", "blob"));
    }

    @Test
    void oneColumnHoldsDifferentClasses() {
        SessionRunner session = session("CREATE TABLE t (a)");
        List<Row> rows = List.of(row(1), row("one"), row(1.5), row((Object) null), row(Value.blob("01")), row(2));
        rows.forEach(row -> session.run("INSERT INTO t VALUES (?)", row.values().getFirst()));
        assertThat(session.run("SELECT a FROM t ORDER BY rowid").rows()).isEqualTo(rows);
    }

    @Test
    void aColumnsAffinityConverts() {
        SessionRunner session = session("CREATE TABLE t (i INTEGER, r REAL, x TEXT)");
        session.run("INSERT INTO t VALUES (?, ?, ?)", "12", 3, 4);
        assertThat(session.run("SELECT * FROM t").rows()).containsExactly(row(12, 3.0, "4"));
    }

    @Test
    void aStrictTableRefusesAnotherClass() {
        SessionRunner session = session("CREATE TABLE t (i INTEGER) STRICT");
        assertThat(session.fails("INSERT INTO t VALUES (?)", "no number").code())
                .isIn(ErrorCode.CONSTRAINT, ErrorCode.TYPE_MISMATCH);
    }

    @Test
    void parametersAreFoundByName() {
        assertThat(session().run("SELECT :a, @b, $c, :a",
                Parameters.named(Map.of(":a", 1, "@b", "two", "$c", 3.0))).rows())
                .containsExactly(row(1, "two", 3.0, 1));
    }

    @Test
    void aNumberedParameterMaySkipOthers() {
        assertThat(session().run("SELECT ?3, ?1", "one", "two", "three").rows()).containsExactly(row("three", "one"));
    }

    @Test
    void valuesOfAnEarlierRunAreForgotten() {
        SessionRunner session = session();
        String sql = "SELECT ?, ?";
        assertThat(session.run(sql, "a", new byte[] {1}).rows()).containsExactly(row("a", Value.blob("01")));
        assertThat(session.run(sql).rows()).containsExactly(row(null, null));
    }

    @Test
    @ExtendWith(Seeded.class)
    void randomRowsComeBackAsTheyWentIn(Seed seed) {
        SessionRunner session = session("CREATE TABLE t (id INTEGER PRIMARY KEY, a, b, c)");
        SplittableRandom random = seed.random();
        Row[] rows = new Row[200];
        session.run("BEGIN");
        for (int id = 0; id < rows.length; id++) {
            rows[id] = new Row(List.of(Value.of(id), random(random), random(random), random(random)));
            session.run("INSERT INTO t VALUES (?, ?, ?, ?)", rows[id].values().toArray());
        }
        session.run("COMMIT");
        assertThat(session.run("SELECT * FROM t ORDER BY id").rows()).isEqualTo(Arrays.asList(rows));
    }

    private static Value random(SplittableRandom random) {
        byte[] bytes = new byte[random.nextInt(1 << random.nextInt(14))];
        random.nextBytes(bytes);
        return switch (random.nextInt(5)) {
            case 0 -> Value.of(null);
            case 1 -> Value.of(random.nextLong() >> random.nextInt(64));
            case 2 -> Value.of(random.nextDouble() * Math.pow(10, random.nextInt(-300, 300)));
            case 3 -> Value.text(bytes);
            default -> Value.of(bytes);
        };
    }
}
