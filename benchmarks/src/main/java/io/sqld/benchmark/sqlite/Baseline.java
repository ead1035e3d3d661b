package io.sqld.benchmark.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import org.sqlite.SQLiteConfig;

/** The C side: {@code baseline.c}, compiled with gcc and loaded into this process. */
@SuppressWarnings("restricted") // the benchmark of the native binding needs native code to compare with
final class Baseline {
    /** What the C side is told when it shall use the library inside sqlite-jdbc. */
    private static final String BUNDLED = "";
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private final SymbolLookup functions;
    private final Path file;

    private Baseline(Path file) {
        this.file = file;
        this.functions = SymbolLookup.libraryLookup(file, Arena.global());
    }

    /** Whether there is a compiler. */
    static boolean possible() {
        try {
            return new ProcessBuilder("gcc", "--version").redirectOutput(Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Compiles the C side into a directory. */
    static Baseline compile(Path directory) {
        var source = directory.resolve("baseline.c");
        var library = directory.resolve("baseline.so");
        try (var in = Objects.requireNonNull(Baseline.class.getResourceAsStream("baseline.c"))) {
            Files.write(source, in.readAllBytes());
            var gcc = new ProcessBuilder("gcc", "-O2", "-Wall", "-Wextra", "-shared", "-fPIC", "-o", library.toString(),
                    source.toString(), "-ldl").inheritIO().start();
            if (gcc.waitFor() != 0) {
                throw new IllegalStateException("gcc failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return new Baseline(library);
    }

    /**
     * Opens the database on the C side.
     *
     * @param library what both sides use
     */
    Contestant open(Target library, Path database) {
        if (library.bundled()) {
            handOverApiRoutines();
        }
        try (var arena = Arena.ofConfined()) {
            var sql = Dataset.statements();
            var pointers = arena.allocate(ValueLayout.ADDRESS, sql.size());
            for (int i = 0; i < sql.size(); i++) {
                pointers.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(sql.get(i)));
            }
            long handle = (long) function("baseline_open", 3).invokeExact(
                    arena.allocateFrom(library.bundled() ? BUNDLED : library.name()).address(),
                    arena.allocateFrom(database.toString()).address(), pointers.address());
            if (handle == 0) {
                throw new IllegalStateException("the C side cannot use " + library + " on " + database);
            }
            return new NativeContestant(handle);
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    /** Loads the C side as an extension of SQLite: so it receives the functions, which are not exported. */
    private void handOverApiRoutines() {
        var config = new SQLiteConfig();
        config.enableLoadExtension(true);
        try (var jdbc = config.createConnection("jdbc:sqlite::memory:");
                var statement = jdbc.prepareStatement("SELECT load_extension(?, 'sqlite3_baseline_init')")) {
            statement.setString(1, file.toString());
            statement.executeQuery().close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private MethodHandle function(String name, int arguments) {
        var types = new ValueLayout[arguments];
        java.util.Arrays.fill(types, LONG);
        return Linker.nativeLinker().downcallHandle(functions.findOrThrow(name), FunctionDescriptor.of(LONG, types));
    }

    private static RuntimeException failure(Throwable e) {
        return e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
    }

    private final class NativeContestant implements Contestant {
        private final long handle;
        private final Arena arena = Arena.ofConfined();
        private final MethodHandle select = function("baseline_select", 4);
        private final MethodHandle scan = function("baseline_scan", 1);
        private final MethodHandle insert = function("baseline_insert", 5);
        private final MethodHandle copy = function("baseline_copy", 2);
        private final MethodHandle close = Linker.nativeLinker()
                .downcallHandle(functions.findOrThrow("baseline_close"),
                        FunctionDescriptor.ofVoid(LONG));
        private final long name = arena.allocateFrom(Dataset.NAME).address();
        private final long note = arena.allocateFrom(Dataset.NOTE).address();

        NativeContestant(long handle) {
            this.handle = handle;
        }

        @Override
        public long select(long first, long count, boolean transaction) {
            try {
                return (long) select.invokeExact(handle, first, count, transaction ? 1L : 0L);
            } catch (Throwable e) {
                throw failure(e);
            }
        }

        @Override
        public long scan() {
            try {
                return (long) scan.invokeExact(handle);
            } catch (Throwable e) {
                throw failure(e);
            }
        }

        @Override
        public long insert(long count, boolean transaction) {
            try {
                return (long) insert.invokeExact(handle, name, note, count, transaction ? 1L : 0L);
            } catch (Throwable e) {
                throw failure(e);
            }
        }

        @Override
        public byte[] encoded() {
            try (var memory = Arena.ofConfined()) {
                MemorySegment target = memory.allocate(WireEncoder.bufferBytes());
                long bytes = (long) copy.invokeExact(handle, target.address());
                return target.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE);
            } catch (Throwable e) {
                throw failure(e);
            }
        }

        @Override
        public void close() {
            try {
                close.invokeExact(handle);
            } catch (Throwable e) {
                throw failure(e);
            }
            arena.close();
        }
    }
}
