package io.sqld.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sqld.testkit.Seed;
import io.sqld.testkit.Seeded;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Values go into SQLite and come back as they were. */
@ParameterizedClass
@EnumSource
class ValueTest {
    private static final int MEBIBYTE = 1024 * 1024;

    private final TestConnection connection;
    private final RecordedValues sink = new RecordedValues();

    ValueTest(TestLibrary library) {
        connection = TestConnection.inMemory(library);
    }

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void integersKeepAllTheirBits() {
        for (long value : new long[] {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 53, (1L << 53) + 1,
                Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThat(roundTrip(statement -> statement.bindInt64(1, value))).isEqualTo("integer " + value);
        }
    }

    @Test
    void realsKeepAllTheirBits() {
        for (double value : new double[] {0.0, -0.0, 1.5, Double.MIN_VALUE, Double.MAX_VALUE, -Double.MIN_NORMAL,
                Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Math.PI}) {
            assertThat(roundTrip(statement -> statement.bindDouble(1, value)))
                    .isEqualTo("real " + Double.toHexString(value));
        }
    }

    @Test
    void notANumberBecomesNull() {
        assertThat(roundTrip(statement -> statement.bindDouble(1, Double.NaN))).isEqualTo("null");
    }

    @Test
    void nullIsNull() {
        assertThat(roundTrip(statement -> statement.bindNull(1))).isEqualTo("null");
    }

    @Test
    void anUnboundParameterIsNull() {
        assertThat(roundTrip(statement -> {})).isEqualTo("null");
    }

    @Test
    void textKeepsItsBytesWhateverTheyAre() {
        for (byte[] utf8 : List.of(new byte[0], bytes("a"), bytes("a\0b"), bytes("\0"), bytes("äöü ß €"), bytes("𝄞🙂"),
                new byte[] {(byte) 0xff, (byte) 0xfe}, new byte[] {(byte) 0xe4, (byte) 0xbd},
                new byte[] {(byte) 0xc0, 0},
                bytes("x".repeat(511)), bytes("x".repeat(512)), bytes("x".repeat(513)), bytes("ä".repeat(MEBIBYTE)))) {
            assertThat(roundTrip(statement -> statement.bindText(1, MemorySegment.ofArray(utf8), 0, utf8.length)))
                    .isEqualTo(RecordedValues.ofText(utf8));
        }
    }

    @Test
    void blobsKeepTheirBytes() {
        for (int length : new int[] {0, 1, 511, 512, 513, 65_536, MEBIBYTE, 3 * MEBIBYTE + 1}) {
            var data = new byte[length];
            for (int i = 0; i < length; i++) {
                data[i] = (byte) (i * 31 + i / 251);
            }
            assertThat(roundTrip(statement -> statement.bindBlob(1, data))).isEqualTo(RecordedValues.ofBlob(data));
        }
    }

    @Test
    void valuesAreTakenFromNativeMemoryAtAnOffsetToo() {
        try (var arena = Arena.ofConfined()) {
            var memory = arena.allocateFrom("..text..");
            assertThat(roundTrip(statement -> statement.bindText(1, memory, 2, 4)))
                    .isEqualTo(RecordedValues.ofText(bytes("text")));
            assertThat(roundTrip(statement -> statement.parameter(1).blob(memory, 2, 0)))
                    .isEqualTo(RecordedValues.ofBlob(new byte[0]));
        }
    }

    @Test
    void aLengthBeyondTheSourceIsRefused() {
        try (var statement = connection.prepare("SELECT ?")) {
            var source = MemorySegment.ofArray(new byte[3]);
            assertThatThrownBy(() -> statement.bindText(1, source, 2, 2))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> statement.bindBlob(1, source, 0, -1))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void aParameterThatDoesNotExistIsRefused() {
        try (var statement = connection.prepare("SELECT ?")) {
            for (int index : new int[] {0, 2, -1, Integer.MAX_VALUE}) {
                assertThatThrownBy(() -> statement.bindInt64(index, 1)).isInstanceOfSatisfying(SqliteException.class,
                        e -> assertThat(e.code()).isEqualTo(ResultCode.RANGE));
                assertThatThrownBy(() -> statement.bindText(index, "x")).isInstanceOf(SqliteException.class);
                assertThatThrownBy(() -> statement.bindText(index, "x".repeat(100_000)))
                        .isInstanceOf(SqliteException.class);
            }
        }
    }

    @Test
    void aValueOverTheLimitIsRefusedAndTheConnectionLivesOn() {
        connection.sqlite().limit(LimitCategory.LENGTH, 1000);
        try (var statement = connection.prepare("SELECT ?")) {
            assertThatThrownBy(() -> statement.bindText(1, "x".repeat(1001))).isInstanceOfSatisfying(
                    SqliteException.class, e -> assertThat(e.primaryCode()).isEqualTo(ResultCode.TOOBIG));
            statement.bindText(1, "x".repeat(900));
            assertThat(statement.step()).isTrue();
        }
    }

    @Test
    void bindingsSurviveAResetUntilTheyAreCleared() {
        try (var statement = connection.prepare("SELECT ?1, ?2")) {
            statement.bindText(1, "first");
            statement.bindText(2, "second".repeat(1000));
            for (int i = 0; i < 3; i++) {
                assertThat(statement.step()).isTrue();
                assertThat(statement.columnText(0)).isEqualTo(i < 2 ? "first" : "third");
                assertThat(statement.columnText(1)).hasSize(6000);
                statement.reset();
                if (i == 1) {
                    statement.bindText(1, "third");
                }
            }
            statement.clearBindings();
            assertThat(statement.step()).isTrue();
            statement.row(sink);
            assertThat(sink.take()).containsExactly("null", "null");
        }
    }

    @Test
    void bindingAgainAndAgainWithoutClearingKeepsValuesApart() {
        try (var statement = connection.prepare("SELECT ?1, ?2")) {
            statement.bindText(2, "stays");
            for (int i = 0; i < 5_000; i++) {
                statement.bindText(1, "value " + i);
                assertThat(statement.step()).isTrue();
                assertThat(statement.columnText(0)).isEqualTo("value " + i);
                assertThat(statement.columnText(1)).isEqualTo("stays");
                statement.reset();
            }
        }
    }

    @Test
    void boundValuesAreGivenBack() {
        var library = connection.library();
        if (!library.memoryStatistics()) {
            assertThat(library.softHeapLimit(-1)).isZero();
            return; // this library does not count
        }
        try (var statement = connection.prepare("SELECT ?")) {
            for (int i = 0; i < 200; i++) {
                statement.bindBlob(1, new byte[MEBIBYTE]);
                statement.clearBindings();
            }
            assertThat(library.memoryUsed()).isLessThan(10L * MEBIBYTE);
        }
    }

    @Test
    @ExtendWith(Seeded.class)
    void randomRowsComeBackAsTheyWere(Seed seed) {
        var random = seed.random();
        connection.sqlite().execute("CREATE TABLE t(id INTEGER PRIMARY KEY, a, b, c, d)");
        var expected = new ArrayList<List<String>>();
        try (var insert = connection.prepare("INSERT INTO t(a, b, c, d) VALUES(?, ?, ?, ?)")) {
            for (int row = 0; row < 500; row++) {
                for (int column = 1; column <= 4; column++) {
                    bindRandom(insert, column, random.nextInt(5), random.nextInt(2000), random.nextLong());
                }
                insert.step();
                insert.reset();
                expected.add(sink.take());
                if (random.nextBoolean()) {
                    insert.clearBindings();
                }
            }
        }
        try (var select = connection.prepare("SELECT a, b, c, d FROM t ORDER BY id")) {
            for (var row : expected) {
                assertThat(select.step()).isTrue();
                select.row(sink);
                assertThat(sink.take()).isEqualTo(row);
            }
            assertThat(select.step()).isFalse();
        }
    }

    private void bindRandom(SqliteStatement insert, int column, int kind, int length, long value) {
        var data = new byte[length];
        Arrays.fill(data, (byte) value);
        switch (kind) {
            case 0 -> {
                insert.parameter(column).nullValue();
                sink.nullValue();
            }
            case 1 -> {
                insert.parameter(column).integer(value);
                sink.integer(value);
            }
            case 2 -> {
                insert.parameter(column).real((double) value);
                sink.real((double) value);
            }
            case 3 -> {
                insert.parameter(column).text(MemorySegment.ofArray(data), 0, length);
                sink.text(MemorySegment.ofArray(data), 0, length);
            }
            default -> {
                insert.parameter(column).blob(data);
                sink.blob(data);
            }
        }
    }

    @Test
    void valuesAreConvertedOnDemandLikeCast() {
        try (var statement = connection.prepare("SELECT '12x', 3.7, x'3432', NULL, 7")) {
            assertThat(statement.step()).isTrue();
            assertThat(statement.columnInt64(0)).isEqualTo(12);
            assertThat(statement.columnInt64(1)).isEqualTo(3);
            assertThat(statement.columnDouble(0)).isEqualTo(12.0);
            assertThat(statement.columnText(2)).isEqualTo("42");
            assertThat(statement.columnText(3)).isEmpty();
            assertThat(statement.columnBlob(4)).isEqualTo(bytes("7"));
            assertThat(statement.columnType(3)).isEqualTo(StorageClass.NULL);
            statement.column(1, sink);
            assertThat(sink.take()).containsExactly("real " + Double.toHexString(3.7));
            assertThatThrownBy(() -> statement.column(5, sink)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> statement.columnText(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void utf16DatabasesAreReadAsUtf8() {
        connection.sqlite().execute("PRAGMA encoding = 'UTF-16'; CREATE TABLE t(a); INSERT INTO t VALUES('ä€𝄞')");
        try (var statement = connection.prepare("SELECT a FROM t")) {
            assertThat(statement.step()).isTrue();
            statement.row(sink);
            assertThat(sink.take()).containsExactly(RecordedValues.ofText(bytes("ä€𝄞")));
        }
    }

    private interface Binding {
        void bind(SqliteStatement statement);
    }

    /** Through a table, not only through the parameter. */
    private String roundTrip(Binding binding) {
        connection.sqlite().execute("CREATE TABLE IF NOT EXISTS t(a); DELETE FROM t");
        try (var insert = connection.prepare("INSERT INTO t VALUES(?1)")) {
            binding.bind(insert);
            assertThat(insert.step()).isFalse();
        }
        try (var select = connection.prepare("SELECT a FROM t")) {
            assertThat(select.step()).isTrue();
            select.row(sink);
            assertThat(select.step()).isFalse();
        }
        return sink.take().getFirst();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

}
