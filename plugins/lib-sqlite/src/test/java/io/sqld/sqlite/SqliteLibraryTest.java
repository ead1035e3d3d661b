package io.sqld.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Finding, checking and refusing libraries. */
class SqliteLibraryTest {
    @TempDir private Path directory;

    @ParameterizedTest
    @EnumSource
    void aLibraryTellsWhatItIs(TestLibrary which) {
        var library = which.load();
        assertThat(library.version()).matches("3\\.\\d+\\.\\d+");
        assertThat(library.versionNumber()).isGreaterThanOrEqualTo(SqliteLibrary.MINIMUM_VERSION_NUMBER);
        assertThat(library.sourceId()).matches("20\\d\\d-.*");
        assertThat(library.compileOptions()).contains("THREADSAFE=1");
        assertThat(library.has("sqlite3_open_v2")).isTrue();
        assertThat(library.has("sqlite3_no_such_function")).isFalse();
        assertThat(library).hasToString("SQLite " + library.version()
                + (which == TestLibrary.BUNDLED ? ", bundled in sqlite-jdbc" : ", libsqlite3.so.0"));
    }

    @ParameterizedTest
    @EnumSource
    void heapLimitsAreSetAndTakenBack(TestLibrary which) {
        var library = which.load();
        assertThat(library.softHeapLimit(500_000_000)).isZero();
        assertThat(library.softHeapLimit(0)).isEqualTo(500_000_000);
        assertThat(library.hardHeapLimit(600_000_000)).isZero();
        assertThat(library.hardHeapLimit(0)).isEqualTo(600_000_000);
        try (var connection = library.open(":memory:", TestConnection.READ_WRITE)) {
            connection.execute("CREATE TABLE t(a)");
            assertThat(library.memoryUsed() > 0).isEqualTo(library.memoryStatistics());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHeapLimitHoldsWhereTheLibraryCountsItsMemory(TestLibrary which) {
        var library = which.load();
        try (var connection = library.open(":memory:", TestConnection.READ_WRITE)) {
            library.hardHeapLimit(20_000_000);
            var error = catchThrowable(() -> connection.execute("SELECT length(randomblob(50000000))"));
            if (library.memoryStatistics()) {
                assertThat(error).isInstanceOfSatisfying(SqliteException.class,
                        e -> assertThat(e.code()).isEqualTo(ResultCode.NOMEM));
            } else {
                assertThat(error).isNull();
            }
            connection.execute("SELECT 1");
        } finally {
            library.hardHeapLimit(0);
        }
    }

    @Test
    void theBundledLibraryHasWhatIsOptionalElsewhere() {
        var library = SqliteLibrary.bundled();
        assertThat(library.version()).isEqualTo("3.54.1");
        assertThat(List.of("sqlite3_is_interrupted", "sqlite3_error_offset", "sqlite3_column_origin_name"))
                .allMatch(library::has);
    }

    @Test
    void theBundledLibraryMayBeAskedForByManyThreads() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            Callable<String> use = () -> {
                try (var connection = SqliteLibrary.bundled().open(":memory:", TestConnection.READ_WRITE)) {
                    connection.execute("CREATE TABLE t(a)");
                    return connection.library().version();
                }
            };
            var answers = new ArrayList<String>();
            for (var future : threads.invokeAll(java.util.Collections.nCopies(40, use))) {
                answers.add(future.get(60, TimeUnit.SECONDS));
            }
            assertThat(answers).hasSize(40).containsOnly("3.54.1");
        }
    }

    @Test
    void twoLibrariesInOneProcessWorkOnTheirOwnFiles() {
        try (var one = TestConnection.to(TestLibrary.BUNDLED, directory.resolve("one.db").toString());
                var two = TestConnection.to(TestLibrary.SYSTEM, directory.resolve("two.db").toString())) {
            for (var connection : List.of(one, two)) {
                connection.sqlite().execute("PRAGMA journal_mode = WAL; CREATE TABLE t(a); INSERT INTO t VALUES(1)");
                connection.sqlite()
                        .createFunction("own", 0, FunctionFlag.NONE,
                                call -> call.result().text(connection.library().version()));
            }
            assertThat(one.value("SELECT own() = sqlite_version()")).isEqualTo("1");
            assertThat(two.value("SELECT own() = sqlite_version()")).isEqualTo("1");
            assertThat(one.value("SELECT sqlite_version()")).isNotEqualTo(two.value("SELECT sqlite_version()"));
        }
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        var file = directory.resolve("missing.so");
        assertThatThrownBy(() -> SqliteLibrary.at(file)).isInstanceOf(SqliteLibraryException.class)
                .hasMessage("there is no library file " + file);
        assertThatThrownBy(() -> SqliteLibrary.at(directory)).isInstanceOf(SqliteLibraryException.class)
                .hasMessage("there is no library file " + directory);
    }

    @Test
    void aNameThatTheSystemDoesNotKnowIsNamed() {
        assertThatThrownBy(() -> SqliteLibrary.at(Path.of("libno-such-library.so.0")))
                .isInstanceOf(SqliteLibraryException.class)
                .hasMessage("libno-such-library.so.0 is not found in the system's library directories");
    }

    @Test
    void aFileThatIsNoLibraryIsRefused() throws IOException {
        for (var content : List.of("", "hello, this is a text")) {
            var file = Files.writeString(directory.resolve("text.so"), content);
            assertThatThrownBy(() -> SqliteLibrary.at(file)).isInstanceOf(SqliteLibraryException.class)
                    .hasMessage(file + " is not a shared library that this machine can load");
        }
    }

    @Test
    void aLibraryThatIsNotSqliteIsRefused() {
        assertThatThrownBy(() -> SqliteLibrary.at(Path.of("libm.so.6"))).isInstanceOf(SqliteLibraryException.class)
                .hasMessage("libm.so.6 is not SQLite: it has no function sqlite3_libversion_number");
    }

    @Test
    void aLibraryThatLacksFunctionsIsRefusedWithTheirNames() {
        var lacking = without(Set.of("sqlite3_step", "sqlite3_wal_hook"));
        assertThatThrownBy(() -> SqliteLibrary.of("libtest.so", lacking)).isInstanceOf(SqliteLibraryException.class)
                .hasMessageStartingWith("libtest.so lacks functions that sqld needs: sqlite3_wal_hook, sqlite3_step;");
    }

    @Test
    void whatIsOptionalMayBeMissing() {
        var library = SqliteLibrary.of("libtest.so",
                without(Set.of("sqlite3_error_offset", "sqlite3_column_database_name", "sqlite3_hard_heap_limit64",
                        "sqlite3_compileoption_get")));
        assertThat(library.compileOptions()).isEmpty();
        assertThatThrownBy(() -> library.hardHeapLimit(0)).isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("libtest.so has no function sqlite3_hard_heap_limit64");
        try (var connection = library.open(":memory:", TestConnection.READ_WRITE)) {
            connection.execute("CREATE TABLE t(a)");
            assertThatThrownBy(() -> connection.execute("SELECT b FROM t")).isInstanceOfSatisfying(
                    SqliteException.class, e -> assertThat(e.offset()).isEmpty());
            var statement = connection.prepare("SELECT a FROM t", 0, false).statement().orElseThrow();
            assertThat(statement.columns().getFirst().origin()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void rowsAreReadFromMemoryWhereTheLibraryKeepsThemAsExpected(TestLibrary which) {
        assertThat(which.load().valueBytes()).isNotEqualTo(RowMemory.UNKNOWN);
    }

    @Test
    void rowsAreReadByFunctionsWhereTheLibraryKeepsThemOtherwise() {
        var routines = new ApiRoutines(BundledLibrary.apiRoutines());
        var library = SqliteLibrary.of("libtest.so", name -> routines.find(
                name.equals("sqlite3_column_value") ? "sqlite3_column_type" : name));
        assertThat(library.valueBytes()).isEqualTo(RowMemory.UNKNOWN);
        assertThat(rowsOfAllKinds(library)).isEqualTo(rowsOfAllKinds(SqliteLibrary.bundled()))
                .hasSize(2)
                .element(0)
                .asInstanceOf(list(String.class))
                .startsWith("integer 1", "real 0x1.8p1", "text 78c3a4", "blob 00ff", "null", "blob 000000")
                .endsWith("integer 3", "real 0x1.4p1");
    }

    private static List<List<String>> rowsOfAllKinds(SqliteLibrary library) {
        var rows = new ArrayList<List<String>>();
        var sink = new RecordedValues();
        try (var connection = library.open(":memory:", TestConnection.READ_WRITE)) {
            connection.execute("""
                    CREATE TABLE t(a INTEGER, b REAL, c TEXT, d BLOB, e);
                    INSERT INTO t VALUES(1, 3, 'xä', x'00ff', NULL), (-1, 1e300, '', x'', hex(zeroblob(9000)))""");
            var select = connection.prepare("SELECT *, zeroblob(3), a + 2, b - 0.5 FROM t", 0, false).statement();
            while (select.orElseThrow().step()) {
                select.orElseThrow().row(sink);
                rows.add(sink.take());
            }
        }
        return rows;
    }

    @Test
    void anOldLibraryIsRefused() {
        SymbolLookup old = name -> name.equals("sqlite3_libversion_number") ? Optional.of(returning(3_036_001))
                : Optional.empty();
        assertThatThrownBy(() -> SqliteLibrary.of("libold.so", old)).isInstanceOf(SqliteLibraryException.class)
                .hasMessage("libold.so is SQLite 3.36.1; sqld needs 3.37.0 or newer");
    }

    @Test
    void slotsBeyondTheVersionOfALibraryAreNotRead() {
        // a struct of 3.40, with garbage behind
        var routines = Arena.ofAuto().allocate(300 * 8L, 8);
        routines.fill((byte) 0x55);
        routines.setAtIndex(ValueLayout.JAVA_LONG, 67, returning(3_040_001).address());
        routines.setAtIndex(ValueLayout.JAVA_LONG, 49, 0);
        var lookup = new ApiRoutines(routines.address());
        assertThat(lookup.find("sqlite3_step")).isPresent();
        assertThat(lookup.find("sqlite3_value_encoding")).as("from 3.40").isPresent();
        assertThat(lookup.find("sqlite3_is_interrupted")).as("from 3.41").isEmpty();
        assertThat(lookup.find("sqlite3_db_handle")).as("an empty slot").isEmpty();
        assertThat(lookup.find("sqlite3_no_such_function")).isEmpty();
    }

    @Test
    void withoutNativeAccessThereIsOneClearSentence() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var output = directory.resolve("output").toFile();
        var process = new ProcessBuilder(java, "--illegal-native-access=deny", "-cp",
                System.getProperty("java.class.path"), LoadBundled.class.getName()).redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(output.toPath(), StandardCharsets.UTF_8))
                .contains("Java may not load the bundled SQLite library: "
                        + "start it with --enable-native-access=ALL-UNNAMED");
    }

    /** Run in a JVM of its own. */
    static final class LoadBundled {
        private LoadBundled() {}

        static void main() {
            SqliteLibrary.bundled();
        }
    }

    private static SymbolLookup without(Set<String> names) {
        var routines = new ApiRoutines(BundledLibrary.apiRoutines());
        return name -> names.contains(name) ? Optional.empty() : routines.find(name);
    }

    private static MemorySegment returning(int value) {
        var target = MethodHandles.constant(int.class, value);
        return Linker.nativeLinker().upcallStub(target, FunctionDescriptor.of(ValueLayout.JAVA_INT), Arena.global());
    }
}
