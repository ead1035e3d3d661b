package io.sqld.sqlite;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** A shared library of the operating system, loaded for good. */
final class SharedLibrary {
    /** How such files begin: ELF; Mach-O for one machine and for several. */
    private static final Set<Integer> MAGICS = Set.of(0x7f454c46, 0xcffaedfe, 0xcafebabe);
    private static final int MAGIC_WINDOWS = 'M' << 8 | 'Z';

    private SharedLibrary() {}

    /** {@return the functions of a library, which is a file or a name that the system looks for} */
    static SymbolLookup open(Path file) {
        if (file.getParent() == null && !Files.exists(file)) {
            return load(file, " is not found in the system's library directories");
        }
        if (!Files.isRegularFile(file)) {
            throw new SqliteLibraryException("there is no library file " + file, null);
        }
        var unloadable = " is not a shared library that this machine can load";
        if (!looksLikeLibrary(file)) { // the JVM would print warnings of its own
            throw new SqliteLibraryException(file + unloadable, null);
        }
        return load(file.toAbsolutePath(), unloadable);
    }

    private static SymbolLookup load(Path file, String complaint) {
        try {
            return file.isAbsolute() ? SymbolLookup.libraryLookup(file, Arena.global())
                    : SymbolLookup.libraryLookup(file.toString(), Arena.global());
        } catch (IllegalArgumentException e) {
            throw new SqliteLibraryException(file + complaint, e);
        }
    }

    private static boolean looksLikeLibrary(Path file) {
        try (var in = Files.newInputStream(file)) {
            var first = in.readNBytes(Integer.BYTES);
            if (first.length < Integer.BYTES) {
                return false;
            }
            int magic = ByteBuffer.wrap(first).getInt();
            return MAGICS.contains(magic) || magic >>> Short.SIZE == MAGIC_WINDOWS;
        } catch (IOException e) {
            throw new SqliteLibraryException("the library file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
