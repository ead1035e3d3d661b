package io.sqld.sqlite;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds functions in a {@code sqlite3_api_routines}. The struct of a library ends with the functions of its version:
 * slots beyond are never read.
 */
final class ApiRoutines implements SymbolLookup {
    private static final String TABLE = "api-routines.txt";
    private static final String VERSION_NUMBER = "sqlite3_libversion_number";

    private record Slot(int index, int sinceVersion) {}

    private final Map<String, Slot> slots = slots();
    private final long address;
    private final int version;

    ApiRoutines(long address) {
        this.address = address;
        this.version = versionNumber();
    }

    @Override
    public Optional<MemorySegment> find(String name) {
        return Optional.ofNullable(slots.get(name))
                .filter(slot -> slot.sinceVersion() <= version)
                .map(slot -> MemorySegment.ofAddress(pointer(slot)))
                .filter(function -> function.address() != 0);
    }

    private long pointer(Slot slot) {
        return NativeMemory.ALL.get(ValueLayout.JAVA_LONG, address + (long) slot.index() * Long.BYTES);
    }

    private int versionNumber() {
        var slot = Objects.requireNonNull(slots.get(VERSION_NUMBER), VERSION_NUMBER);
        var function = Linker.nativeLinker()
                .downcallHandle(MemorySegment.ofAddress(pointer(slot)),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT));
        try {
            return (int) function.invokeExact();
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    private static Map<String, Slot> slots() {
        var slots = new HashMap<String, Slot>();
        try (var in = Objects.requireNonNull(ApiRoutines.class.getResourceAsStream(TABLE), TABLE);
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    var words = line.split(" ", -1);
                    slots.put(words[0], new Slot(Integer.parseInt(words[1]), Integer.parseInt(words[2])));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return slots;
    }
}
